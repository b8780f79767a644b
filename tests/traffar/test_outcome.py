import re
import zlib
from datetime import date, timedelta

import pytest
import time_machine
from django.core import mail, signing
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from distrikt.organisation.models import Assignment
from distrikt.saving import EditConflict
from tests.traffar.activities import NOW, at, make_activity, make_plan, outcome_form, picture
from traffar.actions import NewPhoto, link_commitments, report_outcome
from traffar.forms.outcome import CONSENT_VERSION
from traffar.links import outcome_link
from traffar.models import Activity, ActivityPhoto


@pytest.fixture
def past(cast) -> Activity:
    """Something that was over three days ago, on the clock of these tests."""
    with time_machine.travel(NOW, tick=False):
        yield make_activity(cast, starts_at=at(12, 11), contact=cast.sundsvall)


@pytest.fixture
def no_files():
    """The folder of photos is empty before the test; gives the names of what is in it."""

    def stored() -> list[str]:
        return default_storage.listdir("foton")[1] if default_storage.exists("foton") else []

    for name in stored():
        default_storage.delete(f"foton/{name}")
    return stored


def report_url(activity: Activity) -> str:
    return f"/traffar/{activity.pk}/hur-gick-det/"


def test_outcome_report_makes_it_held(log_in, past):
    form = outcome_form(past, from_other_branches="6", outcome="Soligt och många samtal.")
    response = log_in("sundsvall").post(report_url(past), form)
    assert response.url == past.get_absolute_url()
    past.refresh_from_db()
    assert (past.status, past.headcount, past.from_other_branches) == ("held", 34, 6)
    page = log_in("member").get(past.get_absolute_url()).content.decode()
    assert "Soligt och många samtal." in page
    assert "34 kom, varav 6 från andra föreningar" in page


def test_before_the_start_nothing_can_be_reported(cast, log_in):
    with time_machine.travel(NOW, tick=False):
        activity = make_activity(cast, starts_at=at(16))
        response = log_in("sundsvall").post(report_url(activity), outcome_form(activity))
    assert response.url == activity.get_absolute_url()
    activity.refresh_from_db()
    assert activity.is_planned


@pytest.mark.parametrize("headcount", ["5", ""])
def test_a_headcount_smaller_than_the_guests_is_refused(log_in, past, headcount):
    form = outcome_form(past, headcount=headcount, from_other_branches="6", outcome="Bra")
    response = log_in("sundsvall").post(report_url(past), form)
    assert "kan inte vara fler" in response.context["form"].errors["from_other_branches"][0]
    assert "Bra" in response.content.decode()
    past.refresh_from_db()
    assert past.is_planned


@pytest.mark.parametrize("headcount", ["-1", "9999999999999999999999", "många"])
def test_a_headcount_that_is_none_is_refused(log_in, past, headcount):
    response = log_in("sundsvall").post(report_url(past), outcome_form(past, headcount=headcount))
    assert response.context["form"].errors["headcount"]


def test_two_people_telling_see_both_stories(log_in, past):
    log_in("ombudsman").post(report_url(past), outcome_form(past, outcome="Regn"))
    response = log_in("sundsvall").post(report_url(past), outcome_form(past, outcome="Sol"))
    assert response.status_code == 409
    assert [(row.mine, row.theirs) for row in response.context["differences"]] == [("Sol", "Regn")]
    past.refresh_from_db()
    assert past.outcome == "Regn"


def test_what_was_changed_before_anybody_told_is_no_conflict(log_in, past):
    form = outcome_form(past, headcount="", outcome="")
    Activity.objects.update(place="Torget", version=2)
    assert log_in("sundsvall").post(report_url(past), form).status_code == 302
    past.refresh_from_db()
    assert (past.status, past.place) == ("held", "Torget")


def test_the_same_story_sent_twice_is_one(log_in, past, no_files):
    form = outcome_form(past)
    for _ in range(2):
        with_photo = {**form, "photo": picture(), "alt": "Ett bord", "consent": "on"}
        assert log_in("sundsvall").post(report_url(past), with_photo).status_code == 302
    assert ActivityPhoto.objects.count() == 1
    assert len(no_files()) == 1


# Photos


def post_photo(log_in, past, photo, **changed):
    form = outcome_form(past, photo=photo, alt="Ett bord på torget", consent="on", **changed)
    return log_in("sundsvall").post(report_url(past), form)


def refused(response, field: str = "photo") -> str:
    """The error at the field; nothing is saved."""
    assert response.status_code == 200
    assert not ActivityPhoto.objects.exists()
    assert not Activity.objects.filter(status="held").exists()
    return response.context["form"].errors[field][0]


