"""The minutes as one reads them: on the page, as a PDF, as a .docx."""

import resource
from dataclasses import replace
from io import BytesIO

import pytest
from django.utils import timezone
from docx import Document
from pypdf import PdfReader
from pytest_django.asserts import assertContains, assertNotContains

from distrikt.typeset import make_pdf
from distrikt.utskick.actions import run_due_jobs
from distrikt.utskick.models import Job
from plan.uppgifter.models import Task
from tests.berattelse.test_pdf import tags
from tests.styrelse.meetings import (
    NOW,
    adjust,
    adjust_at_once,
    decide,
    hand_over,
    hold_meeting,
    item_of,
    presence_of,
    write_many,
)
from traffar.styrelse import locks
from traffar.styrelse.actions import adjusting_at_once, at_the_table, preparing
from traffar.styrelse.minutes import minutes_of
from traffar.styrelse.models import AgendaItem, BoardMeeting, Presence, Proposal, Reservation
from traffar.styrelse.pdf import attendance_document, make_minutes_pdf, minutes_document
from traffar.styrelse.reading import sheet_of
from traffar.styrelse.sheet import make_sheet
from traffar.styrelse.word import minutes_docx

pytestmark = pytest.mark.django_db


@pytest.fixture
def rich(board, meeting) -> BoardMeeting:
    """A meeting with something of everything."""
    hold_meeting(board, meeting, present=("chair", "secretary", "sara", "ulf"))
    by = board.secretary.pk
    report, other = item_of(meeting, "report"), item_of(meeting, "other")
    preparing.co_opt(presence=Presence(meeting=meeting, name="Gästen Gran", is_present=True), by=by)
    preparing.answer_call(presence=presence_of(meeting, board.tove), answer="apology", at=NOW)
    Presence.objects.filter(person=board.tove).update(answer="apology")
    at_the_table.come_or_go(presence=presence_of(meeting, board.omar), item=report, by=by)
    at_the_table.recuse(presence=presence_of(meeting, board.sara), item=report, by=by)
    AgendaItem.objects.filter(pk=report.pk).update(text="Robin **berättar** om hösten.\n\n- ett\n- två")
    Proposal.objects.create(item=report, name="Omar Haddad", text="Avslag.", is_carried=False)
    decide(
        board, report, method="count", votes_for=3, votes_against=1, votes_abstained=0,
        responsible=board.sara, due_on=NOW.date(), amount=12500,
    )  # fmt: skip
    Reservation.objects.create(item=report, name="Omar Haddad", text="Det är för dyrt.")
    AgendaItem.objects.filter(pk=other.pk).update(is_confidential=True, text="En personalfråga.", outcome="tabled")
    adjust_at_once(board, report)
    return meeting


def address(meeting: BoardMeeting, rest: str = "") -> str:
    return f"/styrelsen/{meeting.pk}/protokoll/{rest}"


WORDS = (
    *("Protokoll 1/2026", "Distriktsstyrelsen", "29 september 2026", "Kansliet, Sundsvall"),
    *("Maria Norberg", "mötesordförande", "Ulf Berg", "tjänstgjorde", "Gästen Gran", "adjungerad", "Tove Ek"),
    *("Har anmält förhinder", "Omar Haddad ankommer.", "Sara Lind anmäler jäv", "berättar", "avslogs", "Avslag."),
    *("köpa en banderoll", "Rösträkning: 3 ja, 1 nej.", "Ansvarig Sara Lind", "klart senast 15 september 2026"),
    *("12\xa0500\xa0kr", "Reservation: Omar Haddad", "Det är för dyrt.", "Ärendet bordlades.", "§§ 1–12"),
)


