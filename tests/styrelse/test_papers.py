"""Papers: what may be handed in, to whom it is handed out, and what is left of it."""

import io
import re
import uuid
import zipfile

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from pypdf import PdfWriter

from distrikt import uploads
from tests.styrelse.meetings import NOW, adjust, hold_meeting, item_of
from traffar.styrelse.actions import closing, preparing
from traffar.styrelse.models import AgendaItem, Attachment

pytestmark = pytest.mark.django_db
DOCX = {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"}
ODT = {"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<o/>"}


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def pdf(**metadata: str) -> bytes:
    writer, content = PdfWriter(), io.BytesIO()
    writer.add_blank_page(200, 200)
    writer.add_metadata({f"/{key}": value for key, value in metadata.items()})
    writer.write(content)
    return content.getvalue()


PDF = pdf()


def packed(parts: dict[str, bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return content.getvalue()


def picture(kind: str) -> bytes:
    content, image = io.BytesIO(), Image.new("RGB", (40, 20), "red")
    exif = Image.Exif()
    exif[0x010E] = "Hemlig plats"
    image.save(content, kind, exif=exif)
    return content.getvalue()


def hand_in(client, meeting, name, content, **fields):
    typed = {"submission": str(uuid.uuid4()), "title": "", "upload": SimpleUploadedFile(name, content), **fields}
    return client.post(reverse("styrelse:attachment_create", args=[meeting.pk]), typed)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("Budget 2027.pdf", PDF),
        ("a.DOCX", packed(DOCX)),
        ("a.odt", packed(ODT)),
        ("a.xlsx", packed({"xl/workbook.xml": b"<x/>"})),
        ("a.pptx", packed({"ppt/presentation.xml": b"<p/>"})),
        ("a.png", picture("PNG")),
        ("a.jpg", picture("JPEG")),
    ],
)
def test_attachment_create_takes_what_it_says_it_is(board, meeting, log_in, name, content):
    assert hand_in(log_in("secretary"), meeting, name, content).status_code == 302
    paper = Attachment.objects.get()
    assert paper.title in {"Budget 2027", "a"}
    assert re.fullmatch(r"styrelsen/[0-9a-f]{32}\.[a-z]+", paper.file.name), "the stored name is random"
    with paper.file.open() as file:
        stored = file.read()
    assert b"Hemlig plats" not in stored
    response = log_in("chair").get(reverse("styrelse:attachment_detail", args=[paper.pk]))
    assert b"".join(response) == stored
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Disposition"].startswith("attachment;")
    assert len(paper.sha256) == 64


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.exe", b"MZ", "Den sortens fil"),
        ("a.html", b"<script>", "Den sortens fil"),
        ("a.docm", packed(DOCX), "Den sortens fil"),
        ("a", PDF, "Den sortens fil"),
        ("a.pdf", b"<html>", "ingen PDF"),
        ("a.docx", PDF, "går inte att läsa"),
        ("a.docx", packed({"content.xml": b""}), "går inte att läsa"),
        ("a.docx", packed({**DOCX, "word/vbaProject.bin": b""}), "makron"),
        ("a.odt", packed({"content.xml": b"", "mimetype": b"text/html"}), "går inte att läsa"),
        ("a.jpg", PDF, "ingen bild"),
        ("a.pdf", b"", "tom"),
    ],
)
def test_attachment_create_refuses_what_it_is_not(board, meeting, log_in, name, content, words):
    page = hand_in(log_in("chair"), meeting, name, content)
    assert words in page.content.decode()
    assert not Attachment.objects.exists()


def test_attachment_create_refuses_what_is_too_large_packed_and_unpacked(board, meeting, log_in, monkeypatch):
    bomb = packed({**DOCX, "word/media/a.bmp": b"\0" * 4_000_000})
    monkeypatch.setattr(uploads, "LARGEST_UNPACKED", 3_000_000)
    assert "orimligt stor" in hand_in(log_in("chair"), meeting, "a.docx", bomb).content.decode()
    page = hand_in(log_in("chair"), meeting, "a.pdf", PDF + b"\0" * 21 * uploads.MEGABYTE)
    assert "Filen är 21 MB. Högst 20 MB" in page.content.decode()
    assert not Attachment.objects.exists()


