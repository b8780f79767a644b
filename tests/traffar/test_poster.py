"""The poster: one sheet whatever is typed, made as a job for those who arrange, leading to the open page."""

from datetime import date
from io import BytesIO

import pytest
import time_machine
from django.utils import timezone
from pypdf import PdfReader

from distrikt.utskick.actions import run_due_jobs
from distrikt.utskick.models import Job
from tests.traffar.activities import NOW, at, make_activity
from traffar.models import Activity, SignUpTerms
from traffar.public.event import open_event
from traffar.public.poster import PosterSize, fitting_words, make_poster_pdf, poster_document

LONG = "Vi samlas för att tala om bostäder, skola, vård, omsorg, arbete, klimat och fred med gäster från hela länet "


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def activity(cast) -> Activity:
    return make_activity(cast, title="Soppa på torget", audience="everyone", place="Navet")


def address(activity: Activity) -> str:
    return f"/traffar/{activity.pk}/affisch/"


def read(activity: Activity, size: PosterSize = PosterSize.A4) -> PdfReader:
    activity = Activity.objects.with_hosts().get(pk=activity.pk)
    return PdfReader(BytesIO(make_poster_pdf(poster_document(activity, size, now=NOW))))


def test_poster_create_asks_for_the_size_and_makes_one_job_for_the_same_content(activity, log_in):
    client = log_in("sundsvall")
    assert "A3" in client.get(address(activity)).content.decode()
    first = client.post(address(activity), {"size": "a3"})
    assert client.post(address(activity), {"size": "a3"}).url == first.url
    assert Job.objects.get().kind == "poster_a3"
    assert log_in("ange").get(first.url).status_code == 404
    client.post(address(activity), {"size": "a4"})
    Activity.objects.update(place="Folkets hus", version=2)
    client.post(address(activity), {"size": "a4"})
    assert Job.objects.count() == 3


@pytest.mark.parametrize("typed", [{"size": "a0"}, {"size": ""}])
def test_no_size_is_told(activity, log_in, typed):
    answer = log_in("sundsvall").post(address(activity), typed)
    assert answer.status_code == 200
    assert "Välj" in str(answer.context["form"].errors)
    assert not Job.objects.exists()


def test_the_activity_page_leads_to_page_and_poster(activity, log_in):
    shown = {name: log_in(name).get(activity.get_absolute_url()).content.decode() for name in ("sundsvall", "member")}
    assert [address(activity) in page for page in shown.values()] == [True, False]
    assert all(f"/oppet/soppa-pa-torget-{activity.pk}/" in page for page in shown.values())
    Activity.objects.update(audience="members")
    page = log_in("sundsvall").get(activity.get_absolute_url()).content.decode()
    assert "Affisch" not in page
    assert "/oppet/soppa" not in page


def test_what_is_no_longer_open_gets_no_poster(activity, log_in):
    log_in("sundsvall").post(address(activity), {"size": "a4"})
    Activity.objects.update(audience="members")
    run_due_jobs(clock=timezone.now)
    job = Job.objects.get()
    assert job.status == Job.Status.FAILED
    assert "inte öppen" in job.message


def test_text_gives_way_to_title_and_place(cast):
    def words(**fields) -> tuple[str, str]:
        activity = make_activity(cast, audience="everyone", description=LONG * 5, **fields)
        fitting = fitting_words(open_event(activity, district=None, now=NOW), sign_up="")
        return fitting.text, fitting.bring

    assert len(words(title="Kort")[0]) > len(words(title=(LONG * 2)[:160], place=LONG[:60])[0])
    assert words(title=(LONG * 2)[:160], place=LONG + LONG[:40], bring="Kaffe") == ("", "Ta med: Kaffe")
    assert words(title="Kort", bring="Kaffe")[1] == "Ta med: Kaffe"


@pytest.mark.parametrize(
    ("ends_at", "words"),
    [(at(26, 11), "kl. 11<"), (at(26, 13), "kl. 11–13<"), (at(27, 15), "kl. 11 – söndag 27 september kl. 15<")],
)
def test_the_hours_in_words(activity, ends_at, words):
    Activity.objects.update(ends_at=ends_at)
    assert words in poster_document(Activity.objects.with_hosts().get(), PosterSize.A4, now=NOW)


