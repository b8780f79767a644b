"""What is closed stays with those who may read it: whoever wrote it down, whatever has come of it, whoever has left."""

import uuid
from datetime import date, timedelta

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from distrikt.mail import NoLonger, Occasion
from distrikt.organisation.models import Assignment
from distrikt.organisation.roles import Role
from distrikt.utskick.actions import request_job
from distrikt.utskick.models import Job
from plan.uppgifter.models import Task
from tests.styrelse.meetings import NOW, adjust, decide, hand_over, item_of, make_meeting
from traffar.concerned import concerned_by
from traffar.styrelse.actions import adjusting, at_the_table, calling, circulating, closing, preparing
from traffar.styrelse.actions.at_the_table import NotNow
from traffar.styrelse.emails import KINDS
from traffar.styrelse.models import AgendaItem, AgendaRequest, Attachment, BoardMeeting, CircularDecision, Presence

SECRET = "Styrelsen beslutar att säga upp avtalet."
# What every page says of it that says it at all.
SAID = "upp avtalet"
LAST_DAY = date(2026, 9, 1)


def close_item(item: AgendaItem) -> AgendaItem:
    AgendaItem.objects.filter(pk=item.pk).update(is_confidential=True)
    item.refresh_from_db()
    return item


def leave(person) -> None:
    Assignment.objects.filter(user=person).update(ends_on=LAST_DAY)


def co_opt(board, meeting, person, **fields) -> Presence:
    presence = Presence(meeting=meeting, person=person, name=str(person), **fields)
    return preparing.co_opt(presence=presence, by=board.chair.pk)


def opens(client, paper: Attachment) -> int:
    """The status of the page that gives the file."""
    answer = client.get(f"/styrelsen/handling/{paper.pk}/")
    b"".join(answer)
    return int(answer.status_code)


class TestTasks:
    def test_an_ombudsman_who_kept_the_minutes_sees_no_closed_task_afterwards(self, board, held, log_in):
        presence = co_opt(board, held, board.ombudsman)
        at_the_table.set_present(presence=presence, is_present=True, by=board.chair.pk)
        at_the_table.give_duty(presence=presence, duty=Presence.Duty.SECRETARY, by=board.chair.pk)
        decide(board, close_item(item_of(held, "report")), SECRET, responsible=board.sara)
        closing.close_meeting(meeting=held, at=NOW, by=board.ombudsman.pk)
        assert SAID not in log_in("ombudsman").get("/uppgifter/?visa=begarda").text

    def test_nor_does_a_secretary_who_has_left(self, board, held, log_in):
        decide(board, close_item(item_of(held, "report")), SECRET, responsible=board.sara)
        closing.close_meeting(meeting=held, at=NOW, by=board.secretary.pk)
        assert SAID in log_in("secretary").get("/uppgifter/?visa=begarda").text
        Assignment.objects.filter(user=board.secretary).update(role=Role.MEMBER, body=board.bodies["sundsvall"])
        assert SAID not in log_in("secretary").get("/uppgifter/?visa=begarda").text
        assert not Task.objects.visible_to(board.viewer("secretary")).exists()


class TestAnItemClosedLater:
    @pytest.fixture
    def put_off(self, board, held) -> AgendaItem:
        """An open item with a decision and a paper, that waits for the next meeting."""
        item = item_of(held, "report")
        decide(board, item, SECRET, responsible=board.sara)
        Attachment.objects.create(meeting=held, item=item, title="Avtalet", sha256="0" * 64)
        at_the_table.set_outcome(item=item, outcome=AgendaItem.Outcome.TABLED, by=board.secretary.pk)
        closing.close_meeting(meeting=held, at=NOW, by=board.secretary.pk)
        item.refresh_from_db()
        return item

    def save(self, board, item: AgendaItem, *, is_confidential: bool) -> None:
        item.is_confidential = is_confidential
        by = board.secretary.pk
        preparing.edit_item(item=item, version=item.version, fields=["is_confidential"], at=NOW, by=by)
        item.refresh_from_db()

    def test_its_task_and_what_waits_follow(self, board, put_off, log_in):
        self.save(board, put_off, is_confidential=True)
        ombudsman = board.viewer("ombudsman")
        assert SAID not in log_in("ombudsman").get("/uppgifter/?visa=andras").text
        assert not AgendaRequest.objects.visible_to(ombudsman).exists()
        assert AgendaRequest.objects.visible_to(board.viewer("chair")).exists()
        self.save(board, put_off, is_confidential=False)
        assert SAID in log_in("ombudsman").get("/uppgifter/?visa=andras").text

    def test_so_do_the_items_taken_up_from_it_and_what_was_decided_there(self, board, put_off):
        later = make_meeting(board, NOW + timedelta(days=40))
        taken = preparing.take_up(request=AgendaRequest.objects.get(), meeting=later, by=board.chair.pk)
        again = AgendaItem.objects.create(meeting=later, position=90, title="Igen", source_kind="item")
        AgendaItem.objects.filter(pk=again.pk).update(source_id=taken.pk)
        self.save(board, put_off, is_confidential=True)
        closed = AgendaItem.objects.filter(is_confidential=True).values_list("pk", flat=True)
        assert set(closed) == {put_off.pk, taken.pk, again.pk}

    def test_a_pdf_that_was_made_before_is_gone(self, board, put_off, django_capture_on_commit_callbacks):
        for kind in ("minutes_open", "minutes_whole"):
            request_job(kind=kind, object_id=put_off.meeting_id, by=board.ombudsman.pk, at=NOW, content_hash="a")
        with django_capture_on_commit_callbacks(execute=True):
            self.save(board, put_off, is_confidential=True)
        assert list(Job.objects.values_list("kind", flat=True)) == ["minutes_whole"]

    def test_a_decision_takes_it_from_the_item_as_it_is(self, board, held):
        stale = item_of(held, "report")
        AgendaItem.objects.filter(pk=stale.pk).update(is_confidential=True)
        assert decide(board, stale, SECRET).is_confidential


