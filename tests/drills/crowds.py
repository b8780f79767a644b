"""5: many senders at once."""

from django.db.models import Max, Min

from distrikt.utskick.models import Message
from tests.drills.drill import Outcome, drill
from tests.drills.mails import all_over, put_many, result
from tests.drills.parts import Place
from tests.drills.processes import until


@drill("Fyra arbetare och två beat på samma mejl")
def four_workers_and_two_beats(place: Place) -> Outcome:
    return _crowd(place, workers=4, beats=2)


@drill("Två arbetare, så fort det går")
def two_workers(place: Place) -> Outcome:
    return _crowd(place, workers=2, beats=1)


def _crowd(place: Place, *, workers: int, beats: int) -> Outcome:
    put_many(place.many)
    senders = [place.worker(sweeps=False) for _ in range(workers)]
    processes = senders + [place.beat() for _ in range(beats)]
    until(Message.objects.exclude(text_sent_at=None).exists)
    before = sum(sender.cpu_seconds() for sender in senders)
    until(all_over, place.patience)
    cpu = (sum(sender.cpu_seconds() for sender in senders) - before) / place.many
    fell = sum(not process.is_alive() for process in processes)
    expected = f"{place.many} skickat · {place.many} mejl"
    return Outcome(expected, result(place) + (f" · {fell} processer föll" if fell else ""), _speed(place, cpu))


def _speed(place: Place, cpu: float) -> str:
    """Mails a second, which other work on the machine slows down, and what one costs the workers, which it does not."""
    times = Message.objects.aggregate(first=Min("text_sent_at"), last=Max("ended_at"))
    if not times["last"]:
        return ""
    seconds = (times["last"] - times["first"]).total_seconds()
    speed = f"{place.many / seconds:.0f} mejl/s, {cpu * 1000:.1f} ms CPU per mejl"
    return f"{speed}, {place.smtp.connections()} förbindelser"
