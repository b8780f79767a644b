"""Registering what repeats itself: the rule, the dates that are shown, and what is saved."""

import pytest
import time_machine

from tests.traffar.activities import NOW, at, make_activity, new_form
from traffar.models import Activity, ActivitySeries

NEW = "/traffar/ny/"


@pytest.fixture(autouse=True)
def a_tuesday_in_september():
    with time_machine.travel(NOW, tick=False):
        yield


def weekly_form(cast, **changed) -> dict[str, object]:
    """A square meeting every Saturday, six times from 26 September."""
    return new_form(cast, **{"repeats": "weekly_1", "times": "6", **changed})


def shown(response) -> dict[str, bool]:
    """{date: whether it is ticked} of the page that asks about the dates."""
    assert "Stämmer datumen?" in response.content.decode()
    return {row.day.isoformat(): is_kept for row, is_kept in response.context["form"].shown_dates}


def confirmed(form, response, *but: str) -> dict[str, object]:
    """The form as the page with the dates sends it, with those in `but` unticked."""
    dates = shown(response)
    return {**form, "shown": list(dates), "kept": [day for day, ticked in dates.items() if ticked and day not in but]}


def test_the_dates_are_shown_before_anything_is_saved(cast, log_in):
    page = log_in("sundsvall").post(NEW, weekly_form(cast))
    assert not Activity.objects.exists()
    assert list(shown(page)) == [
        *("2026-09-26", "2026-10-03", "2026-10-10"),
        *("2026-10-17", "2026-10-24", "2026-10-31"),
    ]
    text = page.content.decode()
    assert "varje lördag kl. 11" in text
    assert "v. 39" in text
    assert "Alla helgons dag" in text
    assert 'type="hidden" name="place" value="Navet"' in text


def test_what_is_kept_becomes_a_series_at_the_same_time_of_day(cast, log_in):
    form = weekly_form(cast, co_hosts=[cast.bodies["ange"].pk])
    client = log_in("sundsvall")
    client.post(NEW, confirmed(form, client.post(NEW, form), "2026-10-10", "2026-10-31"))
    rows = list(Activity.objects.order_by("starts_at"))
    assert [row.starts_at for row in rows] == [at(26, 11), at(3, 11, 10), at(17, 11, 10), at(24, 11, 10)]
    assert {row.series for row in rows} == {ActivitySeries.objects.get()}
    assert ActivitySeries.objects.get().rule == "varje lördag kl. 11"
    assert all(list(row.co_hosts.all()) == [cast.bodies["ange"]] for row in rows)


def test_summer_time_ends_but_the_clock_stays(cast, log_in):
    form = weekly_form(cast, day="2026-10-22", times="2")
    client = log_in("sundsvall")
    client.post(NEW, confirmed(form, client.post(NEW, form)))
    hours = list(Activity.objects.order_by("starts_at").values_list("starts_at__hour", flat=True))
    assert hours == [11, 11]


def test_eves_are_named_and_kept(cast, log_in):
    form = weekly_form(cast, day="2026-12-17", times="3", skip_holidays="on")
    page = log_in("sundsvall").post(NEW, form)
    assert list(shown(page).values()) == [True, True, True]
    assert {row.holiday for row, _ in page.context["form"].shown_dates} == {"", "Julafton", "Nyårsafton"}


def test_public_holidays_are_left_out_if_asked(cast, log_in):
    page = log_in("sundsvall").post(NEW, weekly_form(cast, skip_holidays="on"))
    assert [day for day, ticked in shown(page).items() if not ticked] == ["2026-10-31"]


def test_collisions_are_shown_and_what_is_there_already_is_unticked(cast, log_in):
    make_activity(cast, starts_at=at(3, 11, 10), status="draft")
    make_activity(cast, "ange", starts_at=at(10, 9, 10), title="Fest", place="Parken")
    make_activity(cast, "ange", starts_at=at(17, 9, 10), title="Hemligt", status="draft")
    page = log_in("sundsvall").post(NEW, weekly_form(cast))
    assert [day for day, ticked in shown(page).items() if not ticked] == ["2026-10-03"]
    text = page.content.decode()
    assert "Den finns redan i kalendern." in text
    assert "Samma dag: Fest kl. 9, Parken · Ånge" in text
    assert "Hemligt" not in text


def test_an_hour_that_does_not_exist_is_not_to_be_ticked(cast, log_in):
    form = weekly_form(cast, day="2027-03-21", starts="02:30", ends="04:00", times="3")
    client = log_in("sundsvall")
    page = client.post(NEW, form)
    assert "Tiden finns inte den dagen" in page.content.decode()
    days = ["2027-03-21", "2027-03-28", "2027-04-04"]
    forced = client.post(NEW, {**form, "shown": days, "kept": days})
    assert forced.context["form"].errors["kept"]
    client.post(NEW, {**form, "shown": days, "kept": [days[0], days[2]]})
    assert Activity.objects.count() == 2


