"""The mails to those who subscribe: the one that asks them to confirm, and the weekly one."""

from collections.abc import Sequence
from datetime import datetime

from distrikt.mail import Mail, MailKind, NoLonger, Occasion, QueuedMail, queue_mail
from distrikt.organisation.models import District
from plan.wording import counted, listing
from traffar.models import Subscription
from traffar.weekly.links import subscription_link
from traffar.weekly.programme import Entry, concerning, programme

WEEKLY, CONFIRM = "weekly", "weekly_confirm"
MOST_ENTRIES = 30


def ask_to_confirm(row: Subscription, *, hour: datetime) -> None:
    """The link that makes a subscription count, or leads to the one that does; at most one in the hour."""
    occurrence = f"{hour:%Y-%m-%dT%H:%M}"
    not_after = hour + Subscription.UNCONFIRMED_KEPT
    queue_mail(QueuedMail(kind=CONFIRM, email=row.email, object_id=row.pk, occurrence=occurrence, not_after=not_after))


def names_of(row: Subscription) -> str:
    """Sundsvall, Timrå och Ånge; "hela distriktet" when none is chosen."""
    return listing([body.name for body in row.bodies.order_by("name")]) or "hela distriktet"


def _found(occasion: Occasion) -> Subscription:
    row = Subscription.objects.filter(pk=occasion.object_id).first()
    if row is None:
        raise NoLonger("Prenumerationen är avslutad.")
    return row


def _reply_to() -> str:
    district = District.objects.first()
    return district.official_email if district else ""


def _confirm(occasion: Occasion) -> Mail:
    row = _found(occasion)
    context = {"row": row, "chosen": names_of(row), "link": subscription_link(row.pk)}
    return Mail("traffar/email/weekly_confirm", context, reply_to=_reply_to())


def _weekly(occasion: Occasion) -> Mail:
    row = _found(occasion)
    bodies = set(row.bodies.values_list("pk", flat=True))
    entries = concerning(programme(occasion.at), bodies)
    if not entries:
        raise NoLonger("Det finns inget öppet att berätta om längre.")
    shown = entries[:MOST_ENTRIES]
    context = {
        "entries": shown,
        "more": len(entries) - len(shown),
        "chosen": names_of(row),
        "heading": _heading(entries),
    }
    return Mail("traffar/email/weekly", context, reply_to=_reply_to())


def _heading(entries: Sequence[Entry]) -> str:
    """Torgmöte på Åsen, och 3 till"""
    first = next((entry for entry in entries if not entry.is_cancelled), entries[0])
    title = f"Inställt: {first.title}" if first.is_cancelled else first.title
    return f"{title}, och {counted(len(entries) - 1, 'sak till', 'saker till')}" if len(entries) > 1 else title


KINDS = {
    CONFIRM: MailKind("Bekräfta en prenumeration", _confirm, is_secret=True),
    WEEKLY: MailKind("Veckomejl till prenumeranter", _weekly, is_duty=False, can_wait=True, way_out=subscription_link),
}
