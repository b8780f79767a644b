"""A meeting that was held without the program, entered afterwards."""

import uuid
from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document
from pytest_django.asserts import assertContains, assertNotContains

from plan.models import Area, Commitment, CommitmentCounts, Contribution, YearPlan
from plan.uppgifter.models import Task
from tests.styrelse.meetings import NOW, adjust, decide, hold_meeting, item_of, make_meeting
from tests.styrelse.test_adjusting import pdf_file
from traffar.models import Activity
from traffar.styrelse.actions.at_the_table import NotNow
from traffar.styrelse.actions.entering import Entered, enter_meeting
from traffar.styrelse.minutes import content_hash, decision_reference, minutes_of
from traffar.styrelse.models import AgendaItem, Attachment, BoardMeeting, Decision

pytestmark = pytest.mark.django_db
DAY = "2026-03-14"


@pytest.fixture
def page(board) -> str:
    return f"/styrelsen/infor/?organ={board.bodies['distriktsstyrelsen'].pk}&dag={DAY}"


@pytest.fixture
def typed(board) -> dict[str, object]:
    return {
        "submission": str(uuid.uuid4()), "number": "1", "starts": "18:30", "place": "Navet",
        "present": [board.chair.pk, board.secretary.pk, board.sara.pk], "others": "Gästen Gran\nBo Ek, ledamot",
        "chair": board.chair.pk, "secretary": board.secretary.pk, "first_paragraph": "1", "last_paragraph": "9",
        "beslut-TOTAL_FORMS": "3", "beslut-INITIAL_FORMS": "0",
        "beslut-0-paragraph": "4", "beslut-0-title": "Banderoll", "beslut-0-text": "Vi köper en.",
        "beslut-0-responsible": board.sara.pk, "beslut-0-due_on": "2026-05-01", "beslut-0-amount": "900",
        "beslut-1-paragraph": "7", "beslut-1-text": "Vi åker till Ånge.",
    }  # fmt: skip


def docx_file(name: str = "protokoll.docx") -> SimpleUploadedFile:
    content = BytesIO()
    document = Document()
    document.core_properties.author = "Sara Lind"
    document.add_paragraph("§ 1 Mötets öppnande")
    document.save(content)
    return SimpleUploadedFile(name, content.getvalue())


def counted_commitment() -> Commitment:
    plan = YearPlan.objects.create(
        year=2026, title="Plan", starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31), status="adopted",
        adopted_on=date(2026, 1, 1), decision="§ 1",
    )  # fmt: skip
    area = Area.objects.create(plan=plan, position=1, number=1, heading="Styrelsen", slug="styrelsen")
    commitment = Commitment.objects.create(
        plan=plan, area=area, position=1, number="1.1", text="Minst åtta möten.", kind="countable",
        target=8, operator=">=",
    )  # fmt: skip
    CommitmentCounts.objects.create(commitment=commitment, source_kind="activity", value="board_meeting")
    return commitment