class TestPage:
    def test_all_formal_parts(self, board, rich, log_in):
        hand_over(board, rich)
        page = log_in("secretary").get(address(rich))
        for words in (*WORDS, "EJ JUSTERAT", "Omedelbart justerad av", "En personalfråga."):
            assertContains(page, words)

    def test_the_ombudsman_reads_no_confidential_item(self, board, rich, log_in):
        hand_over(board, rich)
        for rest in ("", "docx/"):
            content = log_in("ombudsman").get(address(rich, rest))
            text = docx_text(content.content) if rest else content.content.decode()
            assert "Sluten punkt" in text
            assert "personalfråga" not in text
            assert "Övriga frågor" not in text

    def test_a_confidential_item_is_marked_where_it_is_read(self, board, rich, log_in):
        hand_over(board, rich)
        badge = '<span class="badge">sluten punkt</span>'
        assertContains(log_in("secretary").get(address(rich)), badge, 1)
        assertNotContains(log_in("ombudsman").get(address(rich)), badge)

    def test_numbers_before_the_meeting_is_closed(self, rich, log_in):
        assertContains(log_in("secretary").get(address(rich)), "§ 1")

    def test_before_the_meeting_it_says_so(self, board, meeting, log_in):
        assertContains(log_in("chair").get(address(meeting)), "Inget protokoll än")
        assert log_in("chair").get(address(meeting, "docx/")).status_code == 404

    def test_adjusted_it_has_a_code_that_can_be_checked(self, board, rich, log_in):
        adjusted = adjust(board, rich)
        client = log_in("auditor")
        page = client.get(address(rich))
        assertContains(page, adjusted.code)
        assertContains(page, "Godkänt i programmet 2026-09-15 kl.\xa012.00")
        assertNotContains(page, "EJ JUSTERAT")
        assertContains(client.get(address(rich) + "?kontrollera=1"), "Innehållet stämmer med koden")

    def test_a_code_that_does_not_agree_is_told(self, board, rich, log_in):
        adjust(board, rich)
        locks.drop_locks()
        AgendaItem.objects.filter(meeting=rich, position=1).update(text="Ändrat efteråt.")
        locks.make_locks()
        assertContains(log_in("chair").get(address(rich) + "?kontrollera=1"), "stämmer inte med koden")

    def test_auditors_see_only_what_is_adjusted(self, board, rich, log_in):
        client = log_in("auditor")
        assert client.get(address(rich)).status_code == 404
        adjust(board, rich)
        assertContains(client.get(address(rich)), "En personalfråga.")

    def test_queries_do_not_grow(self, board, meeting, log_in, django_assert_max_num_queries):
        hold_meeting(board, meeting)
        client = log_in("secretary")
        item = item_of(meeting, "report")
        decide(board, item)
        adjusting_at_once.ask_to_adjust_at_once(item=item, at=NOW, by=board.secretary.pk)
        with django_assert_max_num_queries(17) as few:
            client.get(address(meeting))
        write_many(board, meeting, 150)
        with django_assert_max_num_queries(17) as many:
            client.get(address(meeting))
        assert len(few) == len(many)
        adjust_at_once(board, item)
        hand_over(board, meeting)
        with django_assert_max_num_queries(18):
            client.get(address(meeting))


