"""Two processes at one meeting at the same moment: `python -m tests.styrelse.race writers`, printed as JSON.

DATABASE_URL and DATA_DIR say where.
"""

import argparse
import json
import os
import sys
from collections.abc import Callable
from typing import Any

import django

from tests.traffar.race import together

MANY = 8


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


def main() -> None:
    races = {"writers": writers, "closing": closing}
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
