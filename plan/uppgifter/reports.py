"""Tasks as rows that a page can show as they are."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from django.db.models import F

from distrikt.access import Viewer, may
from distrikt.organisation.models import User
from plan.uppgifter.models import Task, TaskQuerySet
from plan.uppgifter.sources import Origin, sources
from plan.wording import day_words, full_day_words

# So many of those that are done are shown.
DONE_ROWS = 20
HIDDEN_PERSON = "en person med skyddade uppgifter"


@dataclass(frozen=True, slots=True)
class TaskRow:
    pk: int
    title: str
    url: str
    # What it comes from: its name and words; "" when there is none or the viewer may not see it.
    origin: str
    when: str
    note: str
    responsible: str
    state: str
    is_open: bool
    is_overdue: bool
    can_finish: bool


@dataclass(frozen=True, slots=True)
class TaskGroup:
    heading: str
    rows: tuple[TaskRow, ...]


def own_groups(viewer: Viewer) -> list[TaskGroup]:
    """The viewer's own tasks: overdue, to come, and those done last. Two queries and one for each kind of source."""
    own = Task.objects.filter(responsible=viewer.person_id).select_related("responsible")
    rows = task_rows(own.open().in_order(), viewer)
    done = task_rows(
        own.exclude(state=Task.State.OPEN).order_by(F("done_on").desc(nulls_last=True), "-pk")[:DONE_ROWS], viewer
    )
    return _groups(
        ("Försenade", [row for row in rows if row.is_overdue]),
        ("Kommande", [row for row in rows if not row.is_overdue]),
        ("Klara", done),
    )


def asked_groups(viewer: Viewer) -> list[TaskGroup]:
    """What the viewer has asked others for and still sees, the open ones first."""
    asked = Task.objects.visible_to(viewer).filter(created_by=viewer.person_id).exclude(responsible=viewer.person_id)
    asked = asked.select_related("responsible")
    done = asked.exclude(state=Task.State.OPEN).order_by(F("done_on").desc(nulls_last=True), "-pk")[:DONE_ROWS]
    return _groups(
        ("Att göra", task_rows(asked.open().in_order(), viewer)),
        ("Klara", task_rows(done, viewer)),
    )


def by_person(tasks: Iterable[Task], viewer: Viewer) -> list[TaskGroup]:
    """Tasks that stand in the order of those who do them, by person."""
    rows = task_rows(tasks, viewer)
    return [
        TaskGroup(name or "Ingen ansvarig än", tuple(theirs))
        for name, theirs in groupby(rows, key=lambda row: row.responsible)
    ]


def others_tasks(viewer: Viewer) -> TaskQuerySet:
    """The open tasks of others that the viewer sees, by person; those that nobody does last."""
    tasks: TaskQuerySet = (
        Task.objects.visible_to(viewer)
        .open()
        .exclude(responsible=viewer.person_id)
        .select_related("responsible")
        .order_by(
            F("responsible__first_name").asc(nulls_last=True),
            F("responsible__last_name").asc(nulls_last=True),
            "responsible",
            F("due_on").asc(nulls_last=True),
            "pk",
        )
    )
    return tasks


def due_this_week(viewer: Viewer, most: int) -> list[tuple[int, str, str]]:
    """(id, what, when) of the viewer's open tasks that are overdue or due by Sunday. One query."""
    sunday = viewer.today + timedelta(days=6 - viewer.today.weekday())
    due = Task.objects.open().filter(responsible=viewer.person_id, due_on__lte=sunday).in_order()
    return [
        (pk, title, _due_words(day, viewer.today)) for pk, title, day in due.values_list("pk", "title", "due_on")[:most]
    ]


def _groups(*found: tuple[str, Sequence[TaskRow]]) -> list[TaskGroup]:
    return [TaskGroup(heading, tuple(rows)) for heading, rows in found if rows]


def task_rows(tasks: Iterable[Task], viewer: Viewer) -> list[TaskRow]:
    """One query for the tasks and one for each kind of source."""
    tasks = list(tasks)
    origins = origins_of(tasks, viewer)
    return [_row(task, origins.get((task.source_kind, task.source_id or 0)), viewer) for task in tasks]


def origins_of(tasks: Iterable[Task], viewer: Viewer) -> dict[tuple[str, int], Origin]:
    """{(kind, id): what the task comes from} of those sources which the viewer may see."""
    found = {}
    for kind, source in sources:
        ids = [task.source_id for task in tasks if task.source_kind == kind and task.source_id is not None]
        for pk, origin in source.links(ids, viewer).items() if ids else ():
            found[kind, pk] = Origin(f"{source.name} {origin.words}".strip(), origin.url)
    return found


def _row(task: Task, origin: Origin | None, viewer: Viewer) -> TaskRow:
    return TaskRow(
        pk=task.pk,
        title=task.title,
        url=origin.url if origin else "",
        origin=origin.words if origin else "",
        when=task_when(task, viewer.today),
        note=task.note if not task.is_open else "",
        responsible=shown_name(task.responsible, viewer),
        state=task.get_state_display(),
        is_open=task.is_open,
        is_overdue=task.is_overdue(viewer.today),
        can_finish=may(viewer, "uppgifter.finish_task", task),
    )


def shown_name(person: User | None, viewer: Viewer) -> str:
    """The name, unless the person's details are protected and this viewer does not see them."""
    if person is None:
        return ""
    knows = not person.is_protected or person.pk == viewer.person_id or may(viewer, "organisation.protect_person")
    return str(person) if knows else HIDDEN_PERSON


def task_when(task: Task, today: date) -> str:
    if not task.is_open:
        return f"{task.get_state_display()} {full_day_words(task.done_on) if task.done_on else ''}".rstrip()
    return _due_words(task.due_on, today)


def _due_words(day: date | None, today: date) -> str:
    if day is None:
        return "inget datum"
    words = day_words(day) if day.year == today.year else full_day_words(day)
    if day < today:
        return f"skulle ha varit klar {words}"
    return "senast i dag" if day == today else f"senast {words}"