class TestEntering:
    def test_first_the_day(self, board, log_in, page):
        client = log_in("ombudsman")
        assertContains(client.get("/styrelsen/infor/"), "Vilken dag?")
        for day, why in (("2031-01-01", "inte varit än"), ("1019-03-14", "före 1990"), ("x", "Skriv dagen")):
            assertContains(client.get(page.replace(DAY, day)), why)
        form = client.get(page)
        assertContains(form, "Sara Lind, ledamot")
        assertContains(form, "checked", count=7)

    def test_it_counts_and_its_decisions_are_tasks(self, board, log_in, page, typed):
        commitment = counted_commitment()
        client = log_in("secretary")
        for _ in range(2):
            answer = client.post(page, {**typed, "file": docx_file()})
        meeting = BoardMeeting.objects.with_activity().get()
        assert answer.url == f"/styrelsen/{meeting.pk}/protokoll/"
        assert (meeting.status, meeting.is_entered_afterwards, str(meeting.held_on)) == ("draft", True, DAY)
        activity = Activity.objects.get()
        assert activity.is_held
        assert activity.headcount == 5
        assert list(Contribution.objects.values_list("commitment", "state")) == [(commitment.pk, "done")]
        assert list(AgendaItem.objects.in_order().values_list("paragraph", flat=True)) == list(range(1, 10))
        first, second = Decision.objects.order_by("item__paragraph")
        assert (decision_reference(first), first.amount, first.responsible) == ("§ 4/2026", 900, board.sara)
        assert second.item.title == "Vi åker till Ånge."
        assert Task.objects.get().title == "Vi köper en."
        assert dict(meeting.presences.filter(is_present=True).values_list("name", "standing"))["Bo Ek"] == "member"
        with Attachment.objects.get().file.open() as stored:
            assert not Document(stored).core_properties.author

    def test_a_planned_meeting_is_entered_in_its_place(self, board, meeting, log_in, typed):
        page = f"/styrelsen/infor/?organ={meeting.body_id}&dag=2026-09-15"
        Activity.objects.update(starts_at="2026-09-15T06:00Z", ends_at="2026-09-15T08:00Z")
        client = log_in("secretary")
        assertContains(client.get(page), "Mötet finns i programmet som möte 1/2026")
        for _ in range(2):
            client.post(page, {**typed, "planned": meeting.pk})
        entered = BoardMeeting.objects.with_activity().get()
        assert entered.is_entered_afterwards
        assert entered.activity.is_held
        assert entered.items.count() == 9

    def test_papers_of_a_planned_meeting_stay_with_it(self, board, clock, log_in, page, typed):
        meeting = make_meeting(board, datetime(2026, 3, 14, 17, tzinfo=UTC))
        paper = Attachment.objects.create(
            meeting=meeting, item=item_of(meeting, "report"), title="Budget", sha256="0",
            file=ContentFile(b"%PDF-", "a.pdf"),
        )  # fmt: skip
        log_in("secretary").post(page, {**typed, "planned": meeting.pk})
        paper.refresh_from_db()
        assert (paper.meeting_id, paper.item) == (meeting.pk, None)

    def test_one_that_somebody_has_opened_meanwhile_is_left_alone(self, board, meeting):
        hold_meeting(board, meeting)
        decide(board, item_of(meeting, "report"))
        starts_at = meeting.activity.starts_at
        entered = Entered(
            body=meeting.body, starts_at=starts_at, ends_at=starts_at, number=1, place="",
            present=frozenset([board.chair.pk]), submission=uuid.uuid4(), planned=meeting,
        )  # fmt: skip
        with pytest.raises(NotNow):
            enter_meeting(entered=entered, at=NOW, by=board.chair.pk)
        assert Decision.objects.exists()

    def test_it_cannot_be_opened_again(self, log_in, page, typed):
        client = log_in("secretary")
        client.post(page, typed)
        meeting = BoardMeeting.objects.get()
        assertNotContains(client.get(f"/styrelsen/{meeting.pk}/motet/"), "Öppna mötet igen")
        client.post(f"/styrelsen/{meeting.pk}/motet/oppna-igen/")
        meeting.refresh_from_db()
        assert meeting.status == "draft"
        assert meeting.items.filter(paragraph=9).exists()

    def test_more_rows_keep_what_was_typed(self, log_in, page, typed):
        answer = log_in("chair").post(page, {**typed, "more": "1"})
        assertContains(answer, "Beslut 8")
        assertContains(answer, "Vi köper en.")
        assert not BoardMeeting.objects.exists()

    def test_without_paragraphs_it_refers_to_the_meeting(self, log_in, page, typed):
        plain = {
            **typed,
            "first_paragraph": "",
            "last_paragraph": "",
            "beslut-0-paragraph": "",
            "beslut-1-paragraph": "",
        }
        client = log_in("chair")
        client.post(page, plain)
        assert {decision_reference(row) for row in Decision.objects.select_related("item")} == {"möte 1/2026"}
        decision = Decision.objects.get(responsible__isnull=False)
        done = {"state": "done", "done_on": "2026-09-14", "note": "", "version": decision.version}
        client.post(f"/styrelsen/beslut/{decision.pk}/", {**done, "responsible": decision.responsible_id})
        assert Decision.objects.get(pk=decision.pk).state == Task.objects.get().state == "done"

    @pytest.mark.parametrize(
        ("changed", "why"),
        [
            ({"number": ""}, "Skriv mötets nummer"),
            ({"number": "fyra"}, "Skriv en siffra"),
            ({"starts": "25:00"}, "Skriv tiden som 18:00"),
            ({"present": [], "others": ""}, "Kryssa för minst en"),
            ({"present": ["999999"]}, "999999"),
            ({"others": ", ledamot"}, "går inte att läsa"),
            ({"first_paragraph": ""}, "både första och sista"),
            ({"last_paragraph": "0"}, "inte vara mindre än 1"),
            ({"first_paragraph": "9", "last_paragraph": "3"}, "ska komma efter den första"),
            ({"beslut-0-paragraph": "12"}, "Protokollet har §§ 1–9"),
            ({"beslut-0-text": ""}, "Skriv vad som beslutades"),
            ({"beslut-0-due_on": "igår"}, "giltigt datum"),
            ({"beslut-0-amount": "-1"}, "inte vara mindre än 0"),
            ({"beslut-0-responsible": "999999"}, "Välj någon i listan"),
            ({"secretary": ""}, ""),
            ({"file": SimpleUploadedFile("a.jpg", b"\xff\xd8\xff")}, "Välj PDF eller Word (docx)"),
            ({"file": SimpleUploadedFile("a.docx", b"PK\x03\x04 inget")}, "går inte att läsa"),
            ({"file": SimpleUploadedFile("a.pdf", b"")}, "Filen är tom"),
        ],
    )
    def test_what_cannot_be(self, log_in, page, typed, changed, why):
        answer = log_in("chair").post(page, {**typed, **changed})
        if why:
            assertContains(answer, why)
            assertContains(answer, "Vi åker till Ånge.")
        assert BoardMeeting.objects.exists() is (not why)
        assert Activity.objects.exists() is (not why)

    def test_a_number_and_paragraphs_that_are_taken(self, board, meeting, log_in, page, typed):
        hold_meeting(board, meeting)
        adjust(board, meeting)
        client = log_in("chair")
        assertContains(client.post(page, typed), "Möte 1/2026 finns redan")
        assertContains(client.post(page, {**typed, "number": "2"}), "har redan någon av paragraferna")
        assert BoardMeeting.objects.count() == Activity.objects.count() == 1

    def test_an_hour_that_does_not_exist(self, log_in, page, typed):
        answer = log_in("chair").post(page.replace(DAY, "2026-03-29"), {**typed, "starts": "02:30"})
        assertContains(answer, "klockan ställdes fram")


