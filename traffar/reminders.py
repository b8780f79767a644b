"""What people are reminded of about activities: that one is near, to tell how it went, and that a branch is silent."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.db.models import Max
from django.urls import reverse

from distrikt.access import may
from distrikt.clock import STOCKHOLM
from distrikt.organisation.models import Body
from distrikt.organisation.reports import people_holding, viewers_of
from distrikt.organisation.roles import Role
from distrikt.utskick.reminders import Line, Reminder, ReminderRule
from plan.wording import counted, full_day_words
from traffar.concerned import concerned_by
from traffar.models import Activity
from traffar.when import local_day, local_moment

NEAR_CLOCK, ASKED_CLOCK = time(9), time(10)
# After an outage a reminder of the day before still comes; an older one would be noise.
GRACE = timedelta(days=1)
# When the contact has not answered twice, the ombudsman is told, and in the end the chair.
UNTOLD_TO_OMBUDSMAN, UNTOLD_TO_CHAIR, ASKED_FOR = timedelta(days=6), timedelta(days=14), timedelta(days=60)
SILENT_AFTER = timedelta(days=60)


def near(now: datetime, until: datetime, days: Sequence[int]) -> Iterator[Reminder]:
    """So many days before, in the morning, to those concerned. Six queries."""
    horizon = until + timedelta(days=max(days, default=0) + 1)
    rows = list(
        Activity.objects.filter(status=Activity.Status.PLANNED, starts_at__gt=now, starts_at__lt=horizon).values_list(
            "pk", "starts_at"
        )
    )
    people = concerned_by([pk for pk, _ in rows], local_day(now)) if rows else {}
    for pk, starts_at in rows:
        for before, due_at in mornings_before(local_day(starts_at), days, now, until):
            if due_at < starts_at:
                for person, email in people[pk].items():
                    occurrence = f"{near_key(starts_at)} {before}"
                    yield Reminder(person, email, pk, occurrence, due_at, not_after=starts_at)


def mornings_before(day: date, days: Sequence[int], now: datetime, until: datetime) -> Iterator[tuple[int, datetime]]:
    """Of so many days before the day, those whose morning falls due until then: how many, and the moment."""
    for before in days:
        due_at = local_moment(day - timedelta(days=before), NEAR_CLOCK)
        if now - GRACE <= due_at <= until:
            yield before, due_at


def near_key(starts_at: datetime) -> str:
    """Which time it is that a reminder speaks of: when it is moved, another is made."""
    return starts_at.astimezone(STOCKHOLM).strftime("%Y-%m-%dT%H:%M")


def untold(now: datetime, until: datetime, days: Sequence[int]) -> Iterator[Reminder]:
    """So many days after, to the contact, as long as nobody has told how it went. Four queries."""
    since = now - timedelta(days=max(days, default=0)) - GRACE
    waiting = Activity.objects.awaiting_outcome(now).filter(ends_at__gte=since, contact__isnull=False)
    rows = list(waiting.select_related("organiser", "contact").prefetch_related("co_hosts"))
    viewers = viewers_of({activity.contact_id for activity in rows if activity.contact_id}, local_day(now))
    for activity in rows:
        person, viewer = activity.contact, viewers.get(activity.contact_id or 0)
        if person is None or viewer is None or not may(viewer, "traffar.report_outcome", activity):
            continue
        for number, after in enumerate(days, 1):
            due_at = local_moment(local_day(activity.ends_at) + timedelta(days=after), ASKED_CLOCK)
            if now - GRACE <= due_at <= until:
                not_after = due_at + timedelta(days=3)
                yield Reminder(person.pk, person.email, activity.pk, f"fråga {number}", due_at, not_after)


RULES = {
    "activity_near": ReminderRule(near, (3, 1), "dagar före"),
    "outcome_request": ReminderRule(untold, (1, 4), "dagar efter"),
}


def activity_lines(monday: date) -> Iterator[Line]:
    """For the ombudsman, and the chair when it has gone far: what nobody tells of, and branches that are silent."""
    morning = datetime.combine(monday, time(0), tzinfo=STOCKHOLM)
    ombudsmen, chairs = (people_holding([role], monday) for role in (Role.OMBUDSMAN, Role.CHAIR))
    waiting = Activity.objects.awaiting_outcome(morning).filter(ends_at__gte=morning - ASKED_FOR)
    ended = list(waiting.values_list("ends_at", flat=True))
    url = f"{settings.BASE_URL}{reverse('traffar:activity_list')}?visa=hur-gick-det"
    for people, after in ((ombudsmen, UNTOLD_TO_OMBUDSMAN), (chairs, UNTOLD_TO_CHAIR)):
        if late := sum(ends_at < morning - after for ends_at in ended):
            text = f"{counted(late, 'aktivitet', 'aktiviteter')} väntar på svar om hur det gick."
            yield from (Line(person, email, text, url, 20) for person, email in people)
    for name, slug, last in _silent_branches(morning):
        since = f"sedan {full_day_words(local_day(last))}" if last else "än"
        url = f"{settings.BASE_URL}{reverse('organisation:branch_detail', args=[slug])}"
        text = f"Ring {name}: ingenting har hörts {since}."
        yield from (Line(person, email, text, url, 10) for person, email in ombudsmen)


def _silent_branches(morning: datetime) -> list[tuple[str, str, datetime | None]]:
    """(name, slug, start of the last activity) of the branches that have had none lately and have none to come."""
    last = Max("activities__starts_at")
    branches = Body.objects.branches().annotate(last=last).values_list("name", "slug", "last")
    return [row for row in branches if row[2] is None or row[2] < morning - SILENT_AFTER]
