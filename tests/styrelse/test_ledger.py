"""The ledger of decisions: searched, filtered, followed up with its task, entered from before, taken along."""

import csv
import unicodedata
from datetime import date
from io import BytesIO, StringIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from plan.uppgifter.models import Task
from tests.cast import PASSWORD
from tests.plan.builders import make_commitment, make_plan
from tests.styrelse.meetings import NOW, adjust, decide, hold_meeting, item_of, make_meeting
from traffar.styrelse.actions import closing
from traffar.styrelse.actions.publishing import publish_minutes
from traffar.styrelse.minutes import content_hash
from traffar.styrelse.models import Decision
from traffar.styrelse.published import public_minutes

LIST = "/styrelsen/beslut/"


@pytest.fixture
def decided(board, meeting):
    """A closed meeting with a decision that Sara sees to."""
    hold_meeting(board, meeting)
    decision = decide(
        board,
        item_of(meeting, "matter"),
        "Styrelsen beslutar att köpa ÅTTA banderoller till årsmötet.",
        responsible=board.sara,
        due_on=date(2026, 9, 10),
        amount=3400,
    )
    closing.close_meeting(meeting=meeting, at=NOW, by=board.secretary.pk)
    return Decision.objects.with_origin().get(pk=decision.pk)


def enter(client, **changed):
    row = {"reference": "§12/2019", "decided_on": "2019-03-01", "text": "Styrelsen beslutar att sälja bilen."}
    data = {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "0"}
    data |= {f"form-0-{name}": value for name, value in {**row, **changed}.items()}
    data["form-0-submission"] = "7a3f0f9a-9b7e-4b43-8d8c-6f6b6d2c9a11"
    data["form-1-submission"] = "7a3f0f9a-9b7e-4b43-8d8c-6f6b6d2c9a12"
    return client.post(f"{LIST}fore-programmet/", data)


@pytest.mark.parametrize(
    "words", ["åtta", "ÅTTA BANDEROLLER", "årsmötet", unicodedata.normalize("NFD", "årsmötet"), "§ 9"]
)
def test_decision_list_finds_words_and_paragraphs(decided, log_in, words):
    assert "banderoller" in log_in("chair").get(LIST, {"visa": "alla", "q": words}).content.decode()


@pytest.mark.parametrize("words", ["kanot", "§ 1", "§ 9/2025", "99/2026"])
def test_decision_list_finds_nothing_else(decided, log_in, words):
    assert "banderoller" not in log_in("chair").get(LIST, {"visa": "alla", "q": words}).content.decode()


@pytest.mark.parametrize(
    ("tab", "is_there"), [("oppna", True), ("forsenade", True), ("genomforda", False), ("alla", True)]
)
def test_decision_list_by_how_they_go(decided, log_in, tab, is_there):
    page = log_in("chair").get(LIST, {"visa": tab}).content.decode()
    assert ("banderoller" in page, "3\xa0400\xa0kr" in page) == (is_there, is_there)


def test_decision_list_says_how_many_it_shows(decided, log_in, board, meeting):
    client = log_in("secretary")
    assert "Inga beslut visas" in client.get(f"{LIST}?q=finnsinte").content.decode()
    one = client.get(LIST).content.decode()
    assert "1 beslut visas" in one
    assert '<th scope="row" colspan="4">Summa</th>' in one
    Decision.objects.create(body=meeting.body, decided_on=NOW.date(), text="Mer.", reference="§ 1/2019", state="open")
    assert "Summa för alla 2 som visas" in client.get(LIST).content.decode()


def test_decision_list_costs_the_same_with_thirty(board, meeting, log_in):
    client, plan = log_in("chair"), make_plan()
    commitment = make_commitment(plan)
    hold_meeting(board, meeting)

    def add():
        decision = decide(board, item_of(meeting, "matter"), responsible=board.sara, due_on=date(2026, 10, 1))
        decision.commitments.add(commitment)

    def cost():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(LIST).status_code == 200
        return len(queries)

    add()
    few = cost()
    for _ in range(30):
        add()
    assert cost() == few <= 12


