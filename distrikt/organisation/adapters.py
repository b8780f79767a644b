"""How allauth fits the house: accounts come by invitation only, and its mails go the same way as all others."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from distrikt.organisation import emails


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth carries no types
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        emails.send(to=email, template=template_prefix, **{"email": email, **context})

    def populate_username(self, request: HttpRequest, user: Any) -> None:
        """There are no user names; e-mail is the log-in."""
