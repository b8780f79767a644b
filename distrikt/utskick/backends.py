"""Where a mail goes until there is a mail server: a file that can be read."""

import os
import uuid
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone


class EmlFileBackend(BaseEmailBackend):
    """Saves each message as an `.eml` file under `settings.EML_DIR`, named after the time in UTC.

    Mails carry codes and links that open accounts: only the program's own user reads them.
    """

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        folder = Path(settings.EML_DIR)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for message in email_messages:
            stamp = datetime.strftime(timezone.now(), "%Y%m%dT%H%M%S%f")
            # Two processes may write in the same moment.
            name = folder / f"{stamp}-{uuid.uuid4().hex[:8]}.eml"
            with open(name, "xb", opener=lambda path, flags: os.open(path, flags, mode=0o600)) as file:
                file.write(message.message().as_bytes())
        return len(email_messages)