def test_a_changed_rule_shows_the_dates_anew_and_keeps_what_was_unticked(cast, log_in):
    form, client = weekly_form(cast), log_in("sundsvall")
    sent = confirmed(form, client.post(NEW, form), "2026-10-10")
    page = client.post(NEW, {**sent, "times": "7"})
    assert [day for day, ticked in shown(page).items() if not ticked] == ["2026-10-10"]
    assert not Activity.objects.exists()


def test_back_from_the_dates_all_that_was_typed_stands_there(cast, log_in):
    form = {**weekly_form(cast), "change": "1"}
    text = log_in("sundsvall").post(NEW, form).content.decode()
    assert "Ny aktivitet" in text
    assert 'value="Navet"' in text
    assert '<option value="weekly_1" selected>' in text


def test_the_dates_sent_twice_give_one_series(cast, log_in):
    form, client = weekly_form(cast), log_in("sundsvall")
    sent = confirmed(form, client.post(NEW, form))
    first, second = (client.post(NEW, sent) for _ in range(2))
    assert first.url == second.url
    assert (Activity.objects.count(), ActivitySeries.objects.count()) == (6, 1)


def test_one_date_alone_is_no_series(cast, log_in):
    form, client = weekly_form(cast), log_in("sundsvall")
    sent = {**confirmed(form, client.post(NEW, form)), "kept": ["2026-10-03"]}
    client.post(NEW, {**sent, "draft": "1"})
    activity = Activity.objects.get()
    assert (activity.series, activity.is_draft) == (None, True)


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"times": "0"}, "times", "2 till 60"),
        ({"times": "61"}, "times", "2 till 60"),
        ({"times": "många"}, "times", "2 till 60"),
        ({"times": ""}, "until", "antingen"),
        ({"until": "2026-12-01"}, "until", "antingen"),
        ({"times": "", "until": "2026-09-25"}, "until", "efter den första"),
        ({"times": "", "until": "2026-09-28"}, "until", "bara en gång"),
        ({"times": "", "until": "2028-01-01"}, "until", "31 oktober 2027"),
        ({"times": "", "until": "2027-09-01", "weekdays": ["1", "2"]}, "until", "högst 60"),
        ({"times": "", "until": "snart"}, "until", "inget datum"),
        ({"times": "30", "repeats": "weekly_4"}, "times", "det blir 15 gånger"),
        ({"repeats": "dagligen"}, "repeats", "dagligen"),
        ({"repeats": "monthly_day", "weekdays": ["3"]}, "weekdays", "per vecka"),
        ({"weekdays": ["7"]}, "weekdays", "7"),
        ({"repeats": "monthly_last", "day": "2026-09-19"}, "repeats", "Välj 26 september"),
        ({"more_days": ["2026-10-01"]}, "repeats", "antingen fler datum"),
        ({"last_day": "2026-09-27"}, "last_day", "inte upprepas"),
        ({"starts": "14:00"}, "ends", "slutar innan"),
    ],
)
def test_what_makes_no_sense_is_told_at_its_field(cast, log_in, typed, field, words):
    page = log_in("sundsvall").post(NEW, weekly_form(cast, **typed))
    assert words in page.context["form"].errors[field][0]
    assert 'value="Navet"' in page.content.decode()
    assert not Activity.objects.exists()


@pytest.mark.parametrize(("kept", "words"), [(["2026-09-27"], "hör inte till"), ([], "minst ett"), (["x"], "x: ")])
def test_dates_that_do_not_belong_to_the_rule_are_refused(cast, log_in, kept, words):
    form, client = weekly_form(cast), log_in("sundsvall")
    sent = {**confirmed(form, client.post(NEW, form)), "kept": kept}
    page = client.post(NEW, sent)
    assert words in page.context["form"].errors["kept"][0]
    assert not Activity.objects.exists()


@pytest.mark.parametrize("path", ["dates", "saved"])
def test_sixty_dates_take_as_many_queries_as_two(cast, log_in, path, django_assert_max_num_queries):
    counts = []
    for times, kind in (("2", "action"), ("60", "visit")):
        form, client = weekly_form(cast, times=times, weekdays=["2"], kind=kind), log_in("sundsvall")
        if path == "saved":
            form = confirmed(form, client.post(NEW, form))
        with django_assert_max_num_queries(40) as queries:
            client.post(NEW, form)
        counts.append(len(queries))
    # SQLite takes a thousand values at a time, which are not quite sixty rows.
    assert counts[1] - counts[0] <= 2
