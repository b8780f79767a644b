"""How a mail is put into words and onto paper: the kind's templates, the district's name, the headers."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from distrikt.mail import Attachment, Mail, MailKind, NoLonger, Occasion
from distrikt.organisation.models import District, User
from distrikt.utskick.models import Message


@dataclass(frozen=True, slots=True)
class Written:
    """A mail in words. The subject has no line break, whatever stood in the names that it is made of."""

    subject: str
    text: str
    html: str
    reply_to: str
    attachments: tuple[Attachment, ...]


def write(message: Message, *, at: datetime, district: District | None = None) -> Written:
    """What the mail says now. `NoLonger` when it should not go, with the reason in Swedish.

    A sender of many mails hands the district in, so that it is not asked for anew for each.
    """
    if message.rule is None:
        raise NoLonger("Programmet känner inte längre till den här sortens mejl.")
    # Asked anew: a batch can take minutes, and an account be closed meanwhile.
    if message.recipient_id and not User.objects.filter(pk=message.recipient_id, is_active=True).exists():
        raise NoLonger("Mottagarens konto är stängt.")
    mail = message.rule.compose(
        Occasion(
            object_id=message.object_id,
            person_id=message.recipient_id,
            email=message.email,
            occurrence=message.occurrence,
            payload=message.payload,
            at=at,
        )
    )
    district = district or District.objects.first()
    context: dict[str, Any] = {"base_url": settings.BASE_URL, "district": district, **mail.context}
    return Written(
        subject=" ".join(render_to_string(f"{mail.template}_subject.txt", context).split()),
        text=render_to_string(f"{mail.template}.txt", context),
        html=render_to_string(f"{mail.template}.html", context),
        reply_to=mail.reply_to,
        attachments=mail.attachments,
    )


def as_sent_or_now(message: Message, *, at: datetime) -> Written:
    """What the mail said when it was sent or, as long as it waits, what it would say now.

    `NoLonger` for what nobody may read, what would not go, and what has been forgotten.
    """
    if message.is_secret:
        raise NoLonger("Texten i mejl om konton visas inte för någon.")
    if message.html:
        return Written(message.subject, message.text, message.html, "", ())
    if message.status != Message.Status.WAITING:
        raise NoLonger("Texten sparas inte för mejl som inte skickades, och glöms efter en tid för dem som gjorde det.")
    return write(message, at=at)


def _sample(occasion: Occasion) -> Mail:
    message = Message.objects.select_related("recipient").filter(pk=occasion.object_id).first()
    if message is None:
        raise NoLonger("Mejlet finns inte längre.")
    written = as_sent_or_now(message, at=occasion.at)
    words = {"subject": f"Prov: {written.subject}", "text": written.text, "html": written.html}
    return Mail("utskick/email/as_written", words, attachments=written.attachments)


KINDS = {"sample": MailKind("Prov till den som ser över utskicken", _sample)}


def build(message: Message, written: Written) -> EmailMultiAlternatives:
    """The mail with its headers: one recipient, a Message-ID that stays the same however often it is tried."""
    built = EmailMultiAlternatives(
        subject=written.subject,
        body=written.text,
        to=[message.email],
        reply_to=[written.reply_to] if written.reply_to else None,
        headers={"Auto-Submitted": "auto-generated", "Message-ID": message.message_id},
    )
    built.attach_alternative(written.html, "text/html")
    for attachment in written.attachments:
        built.attach(attachment.filename, attachment.content, attachment.mimetype)
    return built
