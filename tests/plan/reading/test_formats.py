"""The same plan in every format and encoding reads the same."""

import unicodedata

import pytest

from plan.reading import PlanReading, read_plan
from tests.plan.reading.conversions import FORMATS, as_docx, as_odt, as_pdf, as_text, lines_of

PLAN = lines_of("""
# Förslag på verksamhetsplan 2021 för Folkrörelsen Ådalen
## Läget i länet
Mycket är osäkert. Vi måste vara beredda på allt och behöver varandra.
## Studier
Under 2020 hölls en grundkurs i Kramfors. Distriktet ska under 2021 anordna minst tre grundkurser för nya medlemmar.
Studieansvarig kommer att skriva ett gemensamt material till föreningarnas studiecirklar, bl.a. om kommunal ekonomi.
## Styrelsen
Styrelsen har till uppgift att leda arbetet mellan årsmötena. Den ska sammanträda åtta gånger under året.
- Styrelsen ska besöka samtliga 6 föreningar.
- Ledarmiddagar ordnas varje kvartal.
- Kassören ska redovisa ekonomin senast den 3 maj.
## Utåtriktat arbete
Föreningarna bör synas på torgen. Vi ska fortsätta att fira första maj tillsammans – det stärker sammanhållningen.
""")


def gist(reading: PlanReading) -> list[tuple[object, ...]]:
    return [
        (area.heading, area.role, [(c.text, c.kind, c.target, c.responsible, c.strength) for c in area.commitments])
        for area in reading.areas
    ]


def read(form: str, *, marked: bool) -> PlanReading:
    return read_plan(FORMATS[form](PLAN, marked=marked), filename=f"plan.{form}")


FORMS = [pytest.param(form, marks=[pytest.mark.pdf] if form == "pdf" else []) for form in FORMATS]


@pytest.mark.parametrize("form", FORMS)
def test_formats_agree(form: str) -> None:
    assert gist(read(form, marked=True)) == gist(read("txt", marked=True))


@pytest.mark.parametrize("form", FORMS)
def test_formats_agree_when_they_mark_no_headings(form: str) -> None:
    ours, plain = read(form, marked=False), read("txt", marked=True)
    assert [c.text.lstrip("- ") for c in ours.commitments] == [c.text for c in plain.commitments]
    assert [area.heading for area in ours.areas] == [area.heading for area in plain.areas]


@pytest.mark.parametrize("form", FORMS)
def test_title_year_and_organisation_are_found_in_every_format(form: str) -> None:
    reading = read(form, marked=True)
    assert reading.title == "Förslag på verksamhetsplan 2021 för Folkrörelsen Ådalen"
    assert reading.year == 2021
    assert reading.organisation == "Folkrörelsen Ådalen"


def test_format_is_told_by_content_not_by_name() -> None:
    expected = gist(read("txt", marked=True))
    assert gist(read_plan(as_docx(PLAN), filename="plan.txt")) == expected
    assert gist(read_plan(as_odt(PLAN), filename="plan.docx")) == expected
    assert gist(read_plan(as_text(PLAN), filename="plan.pdf")) == expected


def test_plain_text_is_kept_to_the_letter() -> None:
    data = as_text(PLAN).replace(b"\n", b"\r\n")
    assert read_plan(data, filename="plan.txt").text == data.decode()


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "mac_roman", "cp850"])
def test_every_usual_encoding_is_read_right(encoding: str) -> None:
    text = as_text(PLAN).decode().replace("–", "-").replace("•", "-")
    assert read_plan(text.encode(encoding), filename="plan.txt").text == text


def test_latin_1_text_is_read_right() -> None:
    text = "Verksamhetsplan 2021\n\nMöten\nStyrelsen ska hålla åtta möten på Ängön.\n"
    reading = read_plan(text.encode("latin-1"), filename="plan.txt")
    assert reading.text == text
    assert [c.text for c in reading.commitments] == ["Styrelsen ska hålla åtta möten på Ängön."]


def test_text_encoded_twice_is_mended() -> None:
    text = "Verksamhetsplan 2021\n\nMöten\nStyrelsen ska hålla åtta möten.\n"
    assert read_plan(text.encode().decode("latin-1").encode(), filename="plan.txt").text == text


def test_lines_in_two_encodings_are_each_read_right() -> None:
    data = "Möten på våren\n".encode() + "Styrelsen ska hålla åtta möten på Ängön.\n".encode("cp1252")
    assert "åtta möten på Ängön" in read_plan(data, filename="plan.txt").text


def test_decomposed_letters_become_whole() -> None:
    decomposed = unicodedata.normalize("NFD", as_text(PLAN).decode())
    assert gist(read_plan(decomposed.encode(), filename="plan.txt")) == gist(read("txt", marked=True))


@pytest.mark.pdf
def test_running_headers_page_numbers_and_hyphens_of_a_pdf_are_gone() -> None:
    long_plan = PLAN + [("p", f"Föreningen ska under året ordna möte nummer {n} i Kramfors." * 3) for n in range(60)]
    reading = read_plan(as_pdf(long_plan), filename="plan.pdf")
    assert "utkast" not in reading.text
    assert "(2)" not in reading.text
    assert "\u2010" not in reading.text
    assert "minst tre grundkurser för nya medlemmar." in reading.text


def test_markdown_headings_of_both_kinds_and_bold_lines_are_headings() -> None:
    text = (
        "Verksamhetsplan 2021\n====\n\nStudier\n---\n\nVi ska ordna kurser.\n\n"
        "### Cirklar ###\n\n**Mål**\n\n- Starta två cirklar\n"
    )
    reading = read_plan(text.encode(), filename="plan.md")
    assert [(a.heading, a.parent) for a in reading.areas if a.heading] == [
        ("Studier", None),
        ("Cirklar", "Studier"),
        ("Mål", "Cirklar"),
    ]


def test_org_title_and_todo_words_are_marks() -> None:
    text = "#+TITLE: Verksamhetsplan 2021\n* TODO Studier :plan:\n:PROPERTIES:\n:ID: 1\n:END:\nVi ska ordna kurser.\n"
    reading = read_plan(text.encode(), filename="plan.org")
    assert reading.title == "Verksamhetsplan 2021"
    assert [area.heading for area in reading.areas] == ["Studier"]