def test_a_paper_handed_in_twice_is_one_and_a_failed_save_leaves_no_file(board, meeting, log_in, tmp_path):
    client, submission = log_in("chair"), str(uuid.uuid4())
    for _ in range(2):
        hand_in(client, meeting, "a.pdf", PDF, submission=submission)
    assert Attachment.objects.count() == 1
    assert len(list((tmp_path / "styrelsen").iterdir())) == 1


def test_a_paper_is_opened_by_those_who_see_its_item(board, meeting, log_in):
    closed = AgendaItem(meeting=meeting, title="Personalärende", is_confidential=True)
    closed = preparing.add_item(item=closed, by=board.chair.pk)
    hand_in(log_in("chair"), meeting, "a.pdf", PDF, item=closed.pk)
    hand_in(log_in("chair"), meeting, "b.pdf", PDF)
    secret, open_one = Attachment.objects.order_by("pk")
    assert secret.is_confidential
    for name, sees in {"chair": "oo", "ombudsman": "no", "auditor": "nn", "sundsvall": "nn"}.items():
        statuses = [status(log_in(name), paper) for paper in (secret, open_one)]
        assert statuses == [{"o": 200, "n": 404}[letter] for letter in sees], name
    adjust(board, _held(board, meeting))
    assert status(log_in("auditor"), secret) == 200


def status(client, paper) -> int:
    response = client.get(reverse("styrelse:attachment_detail", args=[paper.pk]))
    # A file is read to its end: to close it instead would take the test's database connection along.
    b"".join(response)
    return response.status_code


def _held(board, meeting):
    hold_meeting(board, meeting)
    return meeting


def test_attachment_delete_takes_the_file_along_until_the_minutes_are_locked(
    board, meeting, log_in, tmp_path, django_capture_on_commit_callbacks
):
    client = log_in("secretary")
    for name in ("a.pdf", "b.pdf"):
        hand_in(client, meeting, name, PDF)
    first, second = Attachment.objects.order_by("pk")
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("styrelse:attachment_delete", args=[first.pk]))
    assert len(list((tmp_path / "styrelsen").iterdir())) == 1
    adjust(board, _held(board, meeting))
    page = client.post(reverse("styrelse:attachment_delete", args=[second.pk]), follow=True)
    assert "går inte att ändra" in page.content.decode()
    assert Attachment.objects.filter(pk=second.pk).exists()
    page = hand_in(client, meeting, "c.pdf", PDF)
    assert Attachment.objects.count() == 1


def test_papers_are_numbered_when_the_meeting_is_closed_and_stay_so_without_gaps(board, held, log_in):
    client = log_in("secretary")
    matter, report = item_of(held, "matter"), item_of(held, "report")
    for name, item in (("helt", ""), ("arende", matter.pk), ("rapport", report.pk)):
        hand_in(client, held, f"{name}.pdf", PDF, item=item)
    assert "Bilaga" not in client.get(f"/styrelsen/{held.pk}/protokoll/").text
    closing.close_meeting(meeting=held, at=NOW, by=board.secretary.pk)
    assert numbered(held) == ["rapport", "arende", "helt"]
    page = client.get(f"/styrelsen/{held.pk}/protokoll/").text
    assert all(words in page for words in ("Bilaga 1: rapport", "Bilaga 2: arende", "Bilaga 3: helt"))
    text = docx.Document(io.BytesIO(client.get(f"/styrelsen/{held.pk}/protokoll/docx/").content))
    assert "Bilaga 2: arende" in [row.text for row in text.paragraphs]
    client.post(reverse("styrelse:attachment_delete", args=[Attachment.objects.get(title="rapport").pk]))
    hand_in(client, held, "sen.pdf", PDF, item=matter.pk)
    assert numbered(held) == ["arende", "sen", "helt"]
    closing.reopen_meeting(meeting=held, by=board.secretary.pk)
    assert numbered(held) == []


def numbered(meeting) -> list[str]:
    rows = list(meeting.attachments.exclude(number=None).order_by("number").values_list("number", "title"))
    assert [number for number, _ in rows] == list(range(1, len(rows) + 1))
    return [title for _, title in rows]
