"""The outbox as it stands that day: Monday's mail has been sent, the coming day's reminders wait."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from distrikt.mail import NoLonger
from distrikt.utskick.letterhead import write
from distrikt.utskick.models import Message
from distrikt.utskick.planning import plan_digests, plan_reminders

MORNING = time(6)


def fill_outbox(today: date) -> None:
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
    Message.objects.update(created_at=_at(today))


def _at(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, MORNING))
