"""How allauth fits the house: accounts come by invitation only, and its mails go the same way as all others."""

from typing import Any
from urllib.parse import urlsplit

import structlog
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailConfirmation
from django.conf import settings
from django.http import HttpRequest

from distrikt.organisation import emails
from distrikt.organisation.models import User

log = structlog.get_logger(__name__)


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth carries no types
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def login(self, request: HttpRequest, user: User) -> None:
        super().login(request, user)
        log.info("logged_in", person=user.pk)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        log.warning("log_in_failed")

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        emails.send(to=email, template=template_prefix, **{"email": email, **context})

    def get_reset_password_from_key_url(self, key: str) -> str:
        return _at_base_url(super().get_reset_password_from_key_url(key))

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: EmailConfirmation) -> str:
        return _at_base_url(super().get_email_confirmation_url(request, emailconfirmation))

    def populate_username(self, request: HttpRequest, user: User) -> None:
        """There are no user names; e-mail is the log-in."""


def _at_base_url(address: str) -> str:
    """Links in mails begin as the settings say, whatever host the one who asked for the mail has written."""
    return f"{settings.BASE_URL}{urlsplit(address).path}"
