import pytest
import time_machine
from django.urls import reverse

from plan.models import Contribution
from tests.traffar.activities import NOW, at, make_activity, make_plan, new_form
from traffar.models import Activity, ActivityKind
from traffar.reports import usual_kinds

NEW = "/traffar/ny/"


def test_activity_create_takes_what_when_and_where(cast, log_in):
    response = log_in("sundsvall").post(NEW, new_form(cast))
    activity = Activity.objects.get()
    assert response.url == f"/traffar/{activity.pk}/hor-till/"
    assert (activity.kind, activity.place, activity.status) == ("square_meeting", "Navet", "planned")
    assert (activity.starts_at, activity.ends_at) == (at(26, 11), at(26, 13))
    assert activity.created_by == cast.sundsvall


def test_without_an_end_it_lasts_two_hours(cast, log_in):
    log_in("sundsvall").post(NEW, new_form(cast, ends=""))
    assert Activity.objects.get().ends_at == at(26, 13)


def test_a_conference_may_end_on_another_day(cast, log_in):
    log_in("sundsvall").post(NEW, new_form(cast, last_day="2026-09-27", ends="10:00"))
    assert Activity.objects.get().ends_at == at(27, 10)


def test_several_dates_give_an_activity_each(cast, log_in):
    days = ["2026-10-10", "", "2026-10-03", "2026-09-26"]
    log_in("sundsvall").post(NEW, new_form(cast, more_days=days))
    found = Activity.objects.values_list("starts_at", "occurrence")
    assert list(found) == [(at(26, 11), 0), (at(3, 11, month=10), 1), (at(10, 11, month=10), 2)]


def test_the_same_form_sent_twice_gives_one_set_of_records(cast, log_in):
    form = new_form(cast, more_days=["2026-10-03"])
    first, second = (log_in("sundsvall").post(NEW, form) for _ in range(2))
    assert first.url == second.url
    assert Activity.objects.count() == 2


def test_a_draft_goes_to_its_own_page(cast, log_in):
    response = log_in("sundsvall").post(NEW, new_form(cast, draft="1"))
    activity = Activity.objects.get()
    assert activity.is_draft
    assert response.url == f"/traffar/{activity.pk}/"


def test_the_same_registered_again_is_asked_about(cast, log_in):
    log_in("sundsvall").post(NEW, new_form(cast))
    again = new_form(cast, title="Torgmöte om bussarna", ends="12:00")
    page = log_in("sundsvall").post(NEW, again).content.decode()
    assert Activity.objects.count() == 1
    assert Activity.objects.get().get_absolute_url() in page
    assert 'value="Torgmöte om bussarna"' in page
    log_in("sundsvall").post(NEW, {**again, "twin_confirmed": "on"})
    assert Activity.objects.count() == 2


def test_others_at_the_same_time_are_no_twins(cast, log_in):
    make_activity(cast, "ange")
    make_activity(cast, kind=ActivityKind.RALLY)
    make_activity(cast, status="cancelled", cancel_reason="Storm")
    assert log_in("sundsvall").post(NEW, new_form(cast)).status_code == 302


@pytest.mark.parametrize(
    ("kind", "organiser", "audience"),
    [
        ("board_meeting", "distriktsstyrelsen", "own"),
        ("autumn_conference", "distriktet", "members"),
        ("action", "distriktet", "everyone"),
        ("network_action", "distriktet", "everyone"),
    ],
)
def test_organiser_and_audience_follow_from_what_it_is(cast, log_in, kind, organiser, audience):
    log_in("chair").post(NEW, new_form(cast, kind=kind, organiser="", audience=""))
    activity = Activity.objects.get()
    assert (activity.organiser.slug, activity.audience) == (organiser, audience)


def test_a_contact_is_offered_what_a_branch_arranges(cast, log_in):
    form = log_in("sundsvall").get(NEW).context["form"]
    kinds = {value for value, _ in form.fields["kind"].choices}
    assert {"square_meeting", "board_meeting"} <= kinds
    assert not kinds & {"annual_conference", "executive_meeting", "network_meeting"}
    assert cast.bodies["sundsvall"] not in form.fields["co_hosts"].queryset


def test_a_title_that_is_too_long_is_told_of(cast, log_in):
    client = log_in("sundsvall")
    assert "maxlength" not in str(client.get(NEW).context["form"]["title"])
    assert "160" in refused(client, new_form(cast, title="x" * 161))["title"][0]


def refused(client, form) -> dict[str, list[str]]:
    """The errors of the form; nothing is saved, and what was typed stands there still."""
    response = client.post(NEW, form)
    assert response.status_code == 200
    assert not Activity.objects.exists()
    assert 'value="Navet"' in response.content.decode()
    return response.context["form"].errors


