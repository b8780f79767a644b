"""The one way a mail leaves the program: one recipient, plain text and HTML from the templates of the kind."""

from collections.abc import Mapping
from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string


def send_mail(*, to: str, template: str, context: Mapping[str, Any], reply_to: str = "") -> None:
    """Send one mail to one person.

    `template` names a folder and stem such as `organisation/email/invitation`; its `_subject.txt`, `.txt` and `.html`
    are rendered with the context. Header injection raises `BadHeaderError` (a line break in the subject is folded away).
    """
    subject = " ".join(render_to_string(f"{template}_subject.txt", dict(context)).split())
    message = EmailMultiAlternatives(
        subject=subject,
        body=render_to_string(f"{template}.txt", dict(context)),
        to=[to],
        reply_to=[reply_to] if reply_to else None,
        headers={"Auto-Submitted": "auto-generated"},
    )
    message.attach_alternative(render_to_string(f"{template}.html", dict(context)), "text/html")
    message.send()
