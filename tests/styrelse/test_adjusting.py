"""From draft to locked: handed over, sent back, approved in the program or on paper."""

import uuid
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pytest_django.asserts import assertContains, assertNotContains

from distrikt.organisation.roles import Role
from tests.cast import PASSWORD
from tests.styrelse.meetings import NOW, adjust, adjust_at_once, decide, hand_over, hold_meeting, item_of, presence_of
from tests.styrelse.screen import shown, table
from traffar.models import Activity
from traffar.styrelse.actions import adjusting, at_the_table, closing, preparing
from traffar.styrelse.actions.at_the_table import NotNow
from traffar.styrelse.minutes import content_hash, minutes_of
from traffar.styrelse.models import Adjuster, AgendaItem, Attachment, BoardMeeting, MinutesComment, Presence

pytestmark = pytest.mark.django_db


@pytest.fixture
def closed(board, meeting) -> BoardMeeting:
    hold_meeting(board, meeting)
    decide(board, item_of(meeting, "report"))
    closing.close_meeting(meeting=meeting, at=NOW, by=board.secretary.pk)
    return BoardMeeting.objects.with_activity().get(pk=meeting.pk)


@pytest.fixture
def handed_over(board, closed) -> BoardMeeting:
    adjusting.hand_over(meeting=closed, at=NOW, by=board.secretary.pk)
    return BoardMeeting.objects.with_activity().get(pk=closed.pk)


def address(meeting: BoardMeeting, rest: str = "") -> str:
    return f"/styrelsen/{meeting.pk}/protokoll/{rest}"


def read(meeting: BoardMeeting) -> dict[str, str]:
    return {"read": content_hash(minutes_of(meeting))}


def status(meeting: BoardMeeting) -> str:
    return BoardMeeting.objects.get(pk=meeting.pk).status


class TestHandingOver:
    def test_those_who_adjust_get_a_mail_each(self, closed, log_in, mailoutbox):
        client = log_in("secretary")
        for _ in range(2):
            assertContains(client.post(address(closed, "till-justering/"), follow=True), "EJ JUSTERAT")
        assert sorted(mail.to[0] for mail in mailoutbox) == ["chair@distrikt.example", "sara@distrikt.example"]
        assert address(closed) in mailoutbox[0].body
        assert status(closed) == "review"

    def test_not_while_comments_wait(self, board, closed, log_in):
        item = AgendaItem.objects.filter(meeting=closed).first()
        comment = MinutesComment.objects.create(item=item, author=board.sara, text="Fel belopp.")
        client = log_in("secretary")
        answer = client.post(address(closed, "till-justering/"), follow=True)
        assertContains(answer, "Det finns kommentarer kvar vid § 1.")
        assertContains(client.get(address(closed)), "Fel belopp.")
        client.post(f"/styrelsen/kommentar/{comment.pk}/atgardad/")
        client.post(address(closed, "till-justering/"))
        assert status(closed) == "review"

    def test_not_to_who_wrote_it_alone(self, board, closed):
        Adjuster.objects.all().delete()
        Presence.objects.filter(meeting=closed, duty="chair").update(duty="")
        secretary = presence_of(closed, board.secretary)
        Adjuster.objects.create(meeting=closed, presence=secretary, name=secretary.name, role=secretary.role)
        with pytest.raises(NotNow, match="kan inte justera det ensam"):
            adjusting.hand_over(meeting=closed, at=NOW, by=board.secretary.pk)


