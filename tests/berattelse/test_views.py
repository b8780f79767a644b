"""The pages of the report: who writes what, that nothing written is lost, and what each page costs."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from plan.berattelse.actions import write_chapter
from plan.berattelse.models import AnnualReport, Chapter, Edition, Outcome
from traffar.models import ActivityKind

DESK = "/berattelse/2026/"


@pytest.fixture(autouse=True)
def _in_january(time_machine):
    time_machine.move_to("2027-01-20T10:00:00+01:00", tick=False)


def approve(year):
    AnnualReport.objects.filter(pk=year.row.pk).update(status="approved", approved_on="2027-01-10")


def write(client, key, text, version=1):
    return client.post(f"{DESK}kapitel/{key}/", {"text": text, "version": version})


def decide(client, number, value, comment="", version=1):
    return client.post(f"{DESK}utfall/{number}/", {"value": value, "comment": comment, "version": version})


@pytest.mark.parametrize(
    ("name", "desk", "draft", "approved"),
    [
        ("chair", 200, 200, 200),
        ("ombudsman", 200, 200, 200),
        ("sundsvall", 200, 200, 200),
        ("convener", 200, 200, 200),
        ("region", 200, 200, 200),
        ("auditor", 404, 404, 200),
        ("member", 404, 404, 200),
        ("administrator", 404, 404, 404),
        ("stranger", 404, 404, 404),
        (None, 302, 302, 302),
    ],
)
def test_report_read_is_for_everyone_when_approved_and_before_that_for_its_writers(
    year, log_in, name, desk, draft, approved
):
    client = log_in(name)
    assert client.get(DESK).status_code == desk
    assert client.get(f"{DESK}las/").status_code == draft
    approve(year)
    assert client.get(f"{DESK}las/").status_code == approved


@pytest.mark.parametrize(
    ("name", "writes"),
    [
        ("chair", {"introduction", "branch:sundsvall", "branch:ange", "network:klimatnatverket"}),
        ("ombudsman", {"introduction", "branch:sundsvall", "branch:ange", "network:klimatnatverket"}),
        ("sundsvall", {"branch:sundsvall"}),
        ("ange", {"branch:ange"}),
        ("convener", {"network:klimatnatverket"}),
        ("region", {"region_group:regiongruppen"}),
    ],
)
def test_chapter_edit_is_for_the_board_and_a_bodys_own_for_its_people(year, log_in, name, writes):
    keys = {
        *("introduction", "branch:sundsvall", "branch:ange", "network:klimatnatverket", "region_group:regiongruppen"),
    }
    client = log_in(name)
    assert {key for key in keys if write(client, key, "Vår text.").status_code == 302} == writes
    assert {key for key in keys if client.get(f"{DESK}kapitel/{key}/").status_code == 200} == writes
    assert set(Chapter.objects.values_list("key", flat=True)) == writes


def test_chapter_edit_of_an_unknown_chapter_is_404(year, log_in):
    assert write(log_in("chair"), "branch:nowhere", "x").status_code == 404


def test_what_a_person_wrote_is_never_overwritten_by_the_program(year, log_in, cast):
    client = log_in("chair")
    write(client, "board", "Vi har haft det *bra*.")
    year.held(ActivityKind.BOARD_MEETING, cast.bodies["distriktsstyrelsen"])
    chapter = year.report().chapter("board")
    assert chapter.text == "Vi har haft det *bra*."
    assert "ett protokollfört sammanträde" in chapter.draft
    page = client.get(f"{DESK}kapitel/board/").content.decode()
    assert "Vi har haft det *bra*." in page
    assert "ett protokollfört sammanträde" in page


def test_a_draft_saved_unchanged_stays_the_programs_and_follows_the_figures(year, log_in, cast):
    year.held(ActivityKind.BOARD_MEETING, cast.bodies["distriktsstyrelsen"])
    write(log_in("chair"), "board", year.report().chapter("board").draft.replace("\n", "\r\n"))
    year.held(ActivityKind.BOARD_MEETING, cast.bodies["distriktsstyrelsen"], days=60)
    assert "två protokollförda sammanträden" in year.report().chapter("board").text


def test_an_emptied_chapter_shows_the_programs_draft_again(year, log_in):
    client = log_in("chair")
    write(client, "economy", "Kassan är god.")
    write(client, "economy", "", version=2)
    assert year.report().chapter("economy").text.startswith("Årets ekonomi redovisas")


def test_two_people_on_the_same_chapter_see_both_texts(year, log_in):
    write(log_in("secretary"), "introduction", "Sekreterarens text.")
    response = write(log_in("chair"), "introduction", "Ordförandens text.")
    page = response.content.decode()
    assert response.status_code == 409
    assert "Sekreterarens text." in page
    assert "Ordförandens text." in page
    assert Chapter.objects.get().text == "Sekreterarens text."
    assert 'name="version" value="2"' in page


@pytest.mark.parametrize("text", ["Vår text.", None])
def test_the_same_chapter_sent_twice_is_saved_once(year, log_in, text):
    text = text or year.report().chapter("introduction").draft
    client = log_in("chair")
    assert [write(client, "introduction", text).status_code for _ in range(2)] == [302, 302]
    assert Chapter.objects.get().version == 2


def test_two_people_on_the_same_outcome_see_both(year, log_in):
    year.commitment(year.area("Kultur"))
    assert decide(log_in("secretary"), "1.1", "not", "Inget blev av.").status_code == 302
    response = decide(log_in("chair"), "1.1", "partly", "Nästan.")
    assert response.status_code == 409
    assert "Inget blev av." in response.content.decode()
    assert "Nästan." in response.content.decode()
    assert Outcome.objects.get().comment == "Inget blev av."


def test_the_same_outcome_sent_twice_is_decided_once(year, log_in):
    year.commitment(year.area("Kultur"))
    client = log_in("chair")
    assert [decide(client, "1.1", "not", "Inget blev av.").status_code for _ in range(2)] == [302, 302]
    assert Outcome.objects.get().version == 2


def test_outcome_decide_without_a_choice_says_so_and_keeps_the_comment(year, log_in):
    year.commitment(year.area("Kultur"))
    response = decide(log_in("chair"), "1.1", "", "Kommentaren.")
    assert response.status_code == 422
    assert "Välj hur det gick." in response.content.decode()
    assert "Kommentaren." in response.content.decode()


def test_outcome_decide_leads_to_the_next_one_left(year, log_in):
    area = year.area("Kultur")
    for _ in range(3):
        year.commitment(area)
    client = log_in("chair")
    decide(client, "1.2", "not")
    assert decide(client, "1.1", "not").url.endswith("#1.3")


def test_outcome_decide_stays_among_those_without_a_decision(year, log_in):
    area = year.area("Kultur")
    year.commitment(area), year.commitment(area)
    response = log_in("chair").post(f"{DESK}utfall/1.1/?visa=kvar", {"value": "not", "comment": "", "version": 1})
    assert response.url == f"{DESK}utfall/?visa=kvar#1.2"


def test_with_htmx_one_outcome_is_drawn_anew_and_what_is_typed_of_the_others_stays(year, log_in):
    area = year.area("Kultur")
    year.commitment(area), year.commitment(area)
    response = log_in("chair").post(
        f"{DESK}utfall/1.1/", {"value": "not", "comment": "Det regnade.", "version": 1}, headers={"HX-Request": "true"}
    )
    answer = response.content.decode()
    assert response.status_code == 200
    assert 'id="1.1"' in answer
    assert "Det regnade." in answer
    assert "Utan beslut 1" in answer
    assert 'name="version" value="2"' in answer
    assert 'id="1.2"' not in answer


def test_before_the_years_end_what_has_time_left_is_not_judged(year, log_in, time_machine):
    time_machine.move_to("2026-11-22T10:00:00+01:00", tick=False)
    year.commitment(year.area("Kultur"), deadline=date(2026, 12, 1))
    page = log_in("chair").get(f"{DESK}utfall/").content.decode()
    assert "Ännu inte klart" in page
    assert "checked" not in page
    assert "Godta alla förslag" not in page


def test_outcome_accept_all_asks_first_and_leaves_what_is_decided(year, log_in, cast):
    area = year.area("Kultur")
    first, second = year.commitment(area), year.commitment(area)
    for days in (10, 20):
        year.held(ActivityKind.OPEN_EVENT, cast.bodies["timra"], first, second, days=days)
    client = log_in("chair")
    decide(client, "1.1", "not", "Vi menade något annat.")
    assert client.get(f"{DESK}utfall/godta/").status_code == 200
    assert Outcome.objects.count() == 1
    client.post(f"{DESK}utfall/godta/")
    client.post(f"{DESK}utfall/godta/")
    assert dict(Outcome.objects.values_list("commitment__number", "value")) == {"1.1": "not", "1.2": "fulfilled"}


@pytest.mark.parametrize("name", ["sundsvall", "convener", "region"])
def test_outcomes_are_decided_by_board_and_ombudsman_alone(year, log_in, name):
    year.commitment(year.area("Kultur"))
    client = log_in(name)
    assert client.get(f"{DESK}utfall/").status_code == 403
    assert decide(client, "1.1", "not").status_code == 403
    assert client.post(f"{DESK}utfall/godta/").status_code == 403


def test_report_approve_waits_for_every_outcome(year, log_in):
    year.commitment(year.area("Kultur"))
    client, form = log_in("chair"), {"approved_on": "2027-01-20", "place_and_date": "Timrå den 20 januari 2027"}
    assert client.post(f"{DESK}godkann/", form).status_code == 409
    decide(client, "1.1", "not")
    assert client.post(f"{DESK}godkann/", form).status_code == 302
    report = AnnualReport.objects.get()
    assert (report.status, report.place_and_date) == ("approved", "Timrå den 20 januari 2027")


def test_an_approved_report_is_not_changed_until_the_board_opens_it(year, log_in):
    year.commitment(year.area("Kultur"))
    approve(year)
    client = log_in("chair")
    assert write(client, "introduction", "Efteråt.").status_code == 403
    assert decide(client, "1.1", "not").status_code == 403
    assert log_in("ombudsman").post(f"{DESK}oppna-igen/").status_code == 403
    assert client.post(f"{DESK}oppna-igen/").status_code == 302
    assert write(client, "introduction", "Efteråt.").status_code == 302


def test_an_approved_report_stands_whatever_is_edited_afterwards(year, log_in, cast):
    commitment = year.commitment(year.area("Kultur"))
    activity = year.held(ActivityKind.OPEN_EVENT, cast.bodies["timra"], commitment, headcount=12, title="Bokbord")
    client, form = log_in("chair"), {"approved_on": "2027-01-20", "place_and_date": "Timrå den 20 januari 2027"}
    decide(client, "1.1", "partly")
    client.post(f"{DESK}godkann/", form)
    approved = Edition.objects.get().page
    printed = client.post(f"{DESK}pdf/").url
    assert "Timrå den 20 januari 2027" in approved
    assert approved in client.get(f"{DESK}las/").content.decode()
    type(activity).objects.update(headcount=99, title="Något annat")
    year.held(ActivityKind.OPEN_EVENT, cast.bodies["timra"], commitment, days=60)
    assert approved in client.get(f"{DESK}las/").content.decode()
    assert client.post(f"{DESK}pdf/").url == printed
    client.post(f"{DESK}oppna-igen/")
    assert "Något annat" in client.get(f"{DESK}las/").content.decode()


def test_report_approve_sent_twice_approves_once(year, log_in):
    client, form = log_in("chair"), {"approved_on": "2027-01-20", "place_and_date": "Timrå"}
    assert [client.post(f"{DESK}godkann/", form).url for _ in range(2)] == [DESK] * 2
    assert Edition.objects.count() == 1


@pytest.mark.parametrize("day", ["2027-01-21", "2025-12-31", "1027-01-20", ""])
def test_a_date_in_another_year_is_refused_at_its_field(year, log_in, day):
    response = log_in("chair").post(f"{DESK}godkann/", {"approved_on": day, "place_and_date": "Timrå"})
    assert response.context["form"].errors.keys() == {"approved_on"}
    assert 'value="Timrå"' in response.content.decode()
    assert AnnualReport.objects.get().is_draft


def test_a_chapter_is_not_saved_in_the_moment_the_report_is_approved(year, cast):
    chapter = Chapter(report=year.row, key="introduction", text="För sent.")
    approve(year)
    with pytest.raises(PermissionDenied):
        write_chapter(chapter=chapter, version=1, by=cast.chair.pk, at=datetime(2027, 1, 20, tzinfo=UTC))
    assert not Chapter.objects.exists()


def test_report_create_begins_a_report_once(year, log_in):
    year.row.delete()
    client = log_in("ombudsman")
    assert "Börja på berättelsen för 2026" in client.get("/berattelse/").content.decode()
    for _ in range(2):
        assert client.post(f"{DESK}borja/").url == DESK
    assert AnnualReport.objects.count() == 1
    assert log_in("sundsvall").post(f"{DESK}borja/").status_code == 403


def test_report_current_shows_each_what_they_may_read(year, log_in):
    assert "Verksamhetsberättelse 2026" not in log_in("member").get("/berattelse/").content.decode()
    approve(year)
    assert "Verksamhetsberättelse 2026" in log_in("member").get("/berattelse/").content.decode()
    assert log_in("stranger").get("/berattelse/").status_code == 404


@pytest.mark.parametrize("page", ["", "las/", "utfall/"])
def test_the_pages_cost_the_same_with_one_commitment_and_with_thirty(year, cast, log_in, page):
    client = log_in("chair")

    def cost():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(f"{DESK}{page}").status_code == 200
        return len(queries)

    area = year.area("Kultur")
    year.held(ActivityKind.OPEN_EVENT, cast.bodies["timra"], year.commitment(area))
    write(client, "introduction", "Text.")
    few = cost()
    for number in range(30):
        commitment = year.commitment(area)
        year.held(ActivityKind.SQUARE_MEETING, cast.bodies["sundsvall"], commitment, days=number)
        Outcome.objects.create(report=year.row, commitment=commitment, value="not", comment="Nej.")
    assert cost() == few
    # Twelve, and one of the board's decisions.
    assert few <= 13


def test_text_that_people_write_is_cleaned_on_the_page(year, log_in):
    client = log_in("chair")
    write(client, "introduction", 'Hej <script>alert(1)</script> <img src="http://exempel.se/x.png">')
    page = client.get(f"{DESK}las/").content.decode()
    assert "<script>alert" not in page
    assert '<img src="http' not in page