class TestComingAndGoing:
    @pytest.fixture
    def moved(self, board, held) -> BoardMeeting:
        """Omar is away at §§ 4–5, Tove comes at § 3 and leaves at § 4; the others stay."""
        items, by = list(held.items.in_order()), board.secretary.pk
        for person, place in ((board.tove, 3), (board.omar, 4), (board.tove, 4), (board.omar, 6)):
            at_the_table.come_or_go(presence=presence_of(held, person), item=items[place - 1], by=by)
        return held

    def test_who_was_not_there_all_the_time_has_the_paragraphs_beside_the_name(self, board, moved):
        sheet = sheet_of(hand_over(board, moved), whole=True)
        notes = {person.name: person.note for group in sheet.groups for person in group.people}
        assert notes["Omar Haddad"] == "§§ 1–3, 6–12"
        assert notes["Tove Ek"] == "§ 3"
        assert notes["Maria Norberg"] == "mötesordförande"
        assert notes["Sara Lind"] == ""
        assert "§§ 1–3, 6–12" in minutes_document(sheet)
        assert "§§ 1–3, 6–12" in docx_text(minutes_docx(sheet))

    def test_who_comes_back_does_not_come_for_the_first_time(self, board, moved, log_in):
        meeting = hand_over(board, moved)
        sheet = sheet_of(meeting, whole=True)
        for text in (minutes_document(sheet), docx_text(minutes_docx(sheet))):
            for words in ("Tove Ek ankommer.", "Omar Haddad och Tove Ek lämnar mötet.", "Omar Haddad återkommer."):
                assert words in text
            assert "Omar Haddad ankommer." not in text
        assertContains(log_in("secretary").get(address(meeting)), "Omar Haddad återkommer.")

    def test_the_same_paragraph_is_another_where_nobody_had_left(self, board, moved):
        """What is drawn once is not drawn for others."""
        minutes = minutes_of(hand_over(board, moved))
        stayed = tuple(replace(row, leaves=()) for row in minutes.paragraphs)
        said = [
            [words for row in make_sheet(moved, told).paragraphs for words in row.movements]
            for told in (minutes, replace(minutes, paragraphs=stayed), minutes)
        ]
        assert "Omar Haddad återkommer." in said[0]
        assert "Omar Haddad ankommer." in said[1]
        assert said[2] == said[0]

    def test_nothing_of_it_before_the_paragraphs_have_numbers(self, moved):
        sheet = sheet_of(moved, whole=True)
        assert not any("§" in person.note for group in sheet.groups for person in group.people)

    def test_nobody_learns_who_left_at_a_closed_item(self, board, moved):
        AgendaItem.objects.filter(meeting=moved, position=4).update(is_confidential=True)
        sheet = sheet_of(hand_over(board, moved), whole=False)
        assert not any("§" in person.note for group in sheet.groups for person in group.people)

    def test_of_two_with_one_name_nobody_is_told_apart(self, board, moved):
        Presence.objects.filter(meeting=moved, person=board.sara).update(name="Omar Haddad")
        sheet = sheet_of(hand_over(board, moved), whole=True)
        assert not any("§" in person.note for person in sheet.groups[0].people if person.name == "Omar Haddad")
        assert "Omar Haddad återkommer." not in minutes_document(sheet)


def docx_text(content: bytes) -> str:
    document = Document(BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in document.paragraphs] + cells)


class TestDocx:
    def test_the_same_content(self, board, rich, log_in):
        hand_over(board, rich)
        answer = log_in("chair").get(address(rich, "docx/"))
        assert answer["Content-Disposition"].endswith('protokoll-distriktsstyrelsen-1-2026-ej-justerat.docx"')
        text = docx_text(answer.content)
        for words in WORDS:
            assert words in text, words
        document = Document(BytesIO(answer.content))
        assert "EJ JUSTERAT" in document.sections[0].header.paragraphs[0].text
        headings = [row.text for row in document.paragraphs if row.style.name == "Heading 2"]
        assert "§ 7 Ombudsmannens rapport" in headings
        assert document.core_properties.author == "Distriktsstyrelsen"

    def test_lists_tables_and_marks(self, board, rich):
        table = "| a | b |\n|---|---|\n| c | d |"
        parts = ["# Rubrik", "En *rad*\nmed **fet** text", "1. ett\n2. två", "> citat", table, "slut"]
        AgendaItem.objects.filter(meeting=rich, kind="next").update(text="\n\n".join(parts))
        document = Document(BytesIO(minutes_docx(sheet_of(rich, whole=True))))
        styles = {row.text: row.style.name for row in document.paragraphs}
        assert styles["ett"] == "List Number"
        assert styles["citat"].strip() == "Quote"
        assert styles["Rubrik"] == "Heading 3"
        assert styles["slut"] == "Normal"
        assert [[cell.text for cell in row.cells] for row in document.tables[-1].rows] == [["a", "b"], ["c", "d"]]

    def test_adjusted_it_carries_the_code(self, board, rich, log_in):
        adjusted = adjust(board, rich)
        document = Document(BytesIO(log_in("chair").get(address(rich, "docx/")).content))
        assert adjusted.code in document.sections[0].header.paragraphs[0].text


