"""Ten years of a district, by the thousand: bulk rows in which only the numbers matter."""

import uuid
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import cycle, islice

from django.utils import timezone

from distrikt.clock import STOCKHOLM
from distrikt.organisation.models import Assignment, Body, User
from distrikt.organisation.roles import Role
from distrikt.webb.demo.district import BRANCHES, make_district
from distrikt.webb.demo.people import DOMAIN, make_people
from plan.berattelse.models import AnnualReport
from plan.models import Area, Commitment, Contribution, YearPlan
from tests.bench.sizes import AGENDA_ITEMS, AREAS, COMMITMENTS_PER_AREA, COMMITMENTS_PER_YEAR, MEMBERS, YEARS
from traffar.evidence import SOURCE, STATE_OF, ledger_label
from traffar.models import Activity, ActivityKind, SignUpTerms
from traffar.styrelse.actions.at_the_table import open_meeting
from traffar.styrelse.actions.preparing import plan_meetings
from traffar.styrelse.models import AgendaItem, Decision

BATCH = 2000
KINDS = (Commitment.Kind.COUNTABLE, Commitment.Kind.COUNTABLE, Commitment.Kind.ONE_OFF, Commitment.Kind.ONGOING)


def fill(*, activities_per_year: int, today: date) -> None:
    """Ten years up to this one: a district with members, plans of a hundred commitments, activities towards them."""
    bodies = make_district()
    make_people(bodies, today=today, password=uuid.uuid4().hex)
    make_members(bodies, today)
    for year in range(today.year - YEARS + 1, today.year + 1):
        commitments = make_plan(year, bodies, activities_per_year, today)
        make_activities(year, bodies, commitments, activities_per_year, today)
    make_board_meeting(bodies["distriktsstyrelsen"], today)


def make_board_meeting(board: Body, today: date) -> None:
    """A meeting under way, with many items that are written and decided under, and everybody there."""
    begins = datetime.combine(today, time(18), tzinfo=STOCKHOLM)
    writes = User.objects.get(email=f"sekreterare@{DOMAIN}").pk
    [meeting] = plan_meetings(
        body=board,
        occurrences=[(begins, begins + timedelta(hours=3))],
        place="Kansliet",
        submission=uuid.uuid4(),
        by=writes,
    )
    open_meeting(meeting=meeting, at=begins, by=writes)
    meeting.presences.update(is_present=True)
    first = meeting.items.count() + 1
    items = AgendaItem.objects.bulk_create(
        AgendaItem(meeting=meeting, position=place, title=f"Ärende {place}", text="Styrelsen diskuterar ärendet.")
        for place in range(first, AGENDA_ITEMS + 1)
    )
    Decision.objects.bulk_create(
        Decision(body=board, item=item, decided_on=today, text="Styrelsen beslutar att gå vidare.") for item in items
    )


def make_members(bodies: dict[str, Body], today: date) -> None:
    members = User.objects.bulk_create(
        User(email=f"medlem{number}@distrikt.example", first_name="Medlem", last_name=f"Nummer {number}", password="!")
        for number in range(MEMBERS)
    )
    Assignment.objects.bulk_create(
        Assignment(user=member, body=bodies[slug], role=Role.MEMBER, starts_on=today - timedelta(days=400))
        for member, slug in zip(members, cycle(BRANCHES), strict=False)
    )


def make_plan(year: int, bodies: dict[str, Body], activities: int, today: date) -> list[Commitment]:
    plan = YearPlan.objects.create(
        year=year,
        title=f"Verksamhetsplan {year}",
        starts_on=date(year, 1, 1),
        ends_on=date(year, 12, 31),
        status=YearPlan.Status.ADOPTED if year == today.year else YearPlan.Status.CLOSED,
        adopted_on=date(year - 1, 11, 20),
        decision="Årskonferensen § 14",
    )
    AnnualReport.objects.create(plan=plan)
    areas = Area.objects.bulk_create(
        Area(plan=plan, position=number, number=number, heading=f"Område {number}", slug=f"omrade-{number}")
        for number in range(1, AREAS + 1)
    )
    responsible = cycle([None, *bodies.values()])
    return Commitment.objects.bulk_create(
        _commitment(plan, area, position, next(responsible), activities)
        for area in areas
        for position in range(1, COMMITMENTS_PER_AREA + 1)
    )


