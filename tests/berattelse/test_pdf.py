"""The report on paper: tagged, in Swedish, with bookmarks and our own fonts; by command and as a job."""

from io import BytesIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from distrikt import typeset
from distrikt.utskick import actions
from distrikt.utskick.models import Job
from plan.berattelse.editions import draw_document
from plan.berattelse.pdf import make_report_pdf
from traffar.models import ActivityKind


def tags(reader: PdfReader) -> list[DictionaryObject]:
    """Every element of the structure tree."""
    found, left = [], [reader.trailer["/Root"]["/StructTreeRoot"]]
    while left:
        node = left.pop()
        kids = node.get("/K", [])
        for kid in kids if isinstance(kids, list) else [kids]:
            kid = kid.get_object()
            if isinstance(kid, DictionaryObject) and "/S" in kid:
                found.append(kid)
                left.append(kid)
    return found


@pytest.fixture
def full(year, cast):
    commitment = year.commitment(year.area("Det politiska läget", background=True) and year.area("Utåtriktat"))
    for days in range(0, 200, 10):
        year.held(ActivityKind.SQUARE_MEETING, cast.bodies["sundsvall"], commitment, days=days, headcount=10)
    return year


@pytest.mark.pdf
def test_the_pdf_is_accessible(full):
    reader = PdfReader(BytesIO(make_report_pdf(draw_document(full.report()))))
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "sv"
    assert root["/MarkInfo"]["/Marked"]
    assert reader.metadata.title == "Verksamhetsberättelse 2026 – Partiet i Granlandet"
    assert {"Inledning", "Utåtriktat", "Slutord"} <= {
        entry.title for entry in reader.outline if not isinstance(entry, list)
    }
    kinds = {tag["/S"] for tag in tags(reader)}
    assert {"/H1", "/Table", "/TH", "/TD", "/Figure", "/Link"} <= kinds
    assert all(tag.get("/Alt") for tag in tags(reader) if tag["/S"] == "/Figure")


@pytest.mark.pdf
def test_the_pdf_embeds_our_fonts_and_no_others(full):
    reader = PdfReader(BytesIO(make_report_pdf(draw_document(full.report()))))
    fonts = {
        font.get_object()["/BaseFont"].partition("+")[2]
        for page in reader.pages
        for font in page["/Resources"].get("/Font", {}).values()
    }
    assert {name for name in fonts if not name.startswith(("Inter", "Source-Serif-4"))} == set()


@pytest.mark.pdf
def test_a_draft_says_so_on_its_pages_and_an_approved_one_does_not(full):
    def first_text_page() -> str:
        return PdfReader(BytesIO(make_report_pdf(draw_document(full.report())))).pages[2].extract_text()

    assert "UTKAST" in first_text_page()
    full.row.status, full.row.approved_on = "approved", "2027-01-10"
    full.row.save()
    assert "UTKAST" not in first_text_page()


@pytest.mark.pdf
def test_report_pdf_is_a_job_made_once_for_the_same_content(full, log_in):
    client = log_in("chair")
    first = client.post("/berattelse/2026/pdf/").url
    assert client.post("/berattelse/2026/pdf/").url == first
    assert log_in("ombudsman").post("/berattelse/2026/pdf/").url == first
    actions.run_due_jobs(clock=timezone.now)
    job = Job.objects.get()
    assert (job.status, job.filename) == ("done", "verksamhetsberattelse-2026-utkast.pdf")
    assert client.post("/berattelse/2026/pdf/").url == first
    fetched = client.get(f"{first}fil/")
    assert b"".join(fetched).startswith(b"%PDF")
    assert log_in("member").get(f"{first}fil/").status_code == 404
    client.post("/berattelse/2026/kapitel/introduction/", {"text": "Nytt.", "version": 1})
    assert client.post("/berattelse/2026/pdf/").url != first


def test_without_the_libraries_the_page_says_what_to_install_and_the_job_fails_in_words(full, log_in, monkeypatch):
    monkeypatch.setattr(typeset, "LIBRARIES", {"libfinnsinte.so.0": "libfinnsinte0"})
    client = log_in("chair")
    page = client.get("/berattelse/2026/").content.decode()
    assert "apt-get install -y libpango-1.0-0" in page
    assert "Gör PDF" not in page
    client.post("/berattelse/2026/pdf/")
    actions.run_due_jobs(clock=timezone.now)
    assert Job.objects.get().status == "failed"
    assert "apt-get install" in Job.objects.get().message


@pytest.mark.pdf
def test_annual_report_writes_the_file(full, tmp_path, capsys):
    call_command("annual_report", "2026", "--out", str(tmp_path / "r.pdf"))
    assert (tmp_path / "r.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.pdf
def test_annual_report_needs_nobody_to_have_begun_it(full, tmp_path):
    full.row.delete()
    call_command("annual_report", "2026", "--out", str(tmp_path / "r.pdf"), verbosity=0)
    assert (tmp_path / "r.pdf").exists()


def test_annual_report_of_a_year_without_plan_names_those_there_are(year, tmp_path):
    with pytest.raises(CommandError, match=r"ingen verksamhetsplan för 1999. Inlästa år: 2026"):
        call_command("annual_report", "1999", "--out", str(tmp_path / "r.pdf"))


@pytest.mark.pdf
def test_annual_report_to_a_file_that_cannot_be_written_says_so(year, tmp_path):
    with pytest.raises(CommandError, match="Det går inte att skriva"):
        call_command("annual_report", "2026", "--out", str(tmp_path / "missing" / "r.pdf"))


def test_annual_report_without_the_libraries_says_what_to_install(year, tmp_path, monkeypatch):
    monkeypatch.setattr(typeset, "LIBRARIES", {"libfinnsinte.so.0": "libfinnsinte0"})
    with pytest.raises(CommandError, match="apt-get install"):
        call_command("annual_report", "2026", "--out", str(tmp_path / "r.pdf"))
    assert not (tmp_path / "r.pdf").exists()
