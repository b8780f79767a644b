"""How allauth fits the house: accounts come by invitation only, and its mails go the same way as all others."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import structlog
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailConfirmation
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

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

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """allauth asks for password or second factor; who has neither proves themselves by a code mailed anew."""
        required = bool(super().is_reauthentication_required(app=app, **kwargs))
        request = context.request
        if required and not self.get_reauthentication_methods(request.user) and not _has_just_logged_in(request):
            raise ImmediateHttpResponse(_to_a_new_log_in(request))
        return required

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        emails.send_account_mail(template_prefix, email, context, at=timezone.now())

    def get_reset_password_from_key_url(self, key: str) -> str:
        return _at_base_url(super().get_reset_password_from_key_url(key))

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: EmailConfirmation) -> str:
        return _at_base_url(super().get_email_confirmation_url(request, emailconfirmation))

    def populate_username(self, request: HttpRequest, user: User) -> None:
        """There are no user names; e-mail is the log-in."""


def _has_just_logged_in(request: HttpRequest) -> bool:
    since = timezone.now() - timedelta(seconds=settings.ACCOUNT_REAUTHENTICATION_TIMEOUT)
    sessions = UserSession.objects.filter(session_key=request.session.session_key, created_at__gt=since)
    return bool(sessions.exists())


def _to_a_new_log_in(request: HttpRequest) -> HttpResponse:
    logout(request)
    messages.info(request, "Logga in på nytt först: det här får bara du själv göra.")
    back = urlencode({"next": request.path})
    return redirect(f"{reverse('account_request_login_code')}?{back}")


def _at_base_url(address: str) -> str:
    """Links in mails begin as the settings say, whatever host the one who asked for the mail has written."""
    return f"{settings.BASE_URL}{urlsplit(address).path}"
