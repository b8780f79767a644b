"""Many processes at the same rows at the same moment: `python -m tests.traffar.race last_seat`, printed as JSON.

DATABASE_URL and DATA_DIR say where; `--without-guard` takes away what lets one at a time in.
"""

import argparse
import json
import multiprocessing
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from multiprocessing.synchronize import Barrier
from uuid import uuid4

import django

# Forked, so that fifty are there at once and not one after another.
FORK = multiprocessing.get_context("fork")
MANY, SOME = 50, 20
# How a process ends that was told of a conflict.
TOLD = 3


@contextmanager
def _all_at_once(activity_id: int) -> Iterator[object]:
    """The guard taken away: the terms, and nobody kept out."""
    from traffar.models import SignUpTerms

    yield SignUpTerms.objects.select_related("activity").get(activity=activity_id)


def _looked_up_slowly(capacity: int | None, taken: int, seats: int) -> bool:
    """Time for the others to look before this one has written."""
    time.sleep(0.5)
    return capacity is None or taken + seats <= capacity


def together(works: list[Callable[[], object]]) -> int:
    """Each in a process of its own; all begin when the last is there. Returns how many failed."""
    return sum(code != 0 for code in _ends(works))


def _ends(works: list[Callable[[], object]]) -> list[int | None]:
    """The same, with the code that each process ended with."""
    from django.db import connections

    connections.close_all()
    barrier = FORK.Barrier(len(works))
    processes = [FORK.Process(target=_run, args=(work, barrier)) for work in works]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    return [process.exitcode for process in processes]


def _run(work: Callable[[], object], barrier: Barrier) -> None:
    from django.db import connection

    connection.ensure_connection()
    barrier.wait()
    work()
    connection.close()


def _coming(event: object, number: int) -> Callable[[], object]:
    from django.utils import timezone

    from traffar.models import SignUp
    from traffar.sign_up import actions

    new = SignUp(activity=event, name=f"Gäst {number}", email=f"gast{number}@gast.example", source="by_hand")
    return lambda: actions.sign_up(new=new, at=timezone.now())


def _cancelled(row: object) -> Callable[[], object]:
    from django.utils import timezone

    from traffar.sign_up import actions

    return lambda: actions.cancel(row=row, at=timezone.now())


def last_seat() -> dict[str, object]:
    """Fifty sign up for one seat."""
    event = _event(capacity=1)
    failed = together([_coming(event, number) for number in range(MANY)])
    return {"failed": failed, **_result(event)}


def promotion() -> dict[str, object]:
    """Ten have a seat and twenty wait; the ten cancel while ten more sign up."""
    event = _event(capacity=10)
    for number in range(30):
        _coming(event, number)()
    holding = list(event.sign_ups.coming())
    failed = together([_cancelled(row) for row in holding] + [_coming(event, number) for number in range(30, 40)])
    return {"failed": failed, **_result(event)}


def same_answer() -> dict[str, object]:
    """Twenty send one form, of one person, that answers a request for help."""
    from django.utils import timezone

    from distrikt.utskick.models import Message
    from tests.cast import make_cast
    from tests.traffar.activities import make_activity
    from tests.traffar.helping import make_request
    from traffar.helping.actions import offer_help
    from traffar.models import HelpOffer

    cast, now, submission = make_cast(), timezone.now(), uuid4()
    event = make_activity(cast, starts_at=now + timedelta(days=9), contact=cast.sundsvall)
    request = make_request(cast, event)

    def answered() -> object:
        offer = HelpOffer(request=request, body=cast.bodies["ange"], people=2, submission=submission)
        return offer_help(offer=offer, by=cast.ange.pk, at=now)

    failed = together([answered] * SOME)
    mails = Message.objects.filter(kind="help_answered").count()
    return {"failed": failed, "offers": HelpOffer.objects.count(), "mails": mails}


def same_count() -> dict[str, object]:
    """Twenty have seen the same count of the speaking share, and save another one each."""
    from tests.cast import make_cast
    from tests.traffar.activities import make_activity

    event = make_activity(make_cast())
    _counted(event, 100, version=0)()
    return _all_count(event, version=1)


def first_count() -> dict[str, object]:
    """Twenty have seen that nobody has counted, and save a count each."""
    from tests.cast import make_cast
    from tests.traffar.activities import make_activity

    return _all_count(make_activity(make_cast()), version=0)


def _all_count(event: object, version: int) -> dict[str, object]:
    from traffar.models import SpeakingCount

    ends = _ends([_counted(event, number, version) for number in range(1, SOME + 1)])
    shares = list(event.speaking_shares.order_by("group").values_list("group", "turns"))
    return {
        "won": ends.count(0),
        "told": ends.count(TOLD),
        "later": SpeakingCount.objects.get().version - version,
        "groups": [group for group, _ in shares],
        "of_one": len({turns for _, turns in shares}) == 1 and shares[0][1] <= SOME,
    }


def _counted(event: object, turns: int, version: int) -> Callable[[], object]:
    """So many turns of women and of men, saved by a form of its own."""
    from distrikt.saving import EditConflict
    from traffar.models import SpeakingShare
    from traffar.speaking.actions import save_count

    def count() -> None:
        shares = [SpeakingShare(group=group, turns=turns, seconds=60) for group in ("kvinnor", "män")]
        try:
            save_count(activity_id=event.pk, shares=shares, submission=uuid4(), version=version, by=1)
        except EditConflict:
            sys.exit(TOLD)

    return count


def _event(capacity: int) -> object:
    from django.utils import timezone

    from tests.cast import make_cast
    from tests.traffar.activities import make_activity
    from traffar.models import SignUpTerms

    event = make_activity(make_cast(), starts_at=timezone.now() + timedelta(days=9))
    SignUpTerms.objects.create(activity=event, capacity=capacity)
    return event


def _result(event: object) -> dict[str, object]:
    from traffar.models import SignUp

    rows = list(SignUp.objects.filter(activity=event).order_by("turn").values_list("status", flat=True))
    live = [status for status in rows if status != SignUp.Status.ENDED]
    holding = [status in SignUp.HOLDING for status in live]
    return {"rows": len(rows), "seats": sum(holding), "in_order": holding == sorted(holding, reverse=True)}


RACES = {race.__name__: race for race in (last_seat, promotion, same_answer, same_count, first_count)}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.traffar.race")
    parser.add_argument("race", choices=RACES)
    parser.add_argument("--without-guard", action="store_true")
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "distrikt.settings")
    django.setup()
    from django.core.management import call_command

    from traffar.sign_up import actions

    call_command("migrate", verbosity=0)
    if options.without_guard:
        actions._one_at_a_time = _all_at_once
        actions.has_room = _looked_up_slowly
    sys.stdout.write(json.dumps(RACES[options.race]()))


if __name__ == "__main__":
    main()