class TestConfirming:
    @pytest.fixture
    def enter(self, board, page, typed, client):
        def enter(name: str) -> BoardMeeting:
            client.force_login(board.people[name])
            client.post(page, typed)
            return BoardMeeting.objects.with_activity().get()

        return enter

    @pytest.mark.parametrize(("entered_by", "confirmed_by"), [("secretary", "chair"), ("chair", "secretary")])
    def test_somebody_else_confirms_it(self, enter, as_person, entered_by, confirmed_by):
        meeting = enter(entered_by)
        address = f"/styrelsen/{meeting.pk}/protokoll/"
        client = as_person(entered_by)
        assertContains(client.get(address), "väntar på att bekräftas")
        client.post(f"{address}underskrift/", {"file": pdf_file(), "submission": str(uuid.uuid4())})
        read = {"read": content_hash(minutes_of(meeting))}
        assert client.post(f"{address}bekrafta/", read).status_code == 403
        client = as_person(confirmed_by)
        assertContains(client.get(f"{address}underskrift/"), "Är filen det protokoll som har justerats?")
        assert client.post(f"{address}till-justering/", follow=True).status_code == 200
        client.post(f"{address}bekrafta/", read)
        stored = BoardMeeting.objects.get()
        assert stored.is_adjusted
        assertContains(client.get(address), "bekräftade det uppladdade protokollet 15 september 2026")

    def test_not_without_the_minutes(self, enter, as_person):
        meeting = enter("secretary")
        read = {"read": content_hash(minutes_of(meeting))}
        answer = as_person("chair").post(f"/styrelsen/{meeting.pk}/protokoll/bekrafta/", read, follow=True)
        assertContains(answer, "Ladda upp det justerade protokollet först")