class TestSendingBack:
    def test_a_comment_sends_it_back_and_the_writer_is_told(self, board, handed_over, as_person, mailoutbox):
        adjusting.approve(meeting=handed_over, person=board.chair.pk, at=NOW, **read(handed_over))
        item = item_of(handed_over, "report")
        client = as_person("sara")
        page = f"/styrelsen/arende/{item.pk}/kommentera/"
        assertContains(client.post(page, {"text": "", "submission": str(item.submission)}), "Skriv vad som ska ändras")
        mailoutbox.clear()
        for _ in range(2):
            client.post(page, {"text": "Beloppet är fel.", "submission": str(item.submission)})
        assert MinutesComment.objects.count() == 1
        assert status(handed_over) == "draft"
        assert not Adjuster.objects.exclude(approved_at=None).exists()
        assert [mail.to for mail in mailoutbox] == [["secretary@distrikt.example"]]
        assert "1 kommentar" in mailoutbox[0].body

    def test_who_sent_it_back_can_say_more(self, board, handed_over, as_person):
        client = as_person("sara")
        for kind in ("report", "other"):
            item = item_of(handed_over, kind)
            assertContains(client.get(address(handed_over)), "Vill du ändra något?")
            typed = {"text": "Beloppet är fel.", "submission": str(uuid.uuid4())}
            client.post(f"/styrelsen/arende/{item.pk}/kommentera/", typed)
        assert MinutesComment.objects.count() == 2
        assert "Vill du ändra något?" not in as_person("secretary").get(address(handed_over)).content.decode()

    def test_the_paragraph_stands_where_one_comments_on_it(self, handed_over, as_person, django_assert_max_num_queries):
        client, item = as_person("sara"), item_of(handed_over, "report")
        with django_assert_max_num_queries(18):
            page = client.get(f"/styrelsen/arende/{item.pk}/kommentera/")
        for words in ("§ 7", "Ombudsmannens rapport", "köpa en banderoll"):
            assertContains(page, words)

    def test_what_is_adjusted_already_takes_no_comments(self, board, held, as_person):
        item = item_of(held, "report")
        decide(board, item)
        adjust_at_once(board, item)
        meeting = hand_over(board, held)
        client = as_person("sara")
        page = client.get(address(meeting)).content.decode()
        assert page.count("Vill du ändra något?") == meeting.items.count() - 1
        typed = {"text": "Beloppet är fel.", "submission": str(uuid.uuid4())}
        answer = client.post(f"/styrelsen/arende/{item.pk}/kommentera/", typed)
        assertContains(answer, "omedelbart justerad och kan inte ändras")
        assertContains(answer, "Beloppet är fel.")
        assert status(meeting) == "review"

    def test_comments_go_when_it_is_adjusted(self, board, handed_over):
        MinutesComment.objects.create(item=item_of(handed_over, "report"), author=board.sara, text="Bra.")
        for person in (board.sara, board.chair):
            adjusting.approve(meeting=handed_over, person=person.pk, at=NOW, **read(handed_over))
        assert not MinutesComment.objects.exists()

    def test_without_a_comment(self, handed_over, log_in):
        client = log_in("chair")
        for _ in range(2):
            client.post(address(handed_over, "skicka-tillbaka/"))
        assert status(handed_over) == "draft"


