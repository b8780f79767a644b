"""Two processes at one meeting at the same moment: `python -m tests.styrelse.race writers`, printed as JSON.

DATABASE_URL and DATA_DIR say where.
"""

import argparse
import json
import os
import sys
import time
from collections.abc import Callable
from typing import Any

import django

from tests.traffar.race import together

MANY = 8
# Seconds: time enough for another process to come in between, if it can.
LONG = 1.5


def _held() -> tuple[Any, Any]:
    """A cast and a meeting under way."""
    from tests.cast import make_cast
    from tests.styrelse.meetings import hold_meeting, make_board, make_meeting

    cast = make_cast()
    make_board(cast)
    meeting = make_meeting(cast)
    hold_meeting(cast, meeting)
    return cast, meeting


def writers() -> dict[str, object]:
    """All write under the same item, each with a text of its own and the version that was there before."""
    from tests.styrelse.meetings import item_of
    from traffar.styrelse.models import AgendaItem

    cast, meeting = _held()
    item = item_of(meeting, "report")
    refused = together([_write(item.pk, f"Text {number}.", cast.secretary.pk) for number in range(MANY)])
    stored = AgendaItem.objects.get(pk=item.pk)
    return {"refused": refused, "version": stored.version, "is_one_of_them": stored.text.startswith("Text ")}


def _write(pk: int, text: str, by: int) -> Callable[[], object]:
    def work() -> None:
        from traffar.styrelse.actions.at_the_table import save_item
        from traffar.styrelse.models import AgendaItem

        item = AgendaItem.objects.get(pk=pk)
        item.text = text
        save_item(item=item, version=1, fields=["text"], by=by)

    return work


def closing() -> dict[str, object]:
    """All end the same meeting, which has a decision to follow up and an item that was put off."""
    from plan.uppgifter.models import Task
    from tests.styrelse.meetings import decide, item_of
    from traffar.styrelse.actions.at_the_table import set_outcome
    from traffar.styrelse.models import AgendaRequest

    cast, meeting = _held()
    decide(cast, item_of(meeting, "report"), responsible=cast.omar)
    set_outcome(item=item_of(meeting, "matter"), outcome="tabled", by=cast.secretary.pk)
    failed = together([_close(meeting, cast.secretary.pk) for _ in range(MANY)])
    given = list(meeting.items.in_order().values_list("paragraph", flat=True))
    return {
        "failed": failed,
        "in_order": given == list(range(1, len(given) + 1)),
        "tasks": Task.objects.count(),
        "put_back": AgendaRequest.objects.count(),
    }


def _close(meeting: Any, by: int) -> Callable[[], object]:
    def work() -> None:
        from django.utils import timezone

        from traffar.styrelse.actions.closing import close_meeting

        close_meeting(meeting=meeting, at=timezone.now(), by=by)

    return work


def _and_then_slowly(work: Callable[[], object]) -> Callable[[], object]:
    """The transaction stays open for a while after it is done."""

    def slow() -> None:
        from django.db import transaction

        with transaction.atomic():
            work()
            time.sleep(LONG)

    return slow


def _a_little_later(work: Callable[[], object]) -> Callable[[], object]:
    def late() -> None:
        time.sleep(LONG / 3)
        work()

    return late


def closed_while(change: str) -> dict[str, object]:
    """Somebody puts in or takes away an item while another ends the meeting."""
    from tests.styrelse.meetings import item_of
    from traffar.styrelse.actions import preparing
    from traffar.styrelse.models import AgendaItem

    cast, meeting = _held()
    by = cast.secretary.pk
    works = {
        "added": lambda: preparing.add_item(item=AgendaItem(meeting=meeting, title="Sen fråga"), by=by),
        "removed": lambda: preparing.remove_item(item=item_of(meeting, "report"), by=by),
    }
    failed = together([_and_then_slowly(works[change]), _a_little_later(_close(meeting, by))])
    given = list(meeting.items.in_order().values_list("paragraph", flat=True))
    return {"failed": failed, "in_order": given == list(range(1, len(given) + 1)), "items": len(given)}


