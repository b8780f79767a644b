"""The one way a mail leaves the program: one recipient, plain text and HTML from the templates of its kind.

Where it goes from here is the business of `settings.EMAIL_BACKEND`.
"""

from collections.abc import Mapping
from functools import partial
from typing import Any

import structlog
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.transaction import on_commit
from django.template.loader import render_to_string

log = structlog.get_logger(__name__)


def send_mail(*, to: str, template: str, context: Mapping[str, Any], reply_to: str = "") -> None:
    """Send one mail to one person, once what it tells of is saved: what is rolled back is told to nobody.

    `template` names a folder and stem such as `organisation/email/invitation`; its `_subject.txt`, `.txt` and `.html`
    are rendered with the context and `base_url`, the address that links in mails begin with. A line break in the
    subject is folded away. A mail that cannot be sent is logged and undoes nothing.
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
    on_commit(partial(_deliver, message, template))


def _deliver(message: EmailMultiAlternatives, template: str) -> None:
    try:
        message.send()
    except Exception as error:
        # The words of the error may hold the address, and the log holds none.
        log.error("mail_failed", template=template, error=type(error).__name__)
