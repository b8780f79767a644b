"""The mail server that an installation hands its mail to, as one address says it: EMAIL_URL."""

from dataclasses import dataclass
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

# Scheme: (how the connection is made secret, port when none is named).
_SCHEMES = {"smtp": ("", 25), "smtp+tls": ("starttls", 587), "smtp+ssl": ("ssl", 465)}


@dataclass(frozen=True, slots=True)
class SmtpServer:
    """`tls` is "" (none), "starttls" or "ssl": certificates are always verified. `timeout` in seconds, per answer."""

    host: str
    port: int
    user: str = ""
    password: str = ""
    tls: str = ""
    timeout: float = 20


def smtp_server(url: str) -> SmtpServer | None:
    """The server that e.g. `smtp+tls://user:password@mail.example:587` names; None for no address at all.

    ImproperlyConfigured when the address cannot be read. `?timeout=5` sets the seconds.
    """
    if not url:
        return None
    parts = urlsplit(url)
    try:
        tls, usual_port = _SCHEMES[parts.scheme]
        port, timeout = parts.port or usual_port, float(parse_qs(parts.query).get("timeout", ["20"])[0])
    except (KeyError, ValueError):
        raise ImproperlyConfigured(_UNREADABLE) from None
    if not parts.hostname:
        raise ImproperlyConfigured(_UNREADABLE)
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    return SmtpServer(parts.hostname, port, user, password, tls, timeout)


_UNREADABLE = (
    "EMAIL_URL går inte att läsa. Skriv den som smtp+tls://användare:lösenord@server:587 "
    "(smtp+ssl för port 465, smtp utan kryptering)."
)