def seconds_of_children() -> float:
    """Of the processor, so that others on the machine do not count."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def pages(pdf: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]


@pytest.mark.pdf
class TestPdf:
    def test_it_is_accessible_and_has_all_parts(self, board, rich):
        meeting = hand_over(board, rich)
        pdf = make_minutes_pdf(minutes_document(sheet_of(meeting, whole=True)))
        reader = PdfReader(BytesIO(pdf))
        root = reader.trailer["/Root"]
        assert root["/Lang"] == "sv"
        assert root["/MarkInfo"]["/Marked"]
        assert reader.metadata.title == "Protokoll 1/2026, Distriktsstyrelsen – EJ JUSTERAT"
        assert {"/H1", "/H2", "/H3", "/Table", "/TH", "/TD"} <= {tag["/S"] for tag in tags(reader)}
        assert "Ombudsmannens rapport" in str(reader.outline)
        text = " ".join("\n".join(pages(pdf)).split())
        for words in WORDS:
            assert words.replace("\xa0", " ") in text.replace("\xa0", " "), words
        assert all("EJ JUSTERAT" in page for page in pages(pdf))

    def test_the_code_stands_on_every_page(self, board, rich):
        write_many(board, rich, 40)
        meeting = adjust(board, rich)
        found = pages(make_minutes_pdf(minutes_document(sheet_of(meeting, whole=True))))
        assert len(found) > 3
        assert all(meeting.code in page and f"Sida {number} av" in page for number, page in enumerate(found, start=1))

    @pytest.mark.parametrize("lines", [4, 31])
    def test_nobody_signs_a_page_without_text(self, board, held, lines):
        """Lengths at which the signatures go to the next page."""
        for kind, text in (("next", "\n\n".join(["Föredras."] * lines)), ("closing", "Mötet avslutas.")):
            AgendaItem.objects.filter(pk=item_of(held, kind).pk).update(text=text)
        found = pages(make_minutes_pdf(minutes_document(sheet_of(hand_over(board, held), whole=True))))
        [signed] = [page for page in found if "Underskrifter" in page]
        assert "Mötet avslutas." in signed

    def test_a_hundred_and_fifty_items_in_ten_seconds(self, board, meeting):
        hold_meeting(board, meeting)
        write_many(board, meeting, 150)
        document = minutes_document(sheet_of(meeting, whole=True))
        before = seconds_of_children()
        make_minutes_pdf(document)
        assert seconds_of_children() - before < 10

    def test_it_is_made_as_a_job_once_for_each_who_may_read_as_much(self, board, rich, log_in):
        hand_over(board, rich)
        whole, again = (log_in("chair").post(address(rich, "pdf/")) for _ in range(2))
        less = log_in("ombudsman").post(address(rich, "pdf/"))
        assert whole.url == again.url != less.url
        run_due_jobs(clock=timezone.now)
        job = Job.objects.get(kind="minutes_whole")
        assert job.filename == "protokoll-distriktsstyrelsen-1-2026-ej-justerat.pdf"
        assert log_in("ombudsman").get(whole.url).status_code == 404
        with Job.objects.get(kind="minutes_open").result.open() as made:
            assert "personalfråga" not in "".join(pages(made.read()))

    def test_the_attendance_list(self, board, meeting, log_in):
        answer = log_in("secretary").get(f"/styrelsen/{meeting.pk}/narvarolista/")
        text = "".join(pages(answer.content))
        assert "Vilma Strand" in text
        assert "Underskrift" in text
        assert make_pdf(attendance_document(meeting, NOW.date()))


def test_a_decision_that_is_to_be_done_has_a_task(board, rich):
    hand_over(board, rich)
    assert Task.objects.get().title == "Köpa en banderoll."
