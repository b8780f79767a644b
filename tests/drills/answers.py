"""6: what the mail server can answer, and what becomes of the mail – at first, and once the server behaves."""

from django.utils import timezone

from distrikt.utskick.models import Message
from tests.drills.drill import Outcome, drill
from tests.drills.mails import Status, all_over, put, result
from tests.drills.parts import Place
from tests.drills.processes import until

# How it behaves, once: what becomes of the mail, and what in the end, when what waits is let go again.
CASES = {
    "421 vid mottagaren": ({"rcpt": "421 stänger"}, "väntar 1 min, försök 1", "1 skickat · 1 mejl"),
    "450 vid mottagaren": ({"rcpt": "450 senare"}, "väntar 1 min, försök 1", "1 skickat · 1 mejl"),
    "550 vid mottagaren": ({"rcpt": "550 okänd"}, "misslyckades", "1 misslyckades · 0 mejl"),
    "Tystnad vid mottagaren": ({"rcpt": "silence"}, "väntar 1 min, försök 1", "1 skickat · 1 mejl"),
    "451 vid avsändaren": ({"mail": "451 upptaget"}, "väntar 1 min, försök 0", "1 skickat · 1 mejl"),
    "Tystnad vid anslutningen": ({"connect": "silence"}, "väntar 1 min, försök 0", "1 skickat · 1 mejl"),
    "Tystnad före texten": ({"data": "silence"}, "väntar 1 min, försök 1", "1 skickat · 1 mejl"),
    "450 efter texten": ({"text": "450 senare"}, "väntar 1 min, försök 1", "1 skickat · 1 mejl"),
    "554 efter texten": ({"text": "554 skräp"}, "misslyckades", "1 misslyckades · 0 mejl"),
    "Tystnad efter texten": ({"text": "silence"}, "osäker", "1 osäker · 1 mejl"),
    "Bruten efter texten": ({"text": "drop"}, "osäker", "1 osäker · 1 mejl"),
    "Bruten efter svaret": ({"text": "answer-and-drop"}, "skickat", "1 skickat · 1 mejl"),
}


@drill("E-postservern svarar")
def the_server_answers(place: Place) -> list[Outcome]:
    place.worker()
    return [_case(place, case, *what) for case, what in CASES.items()]


def _case(place: Place, case: str, how: dict[str, str], at_first: str, in_the_end: str) -> Outcome:
    Message.objects.all().delete()
    place.smtp.forget()
    # A connection kept from the case before would be given up and made anew, and the behaviour spent on it.
    place.smtp.behave(**how, times=1)
    message = put()
    until(lambda: Message.objects.exclude(answer="").exclude(status=Status.SENDING).exists())
    message.refresh_from_db()
    seen = _state(message)
    place.smtp.release()
    Message.objects.filter(status=Status.WAITING).update(due_at=timezone.now())
    until(all_over)
    return Outcome(f"{at_first} → {in_the_end}", f"{seen} → {result(place)}", case=case)


def _state(message: Message) -> str:
    if message.status != Status.WAITING:
        return str(Status(message.status).label)
    minutes = round((message.due_at - timezone.now()).total_seconds() / 60)
    return f"väntar {minutes} min, försök {message.attempts}"