class TestWhoSees:
    def test_auditors_see_what_is_adjusted(self, board, meeting, log_in):
        hold_meeting(board, meeting)
        decide(board, item_of(meeting, "matter"))
        assert "banderoll" not in log_in("auditor").get(LIST, {"visa": "alla"}).content.decode()
        adjust(board, meeting)
        assert "banderoll" in log_in("auditor").get(LIST, {"visa": "alla"}).content.decode()

    def test_the_ombudsman_sees_no_confidential_one_nor_its_task(self, board, meeting, log_in):
        item = item_of(meeting, "matter")
        item.is_confidential = True
        item.save()
        hold_meeting(board, meeting)
        decision = decide(board, item, responsible=board.sara)
        closing.close_meeting(meeting=meeting, at=NOW, by=board.secretary.pk)
        client = log_in("ombudsman")
        assert client.get(f"{LIST}{decision.pk}/").status_code == 404
        assert "banderoll" not in client.get("/uppgifter/", {"visa": "andras"}).content.decode()
        assert "banderoll" in log_in("chair").get("/uppgifter/", {"visa": "andras"}).content.decode()

    def test_a_member_opens_none(self, decided, log_in):
        assert log_in("member").get(LIST).status_code == 403
        assert log_in("member").get(f"{LIST}{decided.pk}/").status_code == 404


class TestFollowUp:
    def done(self, decision, **changed):
        return {"state": "done", "done_on": "2026-09-30", "note": "Inköpta.", "version": decision.version, **changed}

    def test_decision_follow_up_finishes_the_task(self, decided, log_in, clock):
        clock.move_to(NOW.replace(month=10))
        log_in("chair").post(f"{LIST}{decided.pk}/", self.done(decided, responsible=decided.responsible_id))
        task = Task.objects.get(source_id=decided.pk)
        assert (task.state, task.note, task.done_on) == ("done", "Inköpta.", date(2026, 9, 30))

    def test_the_task_finishes_the_decision_and_opens_it_again(self, decided, board, log_in, clock):
        clock.move_to(NOW.replace(month=10))
        task, client = Task.objects.get(source_id=decided.pk), log_in("chair")
        finished = client.post(f"/uppgifter/{task.pk}/klar/", self.done(task))
        assert finished.status_code == 302
        decided.refresh_from_db()
        assert (decided.state, decided.note) == ("done", "Inköpta.")
        client.post(f"/uppgifter/{task.pk}/oppna/")
        decided.refresh_from_db()
        assert (decided.state, decided.done_on) == ("open", None)

    def test_what_is_locked_can_still_be_followed_up(self, board, meeting, log_in, clock):
        hold_meeting(board, meeting)
        decision = decide(board, item_of(meeting, "matter"), responsible=board.sara)
        adjust(board, meeting)
        clock.move_to(NOW.replace(month=10))
        answer = log_in("chair").post(f"{LIST}{decision.pk}/", self.done(decision, responsible=board.omar.pk))
        assert answer.status_code == 302
        decision.refresh_from_db()
        assert (decision.state, decision.responsible, decision.responsible_name) == ("done", board.omar, "Sara Lind")
        assert Task.objects.get(source_id=decision.pk).responsible == board.omar

    def test_dropped_needs_a_reason_and_keeps_what_was_typed(self, decided, log_in):
        said = {"state": "dropped", "note": "", "version": decided.version}
        page = log_in("chair").post(f"{LIST}{decided.pk}/", said).content.decode()
        assert "Skriv varför det inte genomförs" in page

    def test_somebody_else_was_first(self, decided, log_in, clock):
        clock.move_to(NOW.replace(month=10))
        Decision.objects.filter(pk=decided.pk).update(version=7, note="Halva lasset.")
        answer = log_in("chair").post(f"{LIST}{decided.pk}/", self.done(decided))
        assert answer.status_code == 409
        assert "Halva lasset." in answer.content.decode()

    def test_a_substitute_only_looks(self, decided, log_in):
        client = log_in("ulf")
        assert "Hur går det?" not in client.get(f"{LIST}{decided.pk}/").content.decode()
        assert client.post(f"{LIST}{decided.pk}/", self.done(decided)).status_code == 403