class TestMending:
    """What the secretary meets when adjusters have said what they want otherwise."""

    @pytest.fixture
    def commented(self, board, handed_over) -> BoardMeeting:
        for kind, text in (("report", "Beloppet är fel."), ("report", "Namnet med."), ("other", "Stryk det.")):
            comment = MinutesComment(item=item_of(handed_over, kind), author=board.sara, text=text)
            adjusting.comment(comment=comment)
        return BoardMeeting.objects.with_activity().get(pk=handed_over.pk)

    def test_the_minutes_begin_with_a_list_of_what_to_do(self, commented, log_in):
        client = log_in("secretary")
        page = client.get(address(commented)).content.decode()
        assert "3 kommentarer att åtgärda" in page
        for number, title in ((7, "Ombudsmannens rapport"), (10, "Övriga frågor")):
            assert f'<a href="#p{number}"><span class="nowrap">§ {number}</span> {title}</a>' in page
        for comment in MinutesComment.objects.filter(item__kind="report"):
            client.post(f"/styrelsen/kommentar/{comment.pk}/atgardad/")
        page = client.get(address(commented)).content.decode()
        assert "1 kommentar att åtgärda" in page
        assert "#p7" not in page
        assert "att åtgärda" not in log_in("sara").get(address(commented)).content.decode()

    def test_every_paragraph_leads_to_where_its_text_is_changed(self, board, commented, log_in):
        page = log_in("secretary").get(address(commented)).content.decode()
        assert page.count("Ändra texten") == commented.items.count()
        assert f"/styrelsen/{commented.pk}/motet/?arende={item_of(commented, 'report').pk}#arende" in page
        assert "Ändra texten" not in log_in("sara").get(address(commented)).content.decode()
        MinutesComment.objects.update(settled_at=NOW)
        adjusting.hand_over(meeting=commented, at=NOW, by=board.secretary.pk)
        assert "Ändra texten" not in log_in("secretary").get(address(commented)).content.decode()

    def test_what_is_adjusted_already_leads_nowhere(self, board, held, log_in):
        item = item_of(held, "report")
        decide(board, item)
        adjust_at_once(board, item)
        page = log_in("secretary").get(address(held)).content.decode()
        assert page.count("Ändra texten") == held.items.count() - 1
        assert f"arende={item.pk}#" not in page

    def test_the_comments_stand_where_the_text_is_written(self, commented, log_in):
        client, item = log_in("secretary"), item_of(commented, "report")
        page = shown(client, commented, item)
        assert "Beloppet är fel." in page
        assert "Namnet med." in page
        assert "Stryk det." not in page
        assert "Beloppet är fel." not in shown(log_in("omar"), commented, item), "who does not write reads the minutes"
        comment = MinutesComment.objects.get(text="Beloppet är fel.")
        answer = client.post(f"/styrelsen/kommentar/{comment.pk}/atgardad/", {"motet": "1"})
        assert answer.url == f"{table(commented, item)}#arende"
        assert "Beloppet är fel." not in shown(client, commented, item)

    def test_they_cost_a_query_only_when_the_minutes_have_come_back(self, board, closed, log_in):
        client, item = log_in("secretary"), item_of(closed, "report")
        with CaptureQueriesContext(connection) as before:
            client.get(table(closed, item))
        assert not any("minutescomment" in query["sql"] for query in before)
        adjusting.hand_over(meeting=closed, at=NOW, by=board.secretary.pk)
        adjusting.send_back(meeting=closed, by=board.chair.pk)
        with CaptureQueriesContext(connection) as after:
            client.get(table(closed, item))
        assert len(after) == len(before) + 1

    def test_not_to_be_handed_over_it_says_where(self, board, commented):
        with pytest.raises(NotNow, match="kvar vid § 7 och § 10"):
            adjusting.hand_over(meeting=commented, at=NOW, by=board.secretary.pk)


