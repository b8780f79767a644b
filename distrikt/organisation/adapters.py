"""How allauth fits the house: accounts come by invitation only, and its mails go the same way as all others."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth carries no types
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def format_email_subject(self, subject: str) -> str:
        return subject

    def populate_username(self, request: HttpRequest, user: Any) -> None:
        """There are no user names; e-mail is the log-in."""