class TestPapers:
    @pytest.fixture(autouse=True)
    def media(self, settings, tmp_path):
        settings.MEDIA_ROOT = tmp_path

    def test_a_signed_page_is_for_those_who_read_the_whole_minutes(self, board, held, log_in):
        co_opt(board, held, board.ange)
        close_item(item_of(held, "report"))
        hand_over(board, held)
        page = Attachment(
            meeting=held, kind="signed", title="Sida", sha256="0" * 64, file=ContentFile(b"%PDF-", "a.pdf")
        )
        adjusting.upload_paper(paper=page, by=board.chair.pk)
        names = ("ange", "ombudsman", "auditor", "sara", "tove")
        got = {name: opens(log_in(name), page) for name in names}
        assert got == {"ange": 404, "ombudsman": 404, "auditor": 404, "sara": 200, "tove": 200}

    def test_an_auditor_who_is_co_opted_reads_closed_items_when_they_are_adjusted(self, board, held):
        co_opt(board, held, board.auditor)
        item = close_item(item_of(held, "report"))
        auditor = board.viewer("auditor")
        assert not AgendaItem.objects.visible_to(auditor).filter(pk=item.pk).exists()
        assert not BoardMeeting.objects.whole_minutes_for(auditor).exists()
        adjust(board, held)
        assert AgendaItem.objects.visible_to(auditor).filter(pk=item.pk).exists()
        assert BoardMeeting.objects.whole_minutes_for(auditor).exists()


class TestWhoHasLeft:
    def test_sees_no_meeting_to_come(self, board, meeting, log_in):
        client = log_in("sara")
        assert client.get(f"/styrelsen/{meeting.pk}/").status_code == 200
        leave(board.sara)
        assert client.get(f"/styrelsen/{meeting.pk}/").status_code == 404
        assert client.post(f"/styrelsen/{meeting.pk}/svar/", {"svar": "kommer"}).status_code == 404
        assert board.sara.pk not in concerned_by([meeting.pk], NOW.date())[meeting.pk]

    def test_sees_those_that_they_were_at(self, board, held, log_in):
        leave(board.sara)
        assert log_in("sara").get(f"/styrelsen/{held.pk}/").status_code == 200

    def test_who_is_elected_for_a_later_day_sees_what_they_are_called_to(self, board, log_in):
        seat = Assignment.objects.get(user=board.sara, role=Role.BOARD_MEMBER)
        seat.starts_on = NOW.date() + timedelta(days=20)
        seat.save()
        meeting = make_meeting(board, NOW + timedelta(days=30))
        assert meeting.presences.filter(person=board.sara).exists()
        assert log_in("sara").get(f"/styrelsen/{meeting.pk}/").status_code == 200

    def test_gets_no_call(self, board, meeting):
        calling.call_meeting(meeting=meeting, is_late=False, at=NOW, by=board.chair.pk)
        person, email = board.sara.pk, board.sara.email
        occasion = Occasion(person_id=person, email=email, object_id=meeting.pk, at=NOW, occurrence="", payload={})
        assert KINDS["meeting_call"].compose(occasion)
        leave(board.sara)
        with pytest.raises(NoLonger, match="inte längre kallad"):
            KINDS["meeting_call"].compose(occasion)

    def test_neither_sees_nor_answers_a_question_per_capsulam(self, board, log_in):
        circular = circulating.ask(
            circular=CircularDecision(
                body=board.bodies["distriktsstyrelsen"], title="Avtalet", text=SECRET,
                closes_at=NOW + timedelta(days=7), submission=uuid.uuid4(),
            ),
            commitments=(),
            at=timezone.now(),
        )  # fmt: skip
        leave(board.sara)
        client, address = log_in("sara"), f"/styrelsen/per-capsulam/{circular.pk}/"
        assert client.get(address).status_code == 404
        assert client.post(f"{address}svar/", {"consents": "ja", "vote": "yes"}).status_code == 404
        with pytest.raises(NotNow, match="rösträtt"):
            circulating.answer(circular=circular, person=board.sara.pk, consents=True, vote="yes", at=NOW)
        assert circular.answers.get(person=board.sara).vote == ""
