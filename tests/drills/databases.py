"""4: the database is taken away while mails go."""

import time
from collections.abc import Callable

from django.db import connection, transaction

from distrikt.utskick.models import Message, Pulse
from tests.drills.drill import Outcome, drill
from tests.drills.mails import all_over, put_many, result
from tests.drills.parts import Place
from tests.drills.processes import until

CUT_OFF = """
    SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
MAILS = 200


@drill("Förbindelserna till databasen bryts om och om igen", only_postgresql=True)
def connections_are_cut(place: Place) -> Outcome:
    put_many(MAILS)
    for _ in range(2):
        place.worker()
    cut = 0
    with connection.cursor() as cursor:

        def cut_and_look() -> bool:
            nonlocal cut
            if Message.objects.exclude(text_sent_at=None).exists():
                cursor.execute(CUT_OFF)
                cut += cursor.fetchone()[0]
                time.sleep(0.2)
            return all_over()

        until(cut_and_look)
    return Outcome(f"{MAILS} skickat · {MAILS} mejl", result(place), f"{cut} förbindelser bröts")


@drill("PostgreSQL startas om medan mejl går", only_postgresql=True)
def database_is_restarted(place: Place) -> Outcome:
    assert place.postgres
    return _sent_although(place, place.postgres.shut_down)


@drill("PostgreSQL dör (kill -9) medan mejl går", only_postgresql=True)
def database_dies(place: Place) -> Outcome:
    assert place.postgres
    return _sent_although(place, place.postgres.die)


def _sent_although(place: Place, goes_away: Callable[[], None]) -> Outcome:
    """At the worst of moments: one text has left, and its sender waits for the answer."""
    place.smtp.behave(text="hold", times=1)
    put_many(MAILS)
    for _ in range(2):
        place.worker()
    assert until(place.smtp.held)
    assert place.postgres
    connection.close()
    goes_away()
    place.smtp.release()
    place.postgres.wait_for_its_end()
    place.postgres.start()
    left = Message.objects.exclude(status=Message.Status.SENT).count()
    until(all_over)
    return Outcome(f"{MAILS} skickat · {MAILS} mejl", result(place), f"{left} låg kvar")


@drill("En annan skriver i databasen i tre sekunder, om och om igen", only_sqlite=True)
def database_is_busy(place: Place) -> Outcome:
    put_many(MAILS)
    for _ in range(2):
        place.worker()
    until(Message.objects.exclude(text_sent_at=None).exists)
    for _ in range(2):
        with transaction.atomic():
            Pulse.objects.filter(part="drill").delete()
            time.sleep(3)
        time.sleep(0.5)
    until(all_over)
    return Outcome(f"{MAILS} skickat · {MAILS} mejl", result(place))
