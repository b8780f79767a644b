"""The outbox as it stands that day: letters and Monday's mail have been sent, the coming day's reminders wait."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.db.models import Value
from django.db.models.functions import Least
from django.utils import timezone

from distrikt.mail import NoLonger
from distrikt.organisation.models import Assignment, User
from distrikt.utskick.groups import Group, find_group, reached
from distrikt.utskick.letterhead import write
from distrikt.utskick.letters import send_letter, write_letter
from distrikt.utskick.models import Letter, Message
from distrikt.utskick.planning import plan_digests, plan_reminders
from distrikt.utskick.week import week_subject, week_text
from distrikt.webb.demo.people import DOMAIN

MORNING = time(6)
CALL_FOR_HELP = """Till nästa torgmöten behöver vi bord, tält och någon som kan köra.

- Har ni ett **partytält** som går att låna?
- Vem har dragkrok på bilen?

Svara på det här mejlet, så lägger jag ihop en lista till nästa styrelsemöte."""


def write_letters(people: Mapping[str, User], today: date) -> None:
    """The ombudsman's weekly letter a few days ago, and one to the contacts that is still a draft."""
    ombudsman, day = people[f"ombudsman@{DOMAIN}"], today - timedelta(days=3)
    writer = Assignment.objects.viewer(ombudsman.pk, day)
    weekly = _letter(ombudsman, "everyone", week_subject(day), week_text(writer, settings.BASE_URL), day)
    number = reached(_group("everyone"), writer).count()
    send_letter(letter=weekly, version=weekly.version, number=number, writer=writer, at=_at(day))
    _letter(ombudsman, "contacts", "Vem kan låna ut ett tält?", CALL_FOR_HELP, today - timedelta(days=1))


def _letter(writer: User, to: str, subject: str, body: str, day: date) -> Letter:
    group = _group(to)
    letter = Letter(writer=writer, group=group.key, group_name=group.name, subject=subject, body=body)
    letter.created_at = _at(day)
    return write_letter(letter=letter)


def _group(name: str) -> Group:
    group = find_group(f"roles:{name}")
    if group is None:
        raise LookupError(name)
    return group


def fill_outbox(people: Mapping[str, User], today: date) -> None:
    """What the worker would have planned, and sent by now; nothing leaves the program."""
    monday = today - timedelta(days=today.weekday())
    plan_digests(now=_at(monday))
    for day in (today - timedelta(days=1), today):
        plan_reminders(now=_at(day))
    now = timezone.make_aware(datetime.combine(today, timezone.localtime().time()))
    sent = Message.objects.filter(due_at__lt=now).select_related("recipient")
    for message in sent:
        try:
            written = write(message, at=message.due_at)
        except NoLonger as reason:
            message.status, message.answer = Message.Status.CANCELLED, str(reason)
        else:
            message.status, message.answer = Message.Status.SENT, "Sparat som fil: ingen e-postserver är inställd."
            if not message.is_secret:
                message.subject, message.text, message.html = written.subject, written.text, written.html
        message.ended_at = message.due_at
        message.save()
    _fill_a_mailbox(people)
    Message.objects.update(created_at=Least("due_at", Value(_at(today))))


def _fill_a_mailbox(people: Mapping[str, User]) -> None:
    """One mail waits for somebody to decide what becomes of it."""
    letter = Message.objects.get(kind="letter", recipient=people[f"sara.nyhlen-diaz@{DOMAIN}"])
    letter.status, letter.answer = Message.Status.FAILED, "552 5.2.2 Brevlådan är full."
    letter.text = letter.html = ""
    letter.save()


def _at(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, MORNING))