@pytest.mark.pdf
def test_a_made_poster_says_when_where_and_the_address(activity, log_in):
    log_in("sundsvall").post(address(activity), {"size": "a4"})
    run_due_jobs(clock=timezone.now)
    job = Job.objects.get()
    assert (job.status, job.filename) == ("done", "affisch-soppa-pa-torget-a4.pdf")
    with job.result.open() as made:
        [page] = PdfReader(made).pages
        text = page.extract_text()
    for words in ("Soppa på", "Lördag 26 september", "kl. 11–13", "Navet", "Sundsvall", f"/oppet/{activity.pk}"):
        assert words in text


@pytest.mark.pdf
@pytest.mark.parametrize(("size", "width"), [(PosterSize.A4, 210), (PosterSize.A3, 297)])
def test_the_longest_words_stay_on_one_sheet(activity, size, width):
    Activity.objects.update(title="A" * 160, place="B" * 160, bring="C" * 200, description=LONG * 20)
    [page] = read(activity, size).pages
    assert round(float(page.mediabox.width) / 72 * 25.4) == width


PLACE = "Folkets hus stora sal, ingång från gården vid cykelstället, andra våningen, hiss finns bakom kaféet, ring på "


@pytest.mark.pdf
@pytest.mark.parametrize("size", PosterSize)
@pytest.mark.parametrize(
    ("title", "days", "hosts"), [("Soppa på torget", 0, 0), ("Soppa på torget", 1, 9), (LONG + LONG[:45], 1, 9)]
)
def test_a_long_place_ends_above_the_foot_however_many_arrange_it(activity, cast, size, title, days, hosts):
    activity.co_hosts.set(list(cast.bodies.values())[:hosts])
    SignUpTerms.objects.create(activity=activity, open_to="everyone", closes_on=date(2026, 9, 24))
    place = f"{PLACE}{PLACE[:40]} slut"
    Activity.objects.update(title=title, place=place, ends_at=at(26 + days, 13), description=LONG, bring="Kaffe")
    heights: dict[str, float] = {}

    def note(text, ctm, matrix, *_):
        for word in text.split():
            heights.setdefault(word.strip(","), matrix[5] * ctm[3] + ctm[5])

    read(activity, size).pages[0].extract_text(visitor_text=note)
    assert heights["slut"] > heights["Sundsvall"]


@pytest.mark.parametrize(
    ("terms", "words"),
    [
        ({"closes_on": date(2026, 9, 24)}, "Anmäl dig med koden, senast\xa0torsdag\xa024\xa0september<"),
        ({}, "Anmäl dig med koden<"),
        ({"closes_on": date(2026, 9, 14)}, ""),
        ({"open_to": "members"}, ""),
    ],
)
def test_how_to_sign_up_stands_beside_the_code_where_anybody_may(activity, terms, words):
    SignUpTerms.objects.create(activity=activity, **{"open_to": "everyone", **terms})
    document = poster_document(Activity.objects.with_hosts().get(), PosterSize.A4, now=NOW)
    assert words in document
    assert ("Anmäl dig" in document) is bool(words)


def test_what_is_cancelled_gets_no_poster(activity, log_in):
    client = log_in("sundsvall")
    client.post(address(activity), {"size": "a4"})
    Activity.objects.update(status="cancelled", cancel_reason="Stormvarning.")
    assert "Affisch" not in client.get(activity.get_absolute_url()).content.decode()
    assert "inställd, så det blir ingen affisch" in client.get(address(activity)).content.decode()
    assert client.post(address(activity), {"size": "a3"}).status_code == 409
    run_due_jobs(clock=timezone.now)
    job = Job.objects.get()
    assert job.status == Job.Status.FAILED
    assert "inställd" in job.message


@pytest.mark.pdf
def test_it_is_in_swedish_and_typed_words_are_words(activity):
    Activity.objects.update(title="<script>1</script>")
    reader = read(activity)
    assert "<script>" in reader.pages[0].extract_text()
    assert reader.trailer["/Root"]["/Lang"] == "sv"
