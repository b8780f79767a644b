"""Where a mail goes until there is a mail server: a file that can be read."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone


class EmlFileBackend(BaseEmailBackend):
    """Saves each message as an `.eml` file under `settings.EML_DIR`, named after the time in UTC."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        folder = Path(settings.EML_DIR)
        folder.mkdir(parents=True, exist_ok=True)
        for number, message in enumerate(email_messages):
            stamp = datetime.strftime(timezone.now(), "%Y%m%dT%H%M%S%f")
            (folder / f"{stamp}-{number}.eml").write_bytes(message.message().as_bytes())
        return len(email_messages)
