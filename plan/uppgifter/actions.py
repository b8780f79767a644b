"""When a task is finished, opened again or taken over, and when what it comes from has changed."""

from collections.abc import Collection
from datetime import date

import structlog
from django.db import transaction
from django.db.models import F

from distrikt.saving import save_edit
from plan.uppgifter.models import Task
from plan.uppgifter.sources import Progress, sources

log = structlog.get_logger(__name__)


@transaction.atomic
def finish_task(*, task: Task, version: int, by: int) -> None:
    """It is done, or will not be; `task` bears state, day and note. What it comes from learns of it.

    EditConflict when somebody else has changed it meanwhile.
    """
    save_edit(task, version=version, fields=["state", "done_on", "note"], by=by)
    _tell_source(task, by)
    log.info("task_finished", task=task.pk, state=task.state, by=by)


@transaction.atomic
def reopen_task(*, task: Task, by: int) -> None:
    """It is to be done after all. Opened twice, it is open. The note stays."""
    finished = Task.objects.filter(pk=task.pk).exclude(state=Task.State.OPEN)
    if finished.update(state=Task.State.OPEN, done_on=None, version=F("version") + 1):
        task.refresh_from_db()
        _tell_source(task, by)
        log.info("task_reopened", task=task.pk, by=by)


def _tell_source(task: Task, by: int) -> None:
    source = sources.get(task.source_kind)
    if source and task.source_id is not None:
        source.on_finished(task.source_id, Progress(task.state, task.done_on, task.note), by)


@transaction.atomic
def follow_source(
    *,
    kind: str,
    source_id: int,
    title: str,
    responsible: int | None,
    due_on: date | None,
    is_private: bool,
    progress: Progress,
    by: int | None,
) -> None:
    """Make the task of a source say what the source says; there is one from now on. The source is not told.

    `by` None: whoever asked for it has no account any more.
    """
    says = {
        "title": title[:300],
        "responsible_id": responsible,
        "due_on": due_on,
        "is_private": is_private,
        "state": progress.state,
        "done_on": progress.done_on,
        "note": progress.note,
    }
    if not Task.objects.filter(source_kind=kind, source_id=source_id).update(**says, version=F("version") + 1):
        Task.objects.create(source_kind=kind, source_id=source_id, created_by_id=by, **says)
    log.info("task_follows_source", kind=kind, source=source_id, by=by)


def hide_tasks(*, kind: str, sources: Collection[int], is_private: bool) -> None:
    """The tasks of these sources (ids) are seen by those alone who see the source; or by all who see others' tasks."""
    tasks = Task.objects.filter(source_kind=kind, source_id__in=sources).exclude(is_private=is_private)
    tasks.update(is_private=is_private, version=F("version") + 1)


def hold_task(*, kind: str, source_id: int) -> None:
    """Nobody else changes the task of the source until the transaction ends.

    Whoever changes both holds the task first, as finishing it does: so that neither waits for the other.
    """
    list(Task.objects.select_for_update().filter(source_kind=kind, source_id=source_id))


def forget_source(*, kind: str, source_id: int) -> None:
    """There is nothing to do about it any more."""
    Task.objects.filter(source_kind=kind, source_id=source_id).delete()


@transaction.atomic
def take_over(*, tasks: Collection[int], from_person: int, to_person: int | None, by: int) -> None:
    """Somebody else does these (ids) from now on; nobody (None), until somebody takes them."""
    theirs = Task.objects.filter(pk__in=tasks, responsible=from_person)
    theirs.update(responsible=to_person, taken_over_from=from_person, version=F("version") + 1)
    log.info("tasks_taken_over", tasks=sorted(tasks), from_person=from_person, to_person=to_person, by=by)