def test_a_photo_is_remade_without_what_the_camera_hid(log_in, past, no_files):
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "Kamera"
    post_photo(log_in, past, picture(size=(2400, 1200), exif=exif))
    photo = ActivityPhoto.objects.get()
    assert re.fullmatch(r"foton/[0-9a-f]{32}\.jpeg", photo.image.name)
    with photo.image.open() as file, Image.open(file) as stored:
        assert stored.size == (1000, 2000)
        assert not stored.getexif()
    assert photo.uploaded_by is not None
    assert photo.consent_text == CONSENT_VERSION


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_photos_of_the_usual_formats_are_taken(log_in, past, no_files, kind):
    post_photo(log_in, past, picture(kind))
    assert ActivityPhoto.objects.count() == 1


def test_a_photo_of_30000_by_30000_pixels_is_refused(log_in, past, no_files):
    """A PNG of a few bytes whose header says so: refused by the header, nothing is unpacked."""
    png = picture("PNG").read()
    header = png[:16] + (30_000).to_bytes(4, "big") * 2 + png[24:29]
    huge = header + zlib.crc32(header[12:29]).to_bytes(4, "big") + png[33:]
    assert "bildpunkter" in refused(post_photo(log_in, past, SimpleUploadedFile("stor.png", huge)))
    assert no_files() == []


def test_a_photo_of_more_than_15_megabytes_is_refused(log_in, past, no_files):
    heavy = SimpleUploadedFile("tung.jpg", picture().read() + b"\0" * 15 * 1024 * 1024)
    assert "15 MB" in refused(post_photo(log_in, past, heavy))


def test_a_file_that_is_no_picture_is_refused_whatever_its_name(log_in, past, no_files):
    for content in (b"", b"%PDF-1.7", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"\xff\xd8\xff\xe0 nonsens"):
        assert refused(post_photo(log_in, past, SimpleUploadedFile("bild.jpg", content, "image/jpeg")))


def test_a_gif_is_refused(log_in, past, no_files):
    assert "JPEG, PNG eller WebP" in refused(post_photo(log_in, past, picture("GIF")))


def test_a_broken_photo_is_refused(log_in, past, no_files):
    assert refused(post_photo(log_in, past, SimpleUploadedFile("halv.jpg", picture(size=(900, 900)).read()[:600])))


def test_a_heic_photo_is_refused_with_advice(log_in, past, no_files):
    heic = SimpleUploadedFile("IMG_1.HEIC", b"\0\0\0\x18ftypheic\0\0\0\0" + b"\0" * 100)
    assert "Mest kompatibelt" in refused(post_photo(log_in, past, heic))


def test_a_photo_without_words_or_consent_is_refused(log_in, past, no_files):
    form = outcome_form(past, photo=picture())
    response = log_in("sundsvall").post(report_url(past), form)
    assert "vad bilden visar" in refused(response, "alt")
    assert "Fråga dem" in refused(response, "consent")


def test_a_photo_leaves_no_file_behind_when_saving_fails(cast, past, no_files):
    photo = NewPhoto(ContentFile(picture().read(), name="x.jpg"), "Ett bord", "2026-11", past.submission)
    Activity.objects.update(status="held", outcome="Regn", version=2)
    past.outcome = "Sol"
    with pytest.raises(EditConflict):
        report_outcome(activity=past, photo=photo, version=1, by=cast.sundsvall.pk)
    assert no_files() == []
    assert not ActivityPhoto.objects.exists()


def test_photo_detail_shows_it_to_those_who_may_see_the_activity(log_in, past, no_files):
    post_photo(log_in, past, picture())
    url = f"/traffar/foto/{ActivityPhoto.objects.get().pk}/"
    response = log_in("ange").get(url)
    assert response["Content-Type"] == "image/jpeg"
    assert "no-store" in response["Cache-Control"]
    assert b"".join(response)
    assert log_in("administrator").get(url).status_code == 404
    assert log_in(None).get(url).status_code == 302
    Activity.objects.update(status="draft")
    assert log_in("ange").get(url).status_code == 404


def test_photo_delete_takes_the_file_too(log_in, past, no_files, django_capture_on_commit_callbacks):
    post_photo(log_in, past, picture())
    url = f"/traffar/foto/{ActivityPhoto.objects.get().pk}/ta-bort/"
    assert log_in("ange").post(url).status_code == 403
    with django_capture_on_commit_callbacks(execute=True):
        log_in("sundsvall").post(url)
    assert not ActivityPhoto.objects.exists()
    assert no_files() == []


# The personal link


def path_of(activity: Activity, person) -> str:
    return outcome_link(activity, person).removeprefix("http://127.0.0.1:8000")


def test_outcome_by_link_opens_the_question_without_log_in(cast, past):
    client = Client(enforce_csrf_checks=True)
    page = client.get(path_of(past, cast.sundsvall))
    assert page.status_code == 200
    assert page["X-Robots-Tag"] == "noindex"
    assert "no-store" in page["Cache-Control"]
    assert not page.cookies
    response = client.post(path_of(past, cast.sundsvall), outcome_form(past, outcome="Sol"))
    assert response.status_code == 302
    assert "Tack!" in client.get(response.url).content.decode()
    past.refresh_from_db()
    assert (past.status, past.outcome) == ("held", "Sol")