class TestApproving:
    def test_the_last_one_locks(self, handed_over, as_person, mailoutbox):
        mailoutbox.clear()
        for name in ("sara", "chair"):
            client = as_person(name)
            page = client.get(address(handed_over)).content.decode()
            assert page.count("Godkänn protokollet") == 2
            assert page.rindex("Godkänn protokollet") > page.index("Underskrifter"), "and after all of it"
            client.post(address(handed_over, "godkann/"), read(handed_over))
        stored = BoardMeeting.objects.get(pk=handed_over.pk)
        assert stored.is_adjusted
        assert stored.locked_at
        assertContains(client.get(address(handed_over)), stored.code)

    def test_only_by_who_has_just_shown_who_they_are(self, board, handed_over, log_in):
        client = log_in("sara")
        board.sara.set_password(PASSWORD)
        board.sara.save()
        client.force_login(board.sara)
        asked = client.post(address(handed_over, "godkann/"), read(handed_over))
        assert asked.url.startswith("/konto/reauthenticate/")
        assert not Adjuster.objects.exclude(approved_at=None).exists()
        client.post(asked.url, {"password": PASSWORD})
        assert Adjuster.objects.exclude(approved_at=None).get().name == "Sara Lind"

    def test_what_has_changed_meanwhile_is_read_again(self, board, handed_over, as_person):
        before = read(handed_over)
        adjusting.send_back(meeting=handed_over, by=board.chair.pk)
        item = item_of(handed_over, "report")
        item.text = "Något annat."
        at_the_table.save_item(item=item, version=item.version, fields=["text"], by=board.secretary.pk)
        adjusting.hand_over(meeting=handed_over, at=NOW, by=board.secretary.pk)
        answer = as_person("sara").post(address(handed_over, "godkann/"), before, follow=True)
        assertContains(answer, "har ändrats sedan du läste det")
        assert not Adjuster.objects.exclude(approved_at=None).exists()

    def test_an_approval_of_other_words_does_not_count(self, board, handed_over):
        adjusting.approve(meeting=handed_over, person=board.sara.pk, at=NOW, **read(handed_over))
        AgendaItem.objects.filter(meeting=handed_over, position=1).update(text="Skrivet förbi programmet.")
        adjusting.approve(meeting=handed_over, person=board.chair.pk, at=NOW, **read(handed_over))
        assert status(handed_over) == "review"
        assert Adjuster.objects.get(name="Sara Lind").approved_at is None

    @pytest.mark.parametrize("name", ["secretary", "omar", "ombudsman"])
    def test_nobody_else_not_even_by_a_direct_post(self, handed_over, as_person, name):
        answer = as_person(name).post(address(handed_over, "godkann/"), read(handed_over))
        assert answer.status_code == 403
        assert not Adjuster.objects.exclude(approved_at=None).exists()

    def test_the_writer_not_even_when_chosen(self, board, handed_over, as_person):
        secretary = presence_of(handed_over, board.secretary)
        Adjuster.objects.create(meeting=handed_over, presence=secretary, name=secretary.name, role=secretary.role)
        client = as_person("secretary")
        assertNotContains(client.get(address(handed_over)), "Godkänn protokollet")
        answer = client.post(address(handed_over, "godkann/"), read(handed_over), follow=True)
        assertContains(answer, "kan inte justera det")
        assert not Adjuster.objects.exclude(approved_at=None).exists()

    def test_who_has_left_the_board_reads_what_they_approve(self, board, handed_over, as_person):
        board.sara.assignments.update(role=Role.MEMBER, body=board.bodies["sundsvall"])
        AgendaItem.objects.filter(meeting=handed_over, kind="other").update(is_confidential=True, text="Hemligt.")
        page = as_person("sara").get(address(handed_over))
        assertContains(page, "Hemligt.")
        assertContains(page, "Godkänn protokollet")


def pdf_file(name: str = "sida.pdf", **metadata: str) -> SimpleUploadedFile:
    writer, content = PdfWriter(), BytesIO()
    writer.add_blank_page(200, 200)
    writer.add_metadata({f"/{key}": value for key, value in metadata.items()})
    writer.write(content)
    return SimpleUploadedFile(name, content.getvalue())


def jpg_file() -> SimpleUploadedFile:
    content = BytesIO()
    Image.new("RGB", (40, 40)).save(
        content, "JPEG", exif=b"Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x00\x00\x00\x00\x00"
    )
    return SimpleUploadedFile("sida.jpeg", content.getvalue())


