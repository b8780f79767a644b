"""The one way a mail leaves the program: one recipient, plain text and HTML from the templates of its kind.

Where it goes from here is the business of `settings.EMAIL_BACKEND`.
"""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string


def send_mail(*, to: str, template: str, context: Mapping[str, Any], reply_to: str = "") -> None:
    """Send one mail to one person.

    `template` names a folder and stem such as `organisation/email/invitation`; its `_subject.txt`, `.txt` and `.html`
    are rendered with the context and `base_url`, the address that links in mails begin with. A line break in the
    subject is folded away; one in an address raises `BadHeaderError`.
    """
    full = {"base_url": settings.BASE_URL, **context}
    message = EmailMultiAlternatives(
        subject=" ".join(render_to_string(f"{template}_subject.txt", full).split()),
        body=render_to_string(f"{template}.txt", full),
        to=[to],
        reply_to=[reply_to] if reply_to else None,
        headers={"Auto-Submitted": "auto-generated"},
    )
    message.attach_alternative(render_to_string(f"{template}.html", full), "text/html")
    message.send()