def test_end_before_start_is_refused(cast, log_in):
    errors = refused(log_in("sundsvall"), new_form(cast, ends="10:00"))
    assert "slutar innan den börjar" in errors["ends"][0]


def test_a_time_that_does_not_exist_is_refused_kindly(cast, log_in):
    with time_machine.travel(NOW, tick=False):
        errors = refused(log_in("sundsvall"), new_form(cast, day="2027-03-28", starts="02:30", ends="04:00"))
    assert "sommartid" in errors["starts"][0]


def test_a_time_that_comes_twice_is_taken(cast, log_in):
    log_in("sundsvall").post(NEW, new_form(cast, day="2026-10-25", starts="02:30", ends="04:00"))
    assert Activity.objects.count() == 1


def test_a_date_in_another_year_is_asked_about_once_more(cast, log_in):
    form = new_form(cast, day="2062-09-26")
    with time_machine.travel(NOW, tick=False):
        client = log_in("sundsvall")
        errors = refused(client, form)
        assert "2062" in errors["day"][0]
        client.post(NEW, {**form, "year_confirmed": "on"})
    assert Activity.objects.get().starts_at.year == 2062


def test_a_second_date_in_another_year_is_asked_about_too(cast, log_in):
    with time_machine.travel(NOW, tick=False):
        assert refused(log_in("sundsvall"), new_form(cast, more_days=["2062-01-01"]))["day"]


def test_a_date_that_is_none_is_refused_at_its_field(cast, log_in):
    client = log_in("sundsvall")
    assert "2026-09-26" in refused(client, new_form(cast, day="i morgon"))["day"][0]
    assert refused(client, new_form(cast, day="0001-01-01"))["day"]
    assert "nonsens" in refused(client, new_form(cast, more_days=["nonsens"]))["more_days"][0]


def test_a_foreign_key_from_another_branch_in_the_post_is_refused(cast, log_in):
    errors = refused(log_in("sundsvall"), new_form(cast, organiser=cast.bodies["ange"].pk))
    assert "Du kan inte lägga in något åt det organet" in errors["organiser"][0]


def test_a_contact_with_protected_data_cannot_be_chosen(cast, log_in):
    cast.ange.is_protected = True
    cast.ange.save()
    assert refused(log_in("ombudsman"), new_form(cast, contact=cast.ange.pk))["contact"]


def test_the_ombudsman_registers_for_any_branch(cast, log_in):
    log_in("ombudsman").post(NEW, new_form(cast, organiser=cast.bodies["ange"].pk))
    assert Activity.objects.get().organiser == cast.bodies["ange"]


def test_those_who_organise_nothing_may_not_register(cast, log_in):
    for name in ("member", "auditor", "administrator"):
        assert log_in(name).get(NEW).status_code == 403
        assert log_in(name).post(NEW, new_form(cast)).status_code == 403
    assert not Activity.objects.exists()


def test_the_kinds_used_most_come_first(cast):
    for _ in range(2):
        make_activity(cast, kind=ActivityKind.VISIT)
    make_activity(cast, kind=ActivityKind.RALLY)
    make_activity(cast, "ange", kind=ActivityKind.STUDY_CIRCLE)
    kinds = usual_kinds(cast.viewer("sundsvall"))
    assert kinds[:2] == [ActivityKind.VISIT, ActivityKind.RALLY]
    assert len(set(kinds)) == 6


def test_activity_day_tells_of_holidays_weeks_and_others(cast, log_in):
    make_activity(cast, "ange", starts_at=at(20, 12, month=6), title="Fest i Ånge")
    make_activity(cast, "ange", starts_at=at(20, 12, month=6), title="Hemligt", status="draft")
    page = log_in("sundsvall").get(f"{NEW}dag/", {"day": "2026-06-20"}).content.decode()
    assert "Midsommardagen" in page
    assert "Vecka 25" in page
    assert "Fest i Ånge" in page
    assert "Hemligt" not in page
    assert log_in("sundsvall").get(f"{NEW}dag/", {"day": "x"}).content == b""


def test_activity_commitments_proposes_and_keeps_who_accepted(cast, log_in):
    plan = make_plan()
    activity = make_activity(cast)
    client, url = log_in("sundsvall"), reverse("traffar:activity_commitments", args=[activity.pk])
    page = client.get(url)
    first = plan.commitments.get(number="1.1")
    assert "Vilken punkt hör den till?" in page.content.decode()
    assert page.context["ticked"] == [first.pk]
    assert not Contribution.objects.exists()
    client.post(url, {"commitments": [first.pk]})
    row = Contribution.objects.get()
    assert (row.commitment, row.source_id, row.state) == (first, activity.pk, "planned")
    assert row.accepted_by == cast.sundsvall
    log_in("ombudsman").post(url, {"commitments": [c.pk for c in plan.commitments.all()]})
    assert Contribution.objects.get(commitment=first).accepted_by == cast.sundsvall


