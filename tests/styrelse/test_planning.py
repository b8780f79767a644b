"""The meetings of a year are planned at once, numbered by their days, and removed when they were a mistake."""

import uuid
from datetime import date, timedelta

import pytest
from django.urls import reverse

from distrikt.organisation.models import Body
from tests.styrelse.meetings import NOW, hold_meeting, make_meeting
from traffar.models import Activity
from traffar.styrelse.actions import preparing
from traffar.styrelse.models import AgendaRequest, BoardMeeting
from traffar.styrelse.year_of_meetings import possible_days, spread

pytestmark = pytest.mark.django_db
PLAN = {
    "count": "3",
    "weekday": "2",
    "starts": "18:00",
    "ends": "21:00",
    "first": "2026-10-01",
    "last": "2026-12-31",
    "place": "Navet",
    "without_july": "on",
}


def typed(cast, **more):
    body = cast.bodies["distriktsstyrelsen"].pk
    return {"submission": str(uuid.uuid4()), "body": body, **PLAN, **more}


def test_the_days_lie_evenly_and_never_on_public_holidays_or_in_july():
    days = possible_days(3, date(2027, 1, 1), date(2027, 12, 31), without_july=True)
    assert date(2027, 5, 6) not in days, "Kristi himmelsfärdsdag"
    assert not [day for day in days if day.month == 7]
    assert spread(days, 3) == [days[len(days) // 6], days[len(days) // 2], days[5 * len(days) // 6]]
    assert spread(days[:2], 5) == days[:2]


def test_meeting_plan_shows_days_with_what_collides_and_saves_those_that_are_kept(board, log_in):
    client, url = log_in("chair"), reverse("styrelse:meeting_plan")
    other = Activity.objects.create(
        kind="square_meeting",
        organiser=board.bodies["sundsvall"],
        title="Torgdag",
        starts_at=NOW + timedelta(days=36),
        ends_at=NOW + timedelta(days=36, hours=1),
    )
    plan = typed(board)
    page = client.post(url, plan)
    assert not BoardMeeting.objects.exists(), "nothing is saved before the days have been seen"
    rows = page.context["form"].rows
    assert [row.typed for row in rows] == ["2026-10-21", "2026-11-18", "2026-12-16"]
    assert "Torgdag" in page.content.decode()
    assert other.starts_at.date() == date(2026, 10, 21)
    days = {"day": ["2026-10-28", "2026-11-18", "2026-12-16", ""], "kept": ["0", "1"]}
    shown = [row.typed for row in rows]
    page = client.post(url, {**plan, **days, "shown": shown})
    assert page.context["form"].was_changed, "the moved day has not been seen with what happens on it"
    assert not BoardMeeting.objects.exists()
    again = {**plan, **days, "shown": ["2026-10-28", "2026-11-18", "2026-12-16"]}
    assert client.post(url, again).status_code == 302
    client.post(url, again)
    meetings = BoardMeeting.objects.with_activity().order_by("number")
    assert [(row.number, row.day.isoformat()) for row in meetings] == [(1, "2026-10-28"), (2, "2026-11-18")]
    assert meetings[0].items.count() == 12
    assert meetings[0].presences.count() == 7


@pytest.mark.parametrize(
    ("changed", "field", "words"),
    [
        ({"count": "0"}, "count", "1 till 24"),
        ({"count": "20"}, "count", "bara 13"),
        ({"ends": "17:00"}, "ends", "sluta innan"),
        ({"first": "2026-01-01"}, "first", "i efterhand"),
        ({"last": "2026-09-30"}, "last", "före den första"),
        ({"weekday": "9"}, "weekday", ""),
    ],
)
def test_meeting_plan_tells_what_is_wrong(board, log_in, changed, field, words):
    page = log_in("chair").post(reverse("styrelse:meeting_plan"), typed(board, **changed))
    assert words in page.context["form"].errors[field][0]


@pytest.mark.parametrize(
    ("day", "kept", "words"),
    [
        (["2026-10-21", "2026-10-21"], ["0", "1"], "samma dag"),
        (["2026-10-21"], [], "minst ett"),
        (["i morgon"], ["0"], "inget datum"),
        (["2026-09-01"], ["0"], "har varit"),
        (["2027-03-28"], ["0"], "klockan ställs fram"),
    ],
)
def test_meeting_plan_tells_which_day_cannot_be(board, log_in, day, kept, words):
    hours = {"starts": "02:15", "ends": "02:45"} if "03-28" in day[0] else {}
    page = log_in("chair").post(reverse("styrelse:meeting_plan"), typed(board, day=day, kept=kept, shown=day, **hours))
    assert words in page.content.decode()
    assert not BoardMeeting.objects.exists()


def test_meeting_plan_offers_the_committee_only_where_there_is_one(board, log_in):
    url = reverse("styrelse:meeting_plan")
    assert log_in("chair").get(url).context["form"].fields["body"].widget.is_hidden
    Body.objects.create(kind="executive", name="VU", slug="vu")
    assert not log_in("chair").get(url).context["form"].fields["body"].widget.is_hidden


def test_meetings_are_numbered_by_their_days_until_they_are_called(board):
    later, sooner = make_meeting(board, NOW + timedelta(days=60)), make_meeting(board, NOW + timedelta(days=20))
    later.refresh_from_db()
    assert (sooner.number, later.number) == (1, 2)
    BoardMeeting.objects.filter(pk=later.pk).update(status="called")
    between = make_meeting(board, NOW + timedelta(days=40))
    next_year = make_meeting(board, NOW + timedelta(days=150))
    assert (between.number, next_year.number, next_year.year) == (3, 1, 2027)


def test_an_extra_meeting_can_be_closed_before_those_planned_for_later(board):
    from traffar.styrelse.actions.closing import close_meeting

    later = make_meeting(board, NOW + timedelta(days=60))
    BoardMeeting.objects.filter(pk=later.pk).update(status="called")
    extra = make_meeting(board, NOW + timedelta(days=1))
    assert extra.number == 2
    hold_meeting(board, extra)
    close_meeting(meeting=extra, at=NOW, by=board.chair.pk)


def test_agenda_create_gives_an_activity_its_agenda_once(board, log_in):
    activity = Activity.objects.create(
        kind="board_meeting",
        title="Styrelsemöte 4",
        organiser=board.bodies["distriktsstyrelsen"],
        starts_at=NOW + timedelta(days=9),
        ends_at=NOW + timedelta(days=9, hours=2),
    )
    client = log_in("ombudsman")
    assert "Gör dagordning" in client.get(reverse("styrelse:meeting_list")).content.decode()
    for _ in range(2):
        client.post(reverse("styrelse:agenda_create", args=[activity.pk]))
    meeting = BoardMeeting.objects.with_activity().get()
    assert meeting.title == "Styrelsemöte 1/2026"
    assert meeting.items.count() == 12


def test_meeting_remove_takes_the_activity_along_and_puts_requests_back(board, meeting, log_in):
    later = make_meeting(board, NOW + timedelta(days=60))
    asked = AgendaRequest.objects.create(body=meeting.body, title="Bussen till Ånge")
    preparing.take_up(request=asked, meeting=meeting, by=board.chair.pk)
    url = reverse("styrelse:meeting_remove", args=[meeting.pk])
    assert "inlades" not in log_in("chair").get(url).content.decode()
    assert log_in("chair").post(url).status_code == 302
    assert list(Activity.objects.all()) == [later.activity]
    later.refresh_from_db()
    assert later.number == 1
    assert AgendaRequest.objects.waiting().get() == asked


def test_meeting_remove_refuses_what_people_are_called_to(board, meeting, log_in):
    BoardMeeting.objects.update(status="called")
    page = log_in("chair").post(reverse("styrelse:meeting_remove", args=[meeting.pk]), follow=True)
    assert "Ställ in mötet i stället" in page.content.decode()
    assert BoardMeeting.objects.exists()


def test_activity_delete_says_that_a_meeting_belongs_to_it(board, meeting, log_in):
    page = log_in("chair").post(reverse("traffar:activity_delete", args=[meeting.pk]), follow=True)
    assert "hör ett styrelsemöte" in page.content.decode()
    assert Activity.objects.filter(pk=meeting.pk).exists()


def test_board_rules_edit_is_for_those_who_lead_and_keeps_what_another_wrote(board, log_in):
    url, client = reverse("styrelse:board_rules_edit"), log_in("chair")
    page = client.get(url)
    changed = {**page.context["form"].initial, "notice_days": 10, "agenda": "Öppnande\n\nEkonomi\n"}
    del changed["publishes_minutes"]
    assert client.post(url, changed).status_code == 302
    rules = preparing.board_rules()
    assert (rules.notice_days, rules.agenda, rules.publishes_minutes) == (10, "Öppnande\nEkonomi\n", False)
    assert client.post(url, {**changed, "notice_days": 3}).status_code == 409
    assert log_in("ombudsman").get(url).status_code == 403
    page = client.post(url, {**changed, "version": rules.version, "agenda": "x" * 201})
    assert "Rad 1 är för lång" in page.content.decode()