def _commitment(plan: YearPlan, area: Area, position: int, responsible: Body | None, activities: int) -> Commitment:
    kind = KINDS[position % len(KINDS)]
    countable = kind == Commitment.Kind.COUNTABLE
    return Commitment(
        plan=plan,
        area=area,
        position=position,
        number=f"{area.number}.{position}",
        text="Distriktet ska tillsammans med partiföreningarna ordna minst så många träffar som det står här.",
        kind=kind,
        target=activities // COMMITMENTS_PER_YEAR + position if countable else None,
        operator=Commitment.Operator.AT_LEAST if countable else "",
        unit="träffar" if countable else "",
        responsible=responsible,
    )


def make_activities(
    year: int, bodies: dict[str, Body], commitments: list[Commitment], number: int, today: date
) -> None:
    """The year's activities, evenly over its days, each towards one commitment."""
    activities = Activity.objects.bulk_create(_activities(year, list(bodies.values()), number, today), batch_size=BATCH)
    Contribution.objects.bulk_create(
        (
            Contribution(
                commitment=commitment,
                source_kind=SOURCE,
                source_id=activity.pk,
                state=STATE_OF[Activity.Status(activity.status)],
                day=timezone.localdate(activity.starts_at),
                label=ledger_label(activity),
                accepted_by_id=activity.created_by_id,
            )
            for activity, commitment in zip(activities, cycle(commitments), strict=False)
            if activity.status in STATE_OF
        ),
        batch_size=BATCH,
    )


def _activities(year: int, bodies: list[Body], number: int, today: date) -> Iterator[Activity]:
    people = list(User.objects.order_by("pk")[:40])
    each = zip(range(number), cycle(ActivityKind), cycle(bodies), cycle(people), strict=False)
    for index, kind, body, person in islice(each, number):
        day = date(year, 1, 1) + timedelta(days=index * 365 // number)
        starts_at = timezone.make_aware(datetime.combine(day, time(9 + index % 10)))
        activity = Activity(
            kind=kind,
            title=f"{kind.label} {index}",
            organiser=body,
            audience=Activity.Audience.EVERYONE if index % 2 else Activity.Audience.MEMBERS,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=2),
            place="Folkets hus",
            contact=person,
            created_by=person,
            status=_status(index, day, today),
        )
        if activity.status == Activity.Status.HELD:
            activity.headcount, activity.outcome = index % 60, "Många kom och stannade länge."
        if activity.status == Activity.Status.CANCELLED:
            activity.cancel_reason = "Stormvarning."
        yield activity


def _status(index: int, day: date, today: date) -> Activity.Status:
    """One in fifty cancelled; the latest week not told about yet; one in twenty to come a draft."""
    if index % 50 == 49:
        return Activity.Status.CANCELLED
    if day < today:
        return Activity.Status.PLANNED if day > today - timedelta(days=7) else Activity.Status.HELD
    return Activity.Status.DRAFT if index % 20 == 0 else Activity.Status.PLANNED


def open_event(today: date) -> int:
    """The id of one more activity, in a week, that all can sign up to without limit."""
    begins = datetime.combine(today + timedelta(days=7), time(18), tzinfo=STOCKHOLM)
    event = Activity.objects.create(
        kind=ActivityKind.OPEN_EVENT,
        organiser=Body.objects.branches().earliest("pk"),
        audience=Activity.Audience.EVERYONE,
        starts_at=begins,
        ends_at=begins + timedelta(hours=2),
    )
    SignUpTerms.objects.create(activity=event, open_to=SignUpTerms.OpenTo.EVERYONE)
    return event.pk
