"""The mails of beslut per capsulam: asked, soon over, ended.

They say nothing of the question itself, at most which kinds of thing it settles: only the board and the auditors see
it, and those who look after the outbox are more than they.
"""

from datetime import date, datetime, timedelta

from distrikt.mail import Mail, MailKind, NoLonger, Occasion, QueuedMail, queue_mail
from plan.wording import listing
from traffar.styrelse.models import CircularAnswer, CircularDecision
from traffar.styrelse.rules import VOTING, sits_in
from traffar.when import day_words, local_day


def tell_of_question(circular: CircularDecision) -> None:
    _tell("circular_asked", circular)


def tell_of_end(circular: CircularDecision) -> None:
    """That it has been decided, or withdrawn."""
    _tell("circular_ended", circular)


def _tell(kind: str, circular: CircularDecision) -> None:
    asked = CircularAnswer.objects.filter(circular=circular, person__is_active=True)
    for person, email in asked.values_list("person", "person__email"):
        queue_mail(QueuedMail(kind=kind, email=email, person_id=person, object_id=circular.pk))


def last_day_words(circular: CircularDecision) -> str:
    """torsdag 3 oktober: the last whole day to answer."""
    return day_words(last_day_of(circular.closes_at), today=local_day(circular.asked_at))


def last_day_of(closes_at: datetime) -> date:
    """The last whole day before that moment."""
    return local_day(closes_at - timedelta(seconds=1))


def _asked(occasion: Occasion) -> Mail:
    return _question("styrelse/email/circular_asked", occasion)


def _unanswered(occasion: Occasion) -> Mail:
    return _question("styrelse/email/circular_unanswered", occasion)


def _question(template: str, occasion: Occasion) -> Mail:
    """As long as it goes on and the person has not answered."""
    circular = CircularDecision.objects.filter(pk=occasion.object_id, status=CircularDecision.Status.OPEN).first()
    if circular is None or circular.closes_at <= occasion.at:
        raise NoLonger("Frågan är avgjord, återtagen eller har gått ut.")
    if not sits_in(occasion.person_id, circular.body_id, local_day(occasion.at), VOTING):
        raise NoLonger("Personen har inte längre rösträtt i styrelsen.")
    if not circular.answers.filter(person=occasion.person_id, consents=None).exists():
        raise NoLonger("Personen har redan svarat.")
    context = {"circular": circular, "last_day": last_day_words(circular), "settled": _settled(circular)}
    return Mail(template, context)


def _settled(circular: CircularDecision) -> str:
    """vem som ansvarar och när det ska vara klart; "" when nothing of it is said."""
    parts = (
        "vem som ansvarar" if circular.responsible_name else "",
        "när det ska vara klart" if circular.due_on else "",
        "vilket belopp det gäller" if circular.amount is not None else "",
        "vilka punkter i planen det hör till" if circular.commitments.exists() else "",
    )
    return listing(list(filter(None, parts)))


def _ended(occasion: Occasion) -> Mail:
    circular = CircularDecision.objects.filter(pk=occasion.object_id).first()
    if circular is None or circular.is_open:
        raise NoLonger("Frågan pågår.")
    if not sits_in(occasion.person_id, circular.body_id, local_day(occasion.at)):
        raise NoLonger("Personen sitter inte längre i styrelsen.")
    return Mail("styrelse/email/circular_ended", {"circular": circular})


KINDS = {
    "circular_asked": MailKind("Fråga per capsulam", _asked),
    "circular_unanswered": MailKind("Svar per capsulam saknas", _unanswered, can_wait=True),
    "circular_ended": MailKind("Resultat per capsulam", _ended),
}