def test_a_get_of_the_link_changes_nothing(cast, past):
    before = Activity.objects.values().get()
    Client().get(path_of(past, cast.sundsvall), {"headcount": "5"})
    assert Activity.objects.values().get() == before


def test_the_link_shows_nothing_else_of_the_district(cast, past):
    make_activity(cast, title="Något helt annat", starts_at=at(12, 11))
    client = Client()
    page = client.get(path_of(past, cast.sundsvall)).content.decode()
    assert "Något helt annat" not in page
    assert "Amina" not in page
    assert client.get(past.get_absolute_url()).status_code == 302


def closed(url: str) -> bool:
    response = Client().post(url, {"headcount": "5", "version": "1"})
    return response.status_code == 404 and "Länken går inte att använda" in response.content.decode()


def test_a_tampered_link_opens_nothing(cast, past):
    url = path_of(past, cast.sundsvall)
    assert closed(url[:-2] + "/")
    assert closed("/t/nonsens/")
    other_purpose = signing.dumps([past.pk, cast.sundsvall.pk], salt="något annat")
    assert closed(f"/t/{other_purpose}/")
    past.refresh_from_db()
    assert past.is_planned


def test_a_link_for_an_activity_of_others_opens_nothing(cast, past):
    assert closed(path_of(past, cast.ange))
    assert closed(path_of(past, cast.member))


def test_a_link_lasts_fourteen_days(cast, past):
    url = path_of(past, cast.sundsvall)
    with time_machine.travel(NOW + timedelta(days=13, hours=23), tick=False):
        assert Client().get(url).status_code == 200
    with time_machine.travel(NOW + timedelta(days=14, minutes=1), tick=False):
        assert closed(url)


def test_a_link_dies_when_the_activity_is_cancelled(cast, past):
    Activity.objects.update(status="cancelled", cancel_reason="Storm")
    assert closed(path_of(past, cast.sundsvall))


def test_a_link_dies_with_the_assignment(cast, past):
    Assignment.objects.filter(user=cast.sundsvall).update(ends_on=date(2026, 9, 14))
    assert closed(path_of(past, cast.sundsvall))


def test_a_link_dies_with_the_account(cast, past):
    cast.sundsvall.is_active = False
    cast.sundsvall.save()
    assert closed(path_of(past, cast.sundsvall))


def test_a_link_opened_before_the_start_says_so(cast):
    with time_machine.travel(NOW, tick=False):
        activity = make_activity(cast, starts_at=at(16))
        url = path_of(activity, cast.sundsvall)
        assert "Lite för tidigt" in Client().get(url).content.decode()
        Client().post(url, outcome_form(activity))
    activity.refresh_from_db()
    assert activity.is_planned


def test_outcome_request_mails_the_link_to_the_contact(cast, log_in, past):
    log_in("ombudsman").post(f"/traffar/{past.pk}/fraga/")
    [message] = mail.outbox
    assert message.to == [cast.sundsvall.email]
    assert message.subject == "Hur gick det? Torgmöte, lördag 12 september kl. 11–13, v. 37"
    [link] = re.findall(r"http://127\.0\.0\.1:8000(/t/\S+)", message.body)
    assert Client().get(link).status_code == 200
    assert link in message.alternatives[0].content


def test_outcome_request_is_not_mailed_to_those_who_could_not_answer(cast, log_in, past):
    past.contact = cast.member
    past.save()
    log_in("ombudsman").post(f"/traffar/{past.pk}/fraga/")
    assert log_in("ange").post(f"/traffar/{past.pk}/fraga/").status_code == 403
    assert mail.outbox == []


def test_outcome_retract_makes_it_planned_again_and_the_ledger_knows(cast, log_in, past):
    commitment = make_plan().commitments.get(number="1.1")
    link_commitments(activities=[past], commitments=[commitment.pk], by=cast.sundsvall.pk)
    client = log_in("sundsvall")
    client.post(f"/traffar/{past.pk}/hur-gick-det/", outcome_form(past, headcount=12, outcome="Bra."))
    assert commitment.contributions.get().state == "done"
    client.post(f"/traffar/{past.pk}/hur-gick-det/ta-tillbaka/", {"version": past.version})
    assert commitment.contributions.get().state == "done", "told anew since the page was opened"
    past.refresh_from_db()
    client.post(f"/traffar/{past.pk}/hur-gick-det/ta-tillbaka/", {"version": past.version})
    past.refresh_from_db()
    assert (past.status, past.headcount, past.outcome) == ("planned", None, "")
    assert commitment.contributions.get().state == "planned"