class TestOnPaper:
    @pytest.mark.parametrize("file", [pdf_file, jpg_file])
    def test_the_chair_confirms_what_was_uploaded(self, board, handed_over, as_person, file):
        page = address(handed_over, "underskrift/")
        submission = str(handed_over.activity.submission)
        client = as_person("secretary")
        for _ in range(2):
            client.post(page, {"file": file(), "submission": submission})
        assert Attachment.objects.get().kind == "signed"
        assertNotContains(client.get(page), "Bekräfta och lås")
        assert client.post(address(handed_over, "bekrafta/"), read(handed_over)).status_code == 403
        client = as_person("chair")
        assertContains(client.get(page), "Bekräfta och lås")
        client.post(address(handed_over, "bekrafta/"), read(handed_over))
        assert status(handed_over) == "adjusted"
        assertContains(client.get(address(handed_over)), "Underskrivet på papper, bekräftat 2026-09-15")

    def test_who_approved_other_words_has_to_read_them_again(self, board, handed_over, as_person):
        approve = {"meeting": handed_over, "person": board.sara.pk, "at": NOW}
        adjusting.approve(**approve, **read(handed_over))
        AgendaItem.objects.filter(pk=item_of(handed_over, "report").pk).update(text="Ny lydelse.")
        client = as_person("chair")
        page = {"file": pdf_file(), "submission": str(handed_over.activity.submission)}
        client.post(address(handed_over, "underskrift/"), page)
        answer = client.post(address(handed_over, "bekrafta/"), read(handed_over), follow=True)
        assertContains(answer, "behöver läsa protokollet igen")
        assertNotContains(answer, "justerat och låst")
        assert status(handed_over) == "review"

    def test_not_without_a_page(self, handed_over, as_person):
        answer = as_person("chair").post(address(handed_over, "bekrafta/"), read(handed_over), follow=True)
        assertContains(answer, "Ladda upp den underskrivna sidan först")

    @pytest.mark.parametrize(
        ("name", "content", "why"),
        [
            ("sida.docx", b"PK\x03\x04", "Välj PDF eller bild (jpg)"),
            ("sida.exe", b"MZ", "Välj PDF eller bild (jpg)"),
            ("sida.pdf", b"MZ", "men är ingen PDF"),
            ("sida.pdf", b"", "Filen är tom"),
            ("sida.pdf", b"%PDF-1.7 och sedan inget", "skadad"),
            ("sida.jpg", b"\xff\xd8\xff\xe0 inget", "ingen bild"),
            ("sida.pdf", b"%PDF-" + b"0" * (20 * 1024 * 1024), "Högst 20 MB"),
        ],
    )
    def test_a_file_that_cannot_be(self, handed_over, log_in, name, content, why):
        file = {"file": SimpleUploadedFile(name, content), "submission": str(handed_over.activity.submission)}
        assertContains(log_in("chair").post(address(handed_over, "underskrift/"), file), why)
        assert not Attachment.objects.exists()

    def test_it_tells_nothing_of_who_made_it(self, handed_over, log_in):
        file = {"file": pdf_file(Author="Sara Lind"), "submission": str(handed_over.activity.submission)}
        log_in("chair").post(address(handed_over, "underskrift/"), file)
        with Attachment.objects.get().file.open() as stored:
            assert not (PdfReader(stored).metadata or {}).get("/Author")

    def test_the_page_is_void_when_the_minutes_are_sent_back(self, board, handed_over, log_in):
        file = {"file": pdf_file(), "submission": str(handed_over.activity.submission)}
        log_in("chair").post(address(handed_over, "underskrift/"), file)
        adjusting.send_back(meeting=handed_over, by=board.chair.pk)
        assert not Attachment.objects.exists()


def test_handed_over_twice_is_once(board, meeting):
    hold_meeting(board, meeting)
    hand_over(board, meeting)
    adjusting.hand_over(meeting=meeting, at=NOW, by=board.secretary.pk)
    assert status(meeting) == "review"


def test_adjusted_it_cannot_be_handed_over_or_sent_back(board, meeting, log_in):
    hold_meeting(board, meeting)
    adjusted = adjust(board, meeting)
    client = log_in("chair")
    for rest in ("till-justering/", "skicka-tillbaka/"):
        assert client.post(address(adjusted, rest)).status_code == 302
    assert client.get(address(adjusted, "underskrift/")).status_code == 404
    assert status(adjusted) == "adjusted"


def test_without_a_place_the_code_stays_what_it_is(board):
    occurrences = [(NOW + timedelta(days=1), NOW + timedelta(days=1, hours=2))]
    fields = {"place": "", "submission": uuid.uuid4(), "by": board.chair.pk}
    [meeting] = preparing.plan_meetings(body=board.bodies["distriktsstyrelsen"], occurrences=occurrences, **fields)
    hold_meeting(board, meeting)
    adjusted = adjust(board, meeting)
    Activity.objects.filter(pk=adjusted.pk).update(place="Kansliet")
    stored = BoardMeeting.objects.with_activity().get(pk=adjusted.pk)
    assert content_hash(minutes_of(stored)) == stored.content_hash


def test_what_is_noted_of_the_room_later_does_not_change_what_was_adjusted_at_once(board, held):
    item = item_of(held, "report")
    decide(board, item)
    adjust_at_once(board, item)
    for person in (board.omar, board.sara):
        at_the_table.set_present(presence=presence_of(held, person), is_present=False, by=board.chair.pk)
    rows = minutes_of(held).paragraphs
    assert [(row.voting, row.has_quorum) for row in rows if row.id == item.pk] == [(4, True)]
    assert {(row.voting, row.has_quorum) for row in rows if row.id != item.pk} == {(2, False)}
