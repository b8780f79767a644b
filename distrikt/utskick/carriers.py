"""How a mail leaves: by SMTP where there is a server, otherwise as a file that can be read.

A carrier says the one thing that the outbox must know: whether the text had left when something went wrong. Before that
the mail can be sent again; after it nobody knows but the receiving server.
"""

import os
import re
import smtplib
import socket
import ssl
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from email.utils import parseaddr
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import sanitize_address
from django.utils import timezone

from distrikt.smtp import SmtpServer


class CarrierError(Exception):
    """The mail did not leave. The text is the server's answer, or what happened in plain Swedish."""


class Unreachable(CarrierError):
    """No server that takes mail from us just now: the others of the batch need not try."""


class CutOff(Unreachable):
    """The server went away or silent once it knew the mail, before its text: it may be this very mail that it minds."""


class Refused(CarrierError):
    """Refused for now (4xx): try again later."""


class Rejected(CarrierError):
    """Refused for good (5xx). `is_address` when it is the address that the server does not take."""

    def __init__(self, answer: str, *, is_address: bool) -> None:
        super().__init__(answer)
        self.is_address = is_address


class NoAnswer(CarrierError):
    """The text had left, and then there was silence: it may have arrived."""


class Carrier(Protocol):
    def carry(self, message: EmailMessage, *, before_text: Callable[[], None]) -> str:
        """Hand the mail over; gives the server's answer. `before_text` is called just before the text leaves.

        Raises a `CarrierError`, and whatever `before_text` raises.
        """


@contextmanager
def open_carrier() -> Iterator[Carrier]:
    """The carrier of this installation, its connection kept until the end of the block."""
    if not settings.SMTP:
        yield BackendCarrier()
        return
    carrier = SmtpCarrier(settings.SMTP)
    try:
        yield carrier
    finally:
        carrier.close()


class BackendCarrier:
    """Without a mail server: hands the mail to Django's own backend, by default the one that saves files."""

    def carry(self, message: EmailMessage, *, before_text: Callable[[], None]) -> str:
        before_text()
        get_connection().send_messages([message])
        return "Sparat som fil: ingen e-postserver är inställd."


class SmtpCarrier:
    """Talks to one server, and keeps the connection from mail to mail."""

    def __init__(self, server: SmtpServer) -> None:
        self.server = server
        self._connection: smtplib.SMTP | None = None
        # A mail that was refused half way is still open on the server's side.
        self._half_way = False

    def close(self) -> None:
        if self._connection is None:
            return
        try:
            self._connection.quit()
        except (OSError, smtplib.SMTPException):
            self._connection.close()
        self._connection = None

    def carry(self, message: EmailMessage, *, before_text: Callable[[], None]) -> str:
        text = _on_the_wire(message)
        connection = self._begun(_plain(message.from_email))
        self._half_way = True
        try:
            self._check(connection.rcpt(_plain(message.to[0])), is_address=True)
            self._check(connection.docmd("DATA"), good=354)
        except (OSError, smtplib.SMTPException) as error:
            self._drop()
            raise CutOff(_words(error)) from error
        try:
            before_text()
        except BaseException:
            # The server waits for a text that will not come.
            self._drop()
            raise
        return self._hand_over(connection, text)

    def _begun(self, sender: str) -> smtplib.SMTP:
        """A connection whose server has taken the sender of a mail: the kept one, or a new one when it is closed."""
        if self._connection is not None:
            with suppress(OSError, smtplib.SMTPException):
                if self._half_way:
                    self._connection.rset()
                if self._connection.mail(sender)[0] == 250:
                    return self._connection
            self._drop()
        try:
            self._connection = connect(self.server)
            reply = self._connection.mail(sender)
        except (OSError, smtplib.SMTPException) as error:
            self._drop()
            raise Unreachable(_words(error)) from error
        if reply[0] != 250:
            # It knows nothing of the mail yet, so it is us that it refuses.
            self._drop()
            raise Unreachable(_line(*reply))
        return self._connection

    def _hand_over(self, connection: smtplib.SMTP, text: bytes) -> str:
        try:
            connection.send(text)
            reply = connection.getreply()
        except (OSError, smtplib.SMTPException) as error:
            self._drop()
            raise NoAnswer(_words(error)) from error
        if reply[0] < 0:
            self._drop()
            raise NoAnswer("E-postservern svarade något som inte går att tyda.")
        self._check(reply)
        self._half_way = False
        return _line(*reply)

    def _check(self, reply: tuple[int, bytes], *, good: int = 250, is_address: bool = False) -> None:
        code, answer = reply
        # 251 and 252: taken for an address that the server passes on to, or cannot check.
        if code == good or (good == 250 and code in (251, 252)):
            return
        if code == 421 or code < 0:
            self._drop()
            raise CutOff(_line(code, answer))
        if 500 <= code < 600:
            raise Rejected(_line(code, answer), is_address=is_address and code in (550, 551, 553))
        raise Refused(_line(code, answer))

    def _drop(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection, self._half_way = None, False


def _plain(address: str) -> str:
    """The bare address as SMTP takes it: a domain with å, ä or ö in its other spelling."""
    return parseaddr(sanitize_address(address, "utf-8"))[1]


def _on_the_wire(message: EmailMessage) -> bytes:
    """The mail as SMTP wants it: lines that end in CRLF, a dot doubled where it begins a line, a lone dot last."""
    lines = re.sub(rb"\r\n|\r|\n", b"\r\n", message.message().as_bytes().rstrip(b"\r\n"))
    return re.sub(rb"(?m)^\.", b"..", lines) + b"\r\n.\r\n"


def connect(server: SmtpServer) -> smtplib.SMTP:
    """A connection that is ready to take mail. OSError or SMTPException when there is none."""
    verified = ssl.create_default_context()
    connection: smtplib.SMTP
    if server.tls == "ssl":
        connection = smtplib.SMTP_SSL(server.host, server.port, timeout=server.timeout, context=verified)
    else:
        connection = smtplib.SMTP(server.host, server.port, timeout=server.timeout)
    try:
        connection.ehlo_or_helo_if_needed()
        if server.tls == "starttls":
            connection.starttls(context=verified)
            connection.ehlo()
        if server.user:
            connection.login(server.user, server.password)
    except BaseException:
        connection.close()
        raise
    return connection


def _line(code: int, answer: bytes | str) -> str:
    words = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    return f"{code} {' '.join(words.split())}"[:500]


def _words(error: Exception) -> str:
    """What went wrong, for those who look after the outbox."""
    match error:
        case smtplib.SMTPAuthenticationError():
            return "E-postservern godtar inte användarnamnet eller lösenordet."
        case smtplib.SMTPNotSupportedError():
            return "E-postservern tar inte emot inloggning eller STARTTLS på den här porten."
        case smtplib.SMTPResponseException():
            return _line(error.smtp_code, error.smtp_error)
        case ssl.SSLCertVerificationError():
            return f"E-postserverns certifikat går inte att lita på: {error.verify_message}."
        case ssl.SSLError():
            return f"E-postservern talar inte TLS så som EMAIL_URL säger ({error.reason})."
        case _ if isinstance(error, TimeoutError) or "timed out" in str(error):
            return "E-postservern svarade inte i tid."
        case ConnectionRefusedError():
            return "Ingen e-postserver svarar på adressen."
        case socket.gaierror():
            return "Det finns ingen e-postserver med det namnet, eller så går det inte att slå upp namnet."
        case smtplib.SMTPServerDisconnected():
            return "E-postservern bröt förbindelsen."
        case _:
            return f"{type(error).__name__}: {error}"[:500]


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
