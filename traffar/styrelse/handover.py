"""What somebody who leaves the board was responsible for, for who takes over."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q

from distrikt.access import Viewer
from distrikt.organisation.models import Assignment, User
from distrikt.organisation.roles import BodyKind, Role
from plan.uppgifter.models import Task
from plan.uppgifter.reports import TaskRow, shown_name, task_rows
from plan.wording import full_day_words
from traffar.models import Activity
from traffar.styrelse.addresses import minutes_address
from traffar.styrelse.circular_emails import last_day_words
from traffar.styrelse.ledger import DecisionRow, decision_rows, for_rows, in_ledger_order
from traffar.styrelse.models import Adjuster, BoardMeeting, CircularDecision, Decision
from traffar.styrelse.sources import DECISION
from traffar.when import short_when_words


@dataclass(frozen=True, slots=True)
class OpenItem:
    """Something open that is somebody's: `kind` is "task", "decision" or "circular"."""

    kind: str
    pk: int
    person: int
    text: str
    due_on: date | None

    @property
    def key(self) -> str:
        return f"{self.kind}_{self.pk}"


def open_items(people: Collection[int]) -> list[OpenItem]:
    """What these (ids) have to do still: decisions, tasks that come from elsewhere, and what they are to see to if a
    question per capsulam is carried. Private ones stay theirs. Three queries."""
    decisions = Decision.objects.open().filter(responsible__in=people).order_by(F("due_on").asc(nulls_last=True), "pk")
    tasks = Task.objects.open().filter(responsible__in=people, is_private=False).exclude(source_kind=DECISION)
    found = [OpenItem("decision", *row) for row in decisions.values_list("pk", "responsible", "text", "due_on")]
    found += [OpenItem("task", *row) for row in tasks.in_order().values_list("pk", "responsible", "title", "due_on")]
    asked = CircularDecision.objects.open().filter(responsible__in=people).order_by("closes_at", "pk")
    for row in asked:
        text = f"Fråga per capsulam, pågår: {row.title}"
        found.append(OpenItem("circular", row.pk, row.responsible_id or 0, text, row.due_on))
    return found


@dataclass(frozen=True, slots=True)
class Pending:
    """Something that waits: what, when, where it stands."""

    text: str
    when: str
    url: str


@dataclass(frozen=True, slots=True)
class Handover:
    """`tasks` and `decisions` are those that were the person's when they left, and those that still are; `heir` of each
    stands in its row. `asked` are questions per capsulam that make something theirs if they are carried; `adjusting`
    are minutes that wait for the person's approval."""

    posts: tuple[str, ...]
    decisions: tuple[DecisionRow, ...]
    tasks: tuple[TaskRow, ...]
    asked: tuple[Pending, ...]
    adjusting: tuple[Pending, ...]
    contact_for: tuple[Pending, ...]

    @property
    def is_empty(self) -> bool:
        return not (self.decisions or self.tasks or self.asked or self.adjusting or self.contact_for)


def handover_of(person: User, viewer: Viewer) -> Handover:
    """As far as the viewer sees it. Eleven queries."""
    theirs = Task.objects.visible_to(viewer).filter(Q(taken_over_from=person) | Q(responsible=person))
    theirs = theirs.open().exclude(is_private=True, source_kind="").select_related("responsible").in_order()
    tasks = task_rows(theirs.exclude(source_kind=DECISION), viewer)
    of_decisions = theirs.filter(source_kind=DECISION).order_by().values("source_id")
    decided = Decision.objects.visible_to(viewer).open().filter(Q(pk__in=of_decisions) | Q(responsible=person))
    return Handover(
        posts=tuple(_posts(person)),
        decisions=tuple(decision_rows(for_rows(in_ledger_order(decided), viewer), viewer)),
        tasks=tuple(tasks),
        asked=tuple(_asked(person, viewer)),
        adjusting=tuple(_adjusting(person, viewer)),
        contact_for=tuple(_contact_for(person, viewer)),
    )


def _posts(person: User) -> list[str]:
    held = Assignment.objects.filter(user=person).exclude(role=Role.MEMBER).select_related("body")
    return [
        f"{row} sedan {full_day_words(row.starts_on)}"
        if row.ends_on is None
        else f"{row} {full_day_words(row.starts_on)} – {full_day_words(row.ends_on)}"
        for row in held.order_by("-starts_on", "pk")
    ]


def _asked(person: User, viewer: Viewer) -> list[Pending]:
    seen = CircularDecision.objects.visible_to(viewer).open().filter(responsible=person).order_by("closes_at", "pk")
    return [Pending(row.title, f"svara senast {last_day_words(row)}", row.get_absolute_url()) for row in seen]


def _adjusting(person: User, viewer: Viewer) -> list[Pending]:
    waiting = Adjuster.objects.filter(
        presence__person=person, approved_at=None, meeting__in=BoardMeeting.objects.visible_to(viewer)
    ).exclude(meeting__status=BoardMeeting.Status.ADJUSTED)
    rows = waiting.select_related("meeting__activity", "meeting__body").order_by("meeting__activity__starts_at")
    return [
        Pending(row.meeting.title, full_day_words(row.meeting.day), minutes_address(row.meeting_id, None))
        for row in rows
    ]


def _contact_for(person: User, viewer: Viewer) -> list[Pending]:
    coming = Activity.objects.visible_to(viewer).filter(contact=person, status=Activity.Status.PLANNED)
    return [
        Pending(row.display_title, short_when_words(row.starts_at, today=viewer.today), row.get_absolute_url())
        for row in coming.order_by("starts_at").select_related("organiser")
    ]


@dataclass(frozen=True, slots=True)
class Leaver:
    person: int
    name: str
    last_day: str


def lately_left(viewer: Viewer, since: date) -> list[Leaver]:
    """Those whose time in the board has ended since the day, or will, and who have no other seat there. One query."""
    seats = Assignment.objects.filter(body__kind=BodyKind.BOARD).select_related("user").order_by("ends_on", "pk")
    rows = list(seats.filter(Q(ends_on=None) | Q(ends_on__gte=since)))
    staying = {row.user_id for row in rows if row.ends_on is None}
    left = {row.user_id: row for row in rows if row.ends_on and row.user_id not in staying}
    return [
        Leaver(pk, shown_name(row.user, viewer), full_day_words(row.ends_on)) for pk, row in left.items() if row.ends_on
    ]