def test_no_is_an_answer_too(cast, log_in):
    plan = make_plan()
    activity = make_activity(cast)
    url = reverse("traffar:activity_commitments", args=[activity.pk])
    log_in("sundsvall").post(url, {"commitments": [plan.commitments.first().pk], "none": "1"})
    assert not Contribution.objects.exists()


def test_all_occurrences_get_the_same_links(cast, log_in):
    plan = make_plan()
    client = log_in("sundsvall")
    url = client.post(NEW, new_form(cast, more_days=["2026-10-03", "2026-10-10"])).url
    chosen = [commitment.pk for commitment in plan.commitments.all()]
    client.post(url, {"commitments": chosen, "all_occurrences": "on"})
    assert Contribution.objects.count() == 6


def test_an_occurrence_that_others_arrange_now_keeps_its_links(cast, log_in):
    plan = make_plan()
    client = log_in("sundsvall")
    url = client.post(NEW, new_form(cast, more_days=["2026-10-03"])).url
    Activity.objects.filter(occurrence=1).update(organiser=cast.bodies["ange"])
    client.post(url, {"commitments": [plan.commitments.first().pk], "all_occurrences": "on"})
    assert Contribution.objects.get().source_id == Activity.objects.get(occurrence=0).pk


def test_a_commitment_of_another_plan_is_refused(cast, log_in):
    make_plan()
    other = make_plan(2025).commitments.first()
    url = reverse("traffar:activity_commitments", args=[make_activity(cast).pk])
    response = log_in("sundsvall").post(url, {"commitments": [other.pk]})
    assert response.context["form"].errors["commitments"]
    assert not Contribution.objects.exists()


def test_others_may_not_say_what_it_belongs_to(cast, log_in):
    url = reverse("traffar:activity_commitments", args=[make_activity(cast).pk])
    assert log_in("ange").post(url, {}).status_code == 403


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"last_day": "2026-09-20", "ends": ""}, "last_day", "före den första"),
        ({"last_day": "2026-09-27", "ends": ""}, "ends", "när den slutar"),
        ({"contact_phone": "abc"}, "contact_phone", "telefonnummer"),
    ],
)
def test_what_makes_no_sense_is_told_at_its_field_and_nothing_is_saved(cast, log_in, typed, field, words):
    form = log_in("sundsvall").post(NEW, new_form(cast, **typed)).context["form"]
    assert words in form.errors[field][0]
    assert not Activity.objects.exists()


def test_dates_outside_the_plans_year_are_told_apart(cast, log_in):
    plan = make_plan()
    client = log_in("sundsvall")
    client.post(NEW, new_form(cast, more_days=["2027-01-09"]))
    first = Activity.objects.order_by("starts_at").first()
    chosen = {"commitments": [plan.commitments.get(number="1.1").pk], "all_occurrences": "on"}
    page = client.post(f"/traffar/{first.pk}/hor-till/", chosen, follow=True).content.decode()
    assert "1 av 2 tillfällen hör till punkt 1.1" in page


def test_what_has_been_is_followed_by_the_question_how_it_went(cast, log_in):
    past = make_activity(cast, starts_at=at(1))
    make_plan()
    with time_machine.travel(NOW, tick=False):
        response = log_in("sundsvall").post(f"/traffar/{past.pk}/hor-till/", {"none": "1"})
    assert response.url == f"/traffar/{past.pk}/hur-gick-det/"


def test_marks_that_nobody_sees_are_not_saved(cast, log_in):
    typed = new_form(
        cast, title="Torg\u202eetöm \u200b", place="\u2067Na\u00advet\u2069\u2028Sundsvall", bring="\u200f"
    )
    typed |= {"description": "Första\u202d\r\n\r\n- andra\u200e", "contact_phone": "\u202a070-123 45 67\u202c"}
    log_in("sundsvall").post(reverse("traffar:activity_create"), typed)
    made = Activity.objects.get()
    assert (made.title, made.place, made.bring) == ("Torgetöm", "Na\u00advet Sundsvall", "")
    assert (made.description, made.contact_phone) == ("Första\n\n- andra", "070-123 45 67")
    path = reverse("traffar:activity_cancel", args=[made.pk])
    log_in("sundsvall").post(path, {"reason": "Storm\u202egninrav"})
    made.refresh_from_db()
    assert made.cancel_reason == "Stormgninrav"


def test_the_day_tells_of_an_eve(cast, log_in):
    page = log_in("sundsvall").get(reverse("traffar:activity_day"), {"day": "2026-12-24"}).content.decode()
    assert "Julafton" in page
