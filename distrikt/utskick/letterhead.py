"""How a mail is put into words and onto paper: the kind's templates, the district's name, the headers."""

from dataclasses import dataclass, replace
from datetime import datetime
from email.utils import formataddr, parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from distrikt.mail import Attachment, Mail, MailKind, NoLonger, Occasion
from distrikt.organisation.models import District, User
from distrikt.utskick.links import unsubscribe_url
from distrikt.utskick.models import Message, Preference


@dataclass(frozen=True, slots=True)
class Written:
    """A mail in words. The subject has no line break, whatever stood in the names that it is made of."""

    subject: str
    text: str
    html: str
    reply_to: str
    attachments: tuple[Attachment, ...]
    from_name: str = ""


def write(message: Message, *, at: datetime, district: District | None = None) -> Written:
    """What the mail says now. `NoLonger` when it should not go, with the reason in Swedish.

    A sender of many mails hands the district in, so that it is not asked for anew for each.
    """
    if message.rule is None:
        raise NoLonger("Programmet känner inte längre till den här sortens mejl.")
    # Asked anew: a batch can take minutes, and an account be closed meanwhile.
    recipient = User.objects.filter(pk=message.recipient_id, is_active=True).first() if message.recipient_id else None
    if message.recipient_id and recipient is None:
        raise NoLonger("Mottagarens konto är stängt.")
    if recipient and recipient.email_bounces and message.rule.can_wait:
        raise NoLonger("Adressen tar inte emot mejl.")
    if recipient and not message.rule.is_duty and _is_off(message):
        raise NoLonger("Mottagaren har stängt av den här sortens mejl.")
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
    return put_into_words(mail, district=district, recipient=recipient, unsubscribe_url=_way_out(message))


def put_into_words(
    mail: Mail, *, district: District | None = None, recipient: User | None = None, unsubscribe_url: str = ""
) -> Written:
    """The mail as its templates say it."""
    context: dict[str, Any] = {
        "base_url": settings.BASE_URL,
        "district": district or District.objects.first(),
        "recipient": recipient,
        "unsubscribe_url": unsubscribe_url,
        **mail.context,
    }
    return Written(
        subject=" ".join(render_to_string(f"{mail.template}_subject.txt", context).split()),
        text=render_to_string(f"{mail.template}.txt", context),
        html=render_to_string(f"{mail.template}.html", context),
        reply_to=mail.reply_to,
        attachments=mail.attachments,
        from_name=mail.from_name,
    )


def _is_off(message: Message) -> bool:
    return Preference.objects.filter(user=message.recipient_id, kind=message.kind, is_on=False).exists()


def _way_out(message: Message) -> str:
    """Where the recipient ends this kind of mail: its own way out, or the account's switch. "" for duties and where
    there is neither."""
    rule = message.rule
    if rule and rule.way_out:
        return rule.way_out(message.object_id)
    has_switch = rule and rule.has_switch and message.recipient_id
    return unsubscribe_url(message.recipient_id, message.kind) if has_switch and message.recipient_id else ""


def as_sent_or_now(message: Message, *, at: datetime) -> Written:
    """What the mail said when it was sent or, as long as it waits, what it would say now.

    `NoLonger` for what nobody may read, what would not go, and what has been forgotten.
    """
    if message.is_secret:
        raise NoLonger("Texten visas inte för någon: den har en länk eller en kod som öppnar något.")
    if message.html:
        return _without_way_out(message, Written(message.subject, message.text, message.html, "", ()))
    if message.status != Message.Status.WAITING:
        raise NoLonger("Texten sparas inte för mejl som inte skickades, och glöms efter en tid för dem som gjorde det.")
    return _without_way_out(message, write(message, at=at))


def _without_way_out(message: Message, written: Written) -> Written:
    """The same without the link by which its recipient, and nobody else, switches such mails off."""
    url = _way_out(message)
    if not url:
        return written
    return replace(written, text=written.text.replace(url, "…"), html=written.html.replace(url, "#"))


def _sample(occasion: Occasion) -> Mail:
    message = Message.objects.select_related("recipient").filter(pk=occasion.object_id).first()
    if message is None:
        raise NoLonger("Mejlet finns inte längre.")
    written = as_sent_or_now(message, at=occasion.at)
    words = {"subject": f"Prov: {written.subject}", "text": written.text, "html": written.html}
    return Mail("organisation/email/as_written", words, attachments=written.attachments)


KINDS = {"sample": MailKind("Prov till den som ser över utskicken", _sample)}


def build(message: Message, written: Written) -> EmailMultiAlternatives:
    """The mail with its headers: one recipient, a Message-ID that stays the same however often it is tried."""
    built = EmailMultiAlternatives(
        subject=written.subject,
        body=written.text,
        from_email=_sender(written.from_name),
        to=[message.email],
        reply_to=[written.reply_to] if written.reply_to else None,
        headers={"Auto-Submitted": "auto-generated", "Message-ID": message.message_id, **_list_headers(message)},
    )
    built.attach_alternative(written.html, "text/html")
    for attachment in written.attachments:
        is_text = attachment.mimetype.startswith("text/")
        content = attachment.content.decode() if is_text else attachment.content
        built.attach(attachment.filename, content, attachment.mimetype)
    return built


def _list_headers(message: Message) -> dict[str, str]:
    """What a mail program's own button presses (RFC 8058)."""
    url = _way_out(message)
    return {"List-Unsubscribe": f"<{url}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"} if url else {}


def _sender(name: str) -> str:
    """The program's own address, under the name of whoever writes through it: "Maria Norberg via Distriktet"."""
    sender: str = settings.DEFAULT_FROM_EMAIL
    return formataddr((" ".join(name.split()), parseaddr(sender)[1])) if name else sender
