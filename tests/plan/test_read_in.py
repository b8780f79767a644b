"""The pages of reading a plan in, without script: document, review, "Spara planen"."""

import io
import re
import uuid
import zipfile
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pypdf import PdfWriter

from plan.models import Intake, YearPlan
from tests.plan.builders import make_plan
from tests.plan.read_in_text import BOARD_MEETS, EVENTS, FACT, PAPER, PLAN


def upload(client, data: bytes | str = PLAN, name: str = "plan.txt", **fields):
    content = data.encode() if isinstance(data, str) else data
    form = {"submission": str(uuid.uuid4()), "document": SimpleUploadedFile(name, content), **fields}
    return client.post("/plan/las-in/", form)


@pytest.fixture
def chair(log_in):
    return log_in("chair")


@pytest.fixture
def review(chair) -> str:
    """The address of the review of `PLAN`."""
    return upload(chair).url


def choose(client, review: str, text: str, choice: str, **fields):
    return client.post(review, {"start": PLAN.index(text), "choice": choice, **fields})


def states(client, review: str) -> dict[str, str]:
    """{sentence: state} of what is marked in the document."""
    page = client.get(review).content.decode()
    marks = re.findall(r'<mark id="s\d+" class="commitment (\w+).*?">.*?</span>(.*?)</a>', page)
    return {text: state for state, text in marks}


def save(client, review: str, **fields):
    return client.post(review + "spara/", {"title": "Verksamhetsplan 2031", "year": "2031", **fields})


def errors(response) -> dict[str, list[str]]:
    assert response.status_code == 422
    return {name: list(texts) for name, texts in response.context["form"].errors.items()}


# -- who --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["chair", "secretary", "ombudsman"])
def test_those_who_draft_plans_read_in(log_in, name):
    assert log_in(name).get("/plan/las-in/").status_code == 200


@pytest.mark.parametrize("name", ["sundsvall", "convener", "region", "auditor", "member", "administrator", "stranger"])
def test_others_may_not(log_in, review, name):
    client = log_in(name)
    assert client.get("/plan/las-in/").status_code == 403
    assert client.get("/plan/2031/las-in/").status_code == 403
    assert client.get(review + "spara/").status_code == 403
    for address in (review, review + "slang/"):
        assert client.post(address, {}).status_code == 404


# -- the document -----------------------------------------------------------------------------------------------------


def test_a_document_is_read_and_nothing_is_saved_as_plan(chair):
    response = upload(chair)
    assert Intake.objects.get().title == "Verksamhetsplan 2031 för Partiet i Granlandet"
    assert not YearPlan.objects.exists()
    assert BOARD_MEETS in chair.get(response.url).content.decode()


def test_pasted_text_is_read(chair):
    response = chair.post("/plan/2031/las-in/", {"submission": str(uuid.uuid4()), "text": PLAN.replace("\n", "\r\n")})
    assert BOARD_MEETS in states(chair, response.url)


def test_the_year_of_the_address_stands_in_the_form(chair):
    assert chair.get("/plan/2031/las-in/").context["form"]["year"].value() == 2031


def test_the_same_document_sent_twice_is_one(chair):
    submission = str(uuid.uuid4())
    addresses = {upload(chair, submission=submission).url for _ in range(2)}
    assert len(addresses) == Intake.objects.count() == 1


def test_a_begun_review_is_found_again_and_can_be_thrown_away(chair, review):
    assert review in chair.get("/plan/las-in/").content.decode()
    assert chair.post(review + "slang/").url == "/plan/las-in/"
    assert not Intake.objects.exists()


def test_an_empty_form_says_what_to_do_and_keeps_the_year(chair):
    response = chair.post("/plan/las-in/", {"submission": str(uuid.uuid4()), "year": "2031"})
    assert errors(response) == {"document": ["Välj en fil, eller klistra in texten nedanför."]}
    assert response.context["form"]["year"].value() == "2031"


def test_file_and_text_at_once_keeps_the_text(chair):
    response = upload(chair, text="Styrelsen ska mötas.")
    assert errors(response) == {"text": ["Välj en fil eller klistra in text, inte båda."]}
    assert "Styrelsen ska mötas." in response.content.decode()


def pdf(*, password: str = "") -> bytes:
    writer, content = PdfWriter(), io.BytesIO()
    writer.add_blank_page(200, 200)
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    writer.write(content)
    return content.getvalue()


def docx_of_2_gb() -> bytes:
    content, zeros = io.BytesIO(), bytes(1 << 24)
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("word/document.xml", "w", force_zip64=True) as part:
            for _ in range(128):
                part.write(zeros)
    return content.getvalue()


def assert_refused(response, *, saying: str) -> None:
    """Refused at the field of the document, in words that say what is wrong; nothing is kept."""
    (error,) = errors(response)["document"]
    assert saying in error
    assert not Intake.objects.exists()