def called() -> dict[str, object]:
    """Somebody plans a meeting before the others while another calls to one of them: its number stands."""
    import uuid
    from datetime import timedelta

    from tests.cast import make_cast
    from tests.styrelse.meetings import NOW, make_board, make_meeting
    from traffar.styrelse.actions import calling, preparing
    from traffar.styrelse.models import BoardMeeting

    cast = make_cast()
    make_board(cast)
    by, body = cast.chair.pk, cast.bodies["distriktsstyrelsen"]
    make_meeting(cast, NOW + timedelta(days=40))
    last = make_meeting(cast, NOW + timedelta(days=60))
    starts_at = NOW + timedelta(days=10)

    def plan() -> None:
        occurrences = [(starts_at, starts_at + timedelta(hours=2))]
        preparing.plan_meetings(body=body, occurrences=occurrences, place="", submission=uuid.uuid4(), by=by)

    def call() -> None:
        calling.call_meeting(meeting=last, is_late=False, at=NOW, by=by)

    failed = together([_and_then_slowly(plan), _a_little_later(call)])
    rows = BoardMeeting.objects.order_by("activity__starts_at").values_list("number", "status")
    return {"failed": failed, "rows": [list(row) for row in rows]}


def followed_up() -> dict[str, object]:
    """The words of a decision are changed while its task is finished: neither waits for the other for ever."""
    from distrikt.saving import EditConflict
    from plan.uppgifter import actions as tasks
    from plan.uppgifter.models import Task
    from tests.styrelse.meetings import NOW, decide, item_of
    from traffar.styrelse.actions import at_the_table
    from traffar.styrelse.models import Decision

    cast, meeting = _held()
    decide(cast, item_of(meeting, "report"), responsible=cast.sara)
    _close(meeting, cast.secretary.pk)()
    decision = Decision.objects.select_related("item__meeting").get()
    task = Task.objects.get()
    decision.text, task.state, task.done_on = "Andra ord.", "done", NOW.date()
    write_task, tell_source = at_the_table.write_task, tasks._tell_source

    def change() -> None:
        at_the_table.write_task = lambda *args, **fields: (time.sleep(LONG), write_task(*args, **fields))
        version, by = decision.version, cast.secretary.pk
        at_the_table.change_decision(decision=decision, commitments=(), version=version, fields=["text"], by=by)

    def finish() -> None:
        tasks._tell_source = lambda *args: (time.sleep(LONG), tell_source(*args))
        try:
            tasks.finish_task(task=task, version=task.version, by=cast.sara.pk)
        except EditConflict:
            # The change was first: the task says something else by now, and is finished on another try.
            sys.exit(0)

    failed = together([change, _a_little_later(finish)])
    return {"failed": failed, "text": Task.objects.get().title}


def moved() -> dict[str, object]:
    """What was put off is moved to two earlier agendas at once, while somebody takes another item off its own."""
    from datetime import timedelta

    from tests.styrelse.meetings import NOW, item_of, make_meeting
    from traffar.styrelse.actions import at_the_table, preparing, suggesting
    from traffar.styrelse.models import AgendaItem

    cast, meeting = _held()
    by = cast.secretary.pk
    at_the_table.set_outcome(item=item_of(meeting, "matter"), outcome="tabled", by=by)
    _close(meeting, by)()
    last, *earlier = [make_meeting(cast, NOW + timedelta(days=days)) for days in (90, 30, 60)]
    item = AgendaItem.objects.get(meeting=last, source_kind="item")

    def move(to: Any) -> Callable[[], object]:
        return lambda: suggesting.move_here(item=item.pk, meeting=to, at=NOW, by=by)

    other = item_of(last, "closing")
    remove = _a_little_later(lambda: preparing.remove_item(item=other, by=by))
    failed = together([_and_then_slowly(move(earlier[0])), _and_then_slowly(move(earlier[1])), remove])
    rows = [list(row.items.in_order().values_list("position", flat=True)) for row in (last, *earlier)]
    return {
        "failed": failed,
        "items": AgendaItem.objects.filter(source_kind="item").count(),
        "in_order": all(row == list(range(1, len(row) + 1)) for row in rows),
        "in_all": sum(len(row) for row in rows),
    }


def main() -> None:
    races = {
        "writers": writers,
        "closing": closing,
        "added_while_closed": lambda: closed_while("added"),
        "removed_while_closed": lambda: closed_while("removed"),
        "called": called,
        "followed_up": followed_up,
        "moved": moved,
    }
    parser = argparse.ArgumentParser(prog="python -m tests.styrelse.race")
    parser.add_argument("race", choices=list(races))
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "distrikt.settings")
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    sys.stdout.write(json.dumps(races[options.race]()))


if __name__ == "__main__":
    main()
