"""The programme as it stands on a day: what is over is held, what is to come is planned, some of it cancelled."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from distrikt.organisation.models import Assignment, Body, User
from distrikt.organisation.roles import Role
from distrikt.webb.demo.customs import CUSTOMS
from distrikt.webb.demo.days import noon
from distrikt.webb.demo.programme import Event
from plan.models import Commitment
from traffar.evidence import write_ledger
from traffar.models import Activity, ActivitySeries

Status = Activity.Status

# The branch that has not been heard of, and for how long.
SILENT_BRANCH = "kramfors"
SILENCE = timedelta(days=60)
# Whose latest activity nobody has told about yet.
UNTOLD = ("sundsvall", "ange", "klimatnatverket", "distriktet")
# What is called off is called off shortly before, and drafts are made up their minds about by then.
LATE = timedelta(days=10)
NOTICE = timedelta(days=35)

ANSWERS_FOR = (Role.CONTACT, Role.CONVENER, Role.REGION_MEMBER, Role.OMBUDSMAN, Role.SECRETARY)


@dataclass(frozen=True, slots=True)
class Standing:
    event: Event
    status: Status


def stand(events: Iterable[Event], today: date) -> list[Standing]:
    """The events with their status on the day, without those of the branch that has gone silent."""
    heard = [event for event in events if not (event.organiser == SILENT_BRANCH and _is_recent(event, today))]
    over = [event for event in heard if event.day < today and not event.cancel_reason]
    untold = {event.organiser: event for event in over if event.organiser in UNTOLD}
    return [Standing(event, _status(event, today, untold.values())) for event in heard]


def _is_recent(event: Event, today: date) -> bool:
    return today - SILENCE <= event.day < today


def _status(event: Event, today: date, untold: Collection[Event]) -> Status:
    if event.cancel_reason and event.day < today + LATE:
        return Status.CANCELLED
    if event.day < today:
        return Status.PLANNED if event in untold else Status.HELD
    return Status.DRAFT if event.tentative and event.day >= today + LATE else Status.PLANNED


def contacts(bodies: Mapping[str, Body]) -> dict[str, User]:
    """Who answers for what each body arranges, by its slug: the longest assigned. The secretary does for the board."""
    held = Assignment.objects.filter(role__in=ANSWERS_FOR).select_related("user", "body").order_by("-starts_on", "-pk")
    found = {assignment.body.slug: assignment.user for assignment in held}
    return {slug: found.get(slug, found["distriktsstyrelsen"]) for slug in bodies}


def make_activities(
    standings: Collection[Standing], bodies: Mapping[str, Body], commitments: Mapping[str, Commitment], *, today: date
) -> None:
    """Save the activities, and in the ledger what they are worth to the commitments (by number) of their year."""
    responsible = contacts(bodies)
    in_series = sorted(
        {(standing.event.organiser, standing.event.rule) for standing in standings if standing.event.rule}
    )
    series = {key: ActivitySeries.objects.create(rule=key[1]) for key in in_series}
    activities = Activity.objects.bulk_create(
        _activity(standing, bodies, responsible, series, today) for standing in standings
    )
    Activity.co_hosts.through.objects.bulk_create(
        Activity.co_hosts.through(activity=activity, body=bodies[slug])
        for activity, standing in zip(activities, standings, strict=True)
        for slug in standing.event.co_hosts
    )
    for activity, standing in zip(activities, standings, strict=True):
        served = [commitments[number].pk for number in standing.event.serves if number in commitments]
        write_ledger(activity, commitments=served, by=activity.contact_id)


def _activity(
    standing: Standing,
    bodies: Mapping[str, Body],
    responsible: Mapping[str, User],
    series: Mapping[tuple[str, str], ActivitySeries],
    today: date,
) -> Activity:
    event, custom = standing.event, CUSTOMS[standing.event.kind]
    contact = responsible[event.organiser]
    activity = Activity(
        kind=event.kind,
        title=event.title,
        organiser=bodies[event.organiser],
        series=series.get((event.organiser, event.rule)),
        audience=custom.audience,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        place=event.place,
        description=custom.description,
        contact=contact,
        contact_phone=contact.phone,
        status=standing.status,
        created_by=contact,
        created_at=noon(min(event.day - NOTICE, today)),
        submission=event.submission,
    )
    match standing.status:
        case Status.HELD:
            activity.headcount, activity.outcome = event.headcount, event.outcome
            activity.from_other_branches = event.guests or None
        case Status.CANCELLED:
            activity.cancel_reason = event.cancel_reason
    return activity