def test_a_file_that_is_no_document_is_refused(chair):
    assert_refused(upload(chair, b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00", "plan.txt"), saying="text")


def test_a_file_of_another_kind_is_refused_by_name(chair):
    assert_refused(upload(chair, b"GIF89a", "bild.gif"), saying=".gif")


def test_a_file_over_20_mb_is_refused(chair):
    assert_refused(upload(chair, b"a" * (20 * 1024 * 1024 + 1)), saying="20 MB")


def test_an_encrypted_pdf_is_refused(chair):
    assert_refused(upload(chair, pdf(password="hemligt"), "plan.pdf"), saying="lösenord")


def test_an_empty_pdf_is_refused(chair):
    assert_refused(upload(chair, pdf(), "plan.pdf"), saying="text")


def test_a_docx_that_unpacks_to_2_gb_is_refused(chair):
    assert_refused(upload(chair, docx_of_2_gb(), "plan.docx"), saying="packar upp sig")


def test_a_latin_1_text_is_read_right(chair):
    response = upload(chair, PLAN.encode("latin-1"))
    assert "Det politiska läget" in chair.get(response.url).content.decode()
    assert Intake.objects.get().source_text == PLAN


def test_a_plan_for_a_year_that_exists_is_refused_at_the_year_with_a_link(chair):
    make_plan(2031)
    response = upload(chair, year="2031")
    assert errors(response) == {"year": ["Det finns redan en verksamhetsplan för 2031."]}
    assert 'href="/plan/2031/"' in response.content.decode()


# -- the review -------------------------------------------------------------------------------------------------------


def test_keep_and_drop_lead_to_the_next_that_is_left(chair, review):
    response = choose(chair, review, BOARD_MEETS, "keep")
    assert response.url == f"{review}?mening={PLAN.index(PAPER)}#s{PLAN.index(PAPER)}"
    choose(chair, review, PAPER, "drop")
    assert states(chair, review)[BOARD_MEETS] == "accepted"
    assert states(chair, review)[PAPER] == "dropped"


def test_a_sentence_is_added_by_keeping_it(chair, review):
    page = chair.get(f"{review}?mening={PLAN.index(FACT)}").content.decode()
    assert 'value="make_heading"' in page
    choose(chair, review, FACT, "keep")
    assert states(chair, review)[FACT] == "accepted"


def test_split_where_a_button_says_and_join_again(chair, review):
    cut = PLAN.index("och distriktet ska dela")
    assert f'name="at" value="{cut}"' not in chair.get(f"{review}?mening={PLAN.index(EVENTS)}").content.decode()
    chair.post(review, {"start": PLAN.index(EVENTS), "at": cut})
    assert "och distriktet ska dela ut flygblad inför valet." in states(chair, review)
    choose(chair, review, EVENTS, "join")
    assert EVENTS in states(chair, review)


FIELDS = {"c-kind": "countable", "c-target_op": ">=", "c-target": "8", "c-unit": "möten", "c-period": "under året"}


def test_fields_are_changed(chair, review):
    fields = {**FIELDS, "c-target": "10", "c-responsible": "distriktsstyrelsen"}
    choose(chair, review, BOARD_MEETS, "keep", **fields)
    assert states(chair, review)[BOARD_MEETS] == "changed"
    save(chair, review)
    assert YearPlan.objects.get().commitments.get(text=BOARD_MEETS).target == 10


def test_unchanged_fields_are_just_kept(chair, review):
    choose(chair, review, BOARD_MEETS, "keep", **FIELDS, **{"c-responsible": "distriktsstyrelsen"})
    assert states(chair, review)[BOARD_MEETS] == "accepted"


@pytest.mark.parametrize(
    ("typed", "field", "error"),
    [
        ({"c-kind": "ongoing"}, "target", "Bara det som räknas"),
        ({"c-target_max": "3"}, "target_max", "inte vara lägre"),
        ({"c-target_op": "range"}, "target_max", "Skriv det högsta talet."),
        ({"c-target": "åtta"}, "target", "heltal"),
    ],
)
def test_a_wrong_field_is_told_and_what_was_typed_kept(chair, review, typed, field, error):
    response = choose(chair, review, BOARD_MEETS, "keep", **{**FIELDS, "c-unit": "sammanträden", **typed})
    assert error in errors(response)[field][0]
    assert 'value="sammanträden"' in response.content.decode()
    assert states(chair, review)[BOARD_MEETS] == "proposed"


def test_a_heading_is_background_and_its_sentences_no_commitments(chair, review):
    choose(chair, review, "Styrelsen\n", "heading", **{"h-text": "Om styrelsen", "h-role": "background"})
    assert states(chair, review)[BOARD_MEETS] == "dropped"
    save(chair, review)
    assert YearPlan.objects.get().areas.get(heading="Om styrelsen").number is None


def test_a_line_is_made_a_heading_and_text_again(chair, review):
    choose(chair, review, FACT, "make_heading")
    assert 'value="unmake_heading"' in chair.get(f"{review}?mening={PLAN.index(FACT)}").content.decode()
    choose(chair, review, FACT, "unmake_heading")
    assert 'value="make_heading"' in chair.get(f"{review}?mening={PLAN.index(FACT)}").content.decode()


def test_a_sentence_joined_in_another_tab_is_told(chair, review):
    choose(chair, review, BOARD_MEETS, "join")
    page = chair.get(choose(chair, review, PAPER, "drop").url).content.decode()
    assert "ändrats i en annan flik" in page


@pytest.mark.parametrize(
    "odd", [{}, {"choice": "keep"}, {"start": "x"}, {"start": "-1", "choice": "drop"}, {"start": "5", "choice": "x"}]
)
def test_a_choice_about_nothing_changes_nothing(chair, review, odd):
    before = states(chair, review)
    assert chair.post(review, odd).status_code == 400
    assert states(chair, review) == before


def test_htmx_gets_the_panel_and_the_changed_paragraph_only(chair, review):
    choice = {"start": PLAN.index(BOARD_MEETS), "choice": "keep"}
    answer = chair.post(review, choice, headers={"HX-Request": "true"}).content.decode()
    assert answer.count("hx-swap-oob") == 1
    assert "<html" not in answer
    assert f'data-start="{PLAN.index(PAPER)}"' in answer


def test_htmx_gets_the_document_when_its_paragraphs_change(chair, review):
    choice = {"start": PLAN.index(FACT), "choice": "make_heading"}
    answer = chair.post(review, choice, headers={"HX-Request": "true"}).content.decode()
    assert '<article class="reading-text" id="dokument"' in answer


def test_the_review_makes_as_many_queries_for_a_long_document(chair, review, django_assert_max_num_queries):
    many = "Verksamhetsplan 2032\n\nMöten\n\n" + "Styrelsen ska hålla åtta möten. " * 1000
    address = upload(chair, many).url
    for page in (review, address):
        with django_assert_max_num_queries(8):
            answer = chair.get(f"{page}?mening={PLAN.index(BOARD_MEETS)}")
    assert len(answer.content) < 1_000_000


# -- saving -----------------------------------------------------------------------------------------------------------


def test_the_plan_is_saved_as_a_draft_and_the_next_step_named(chair, review):
    page = chair.get(save(chair, review).url).content.decode()
    plan = YearPlan.objects.get()
    assert plan.is_draft
    assert (plan.starts_on, plan.ends_on) == (date(2031, 1, 1), date(2031, 12, 31))
    assert "Nästa steg: anta planen." in page
    assert not Intake.objects.exists()


def test_before_saving_the_numbers_and_the_doubts_are_shown(chair, review):
    page = chair.get(review + "spara/").content.decode()
    assert "5 åtaganden i 2 områden." in page
    assert "Inte granskade. De sparas som de står." in page
    assert "Svag formulering" in page


def test_what_was_dropped_is_not_saved(chair, review):
    choose(chair, review, BOARD_MEETS, "drop")
    save(chair, review)
    assert not YearPlan.objects.get().commitments.filter(text=BOARD_MEETS).exists()
    assert YearPlan.objects.get().commitments.get(text=PAPER).number == "1.1"


def test_the_same_form_sent_twice_gives_one_plan(chair, review):
    assert save(chair, review).url == save(chair, review).url == "/plan/2031/"
    assert YearPlan.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "field", "error"),
    [
        ({"starts_on": "2031-06-01", "ends_on": "2031-05-31"}, "ends_on", "sluta innan den börjar"),
        ({"starts_on": "2029-01-01", "ends_on": "2029-12-31"}, "starts_on", "ingen dag i 2031"),
        ({"starts_on": "2031-01-01", "ends_on": "2041-12-31"}, "ends_on", "längre än två år"),
        ({"adopted_on": "2019-03-14"}, "adopted_on", "14 mars 2019 är inte"),
        ({"adopted_on": "2031-03-14"}, "adopted_on", "14 mars 2031 har inte varit än"),
        ({"year": ""}, "year", "Skriv vilket år planen gäller"),
        ({"year": "1"}, "year", "1990"),
        ({"title": ""}, "title", "Skriv vad planen heter"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_wrong_day_or_year_is_told_at_its_field(chair, review, typed, field, error):
    response = save(chair, review, **{"organisation": "Partiet i Granlandet", **typed})
    assert error in errors(response)[field][0]
    assert 'value="Partiet i Granlandet"' in response.content.decode()
    assert not YearPlan.objects.exists()


def test_end_before_start_is_refused(chair, review):
    response = save(chair, review, starts_on="2031-12-31", ends_on="2031-01-01")
    assert errors(response) == {"ends_on": ["Planen kan inte sluta innan den börjar."]}


def test_a_year_taken_while_the_review_went_on_is_refused_at_the_year(chair, review):
    make_plan(2031)
    response = save(chair, review)
    assert errors(response) == {"year": ["Det finns redan en verksamhetsplan för 2031."]}
    assert 'href="/plan/2031/"' in response.content.decode()
    assert Intake.objects.exists()


def test_a_plan_that_has_been_adopted_already_is_saved_as_adopted(chair):
    review = upload(chair, PLAN.replace("2031", "2025")).url
    save(chair, review, year="2025", adopted_on="2025-03-15", decision="Årskonferensen § 14")
    assert YearPlan.objects.get().status == "adopted"