class TestEnter:
    def test_decision_enter_saves_all_with_tasks_and_once(self, board, log_in):
        client = log_in("secretary")
        for _ in range(2):
            assert enter(client, responsible=board.sara.pk, due_on="2026-12-01", amount="900").status_code == 302
        decision = Decision.objects.get()
        assert (decision.reference, decision.state, decision.amount) == ("§ 12/2019", "open", 900)
        assert Task.objects.get().responsible == board.sara

    def test_one_wrong_row_saves_nothing_and_loses_nothing(self, board, log_in):
        page = enter(log_in("secretary"), decided_on="2027-01-01").content.decode()
        assert not Decision.objects.exists()
        assert "Rad 1, beslutat – Dagen har inte varit än." in page
        assert "sälja bilen" in page

    def test_an_empty_table_says_so(self, board, log_in):
        page = enter(log_in("secretary"), reference="", decided_on="", text="").content.decode()
        assert "Skriv minst ett beslut" in page

    def test_more_rows_keep_what_is_typed(self, board, log_in):
        data = {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "0", "form-0-text": "Sälj bilen", "fler": "ja"}
        page = log_in("secretary").post(f"{LIST}fore-programmet/", data).content.decode()
        assert 'name="form-6-text"' in page
        assert "Sälj bilen" in page


class TestTakenAlong:
    def taken(self, client, kind):
        """For who has just logged in alone: the first time the program asks who it is."""
        address = f"{LIST}lista.{kind}?visa=alla"
        asked = client.get(address)
        assert "/konto/reauthenticate" in asked.url
        client.post(asked.url, {"password": PASSWORD})
        return client.get(address).content

    def test_decisions_csv_has_no_formulas(self, board, log_in):
        enter(log_in("secretary"), text="=HYPERLINK(1)")
        text = self.taken(log_in("chair"), "csv").decode("utf-8-sig")
        rows = list(csv.reader(StringIO(text), delimiter=";"))
        assert rows[1][:4] == ["§ 12/2019", "2019-03-01", "Distriktsstyrelsen", "'=HYPERLINK(1)"]

    def test_decisions_xlsx_is_a_workbook(self, decided, log_in):
        book = load_workbook(BytesIO(self.taken(log_in("chair"), "xlsx")))
        assert [row[0].value for row in book.active.rows] == ["Beteckning", "§ 9/2026"]


class TestReferences:
    def show(self, client, activity, text):
        activity.description = text
        activity.save(update_fields=["description"])
        return client.get(f"/traffar/{activity.pk}/").content.decode()

    def test_a_paragraph_in_a_text_leads_there(self, decided, meeting, log_in):
        page = self.show(log_in("chair"), meeting.activity, "Enligt § 9/2026 och § 99/2026.")
        assert f'<a href="/styrelsen/{meeting.pk}/protokoll/#p9">§ 9/2026</a> och § 99/2026.' in page

    def test_who_may_not_open_it_gets_no_link(self, decided, meeting, log_in):
        assert "#p9" not in self.show(log_in("sundsvall"), meeting.activity, "Enligt § 9/2026.")

    def test_a_member_is_led_to_what_is_published(self, board, meeting, log_in):
        other = make_meeting(board, NOW.replace(month=11))
        hold_meeting(board, meeting)
        meeting = adjust(board, meeting)
        assert "#p9" not in self.show(log_in("member"), other.activity, "Enligt § 9/2026.")
        publish_minutes(meeting=meeting, seen=content_hash(public_minutes(meeting)), at=NOW, by=board.chair.pk)
        page = self.show(log_in("member"), other.activity, "Enligt § 9/2026.")
        assert f'<a href="/styrelsen/publicerat/{meeting.pk}/#p9">' in page

    def test_of_several_the_search(self, decided, meeting, board, log_in):
        other = make_meeting(board, NOW)
        type(item_of(other, "matter")).objects.filter(pk=item_of(other, "matter").pk).update(paragraph=9, series="vu")
        page = self.show(log_in("chair"), meeting.activity, "Enligt § 9/2026.")
        assert "q=%C2%A7+9%2F2026" in page
        found = log_in("chair").get(f"{LIST}?visa=alla&q=§ 9/2026").content.decode()
        for place in (decided.item.meeting_id, other.pk):
            assert f'href="/styrelsen/{place}/protokoll/#p9"' in found

    def test_one_from_before_the_program(self, board, meeting, log_in):
        enter(log_in("secretary"))
        page = self.show(log_in("chair"), meeting.activity, "Se § 12/2019.")
        assert f'<a href="{LIST}{Decision.objects.get().pk}/">§ 12/2019</a>' in page


def test_a_commitment_shows_its_decisions(decided, log_in):
    commitment = make_commitment(make_plan())
    decided.commitments.add(commitment)
    address = f"/plan/{commitment.plan.year}/atagande/{commitment.number}/"
    assert "§ 9/2026" in log_in("chair").get(address).content.decode()
    assert "§ 9/2026" not in log_in("member").get(address).content.decode()
