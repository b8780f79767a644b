"""The one way a mail leaves: once what it tells of is saved, and never at the cost of what was saved."""

from uuid import uuid4

import pytest
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

from distrikt.mail import send_mail
from distrikt.organisation.models import Assignment, Invitation
from distrikt.organisation.roles import Role


@pytest.fixture
def mails_go_at_once():
    """Here they wait, as they do in the program."""


class BrokenBackend(BaseEmailBackend):
    def send_messages(self, email_messages):
        raise OSError(f"no route to {email_messages[0].to[0]}")


def send(**changes):
    context = {"invitation": Invitation(first_name="Nya", role=Role.CONTACT), "token": "x"}
    send_mail(to="nya@ny.example", template="organisation/email/invitation", context={**context, **changes})


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_is_told_to_nobody(mailoutbox):
    with transaction.atomic():
        send()
        transaction.set_rollback(True)
    assert mailoutbox == []
    with transaction.atomic():
        send()
        assert mailoutbox == []
    assert len(mailoutbox) == 1


@pytest.mark.django_db(transaction=True)
def test_a_mail_that_fails_undoes_nothing_and_is_logged_without_the_address(cast, log_in, settings, caplog):
    settings.EMAIL_BACKEND = f"{__name__}.BrokenBackend"
    form = {"post": f"contact:{cast.bodies['timra'].pk}", "starts_on": "2026-09-15", "submission": uuid4()}
    assert log_in("chair").post(f"/manniskor/{cast.stranger.pk}/uppdrag/nytt/", form).status_code == 302
    assert Assignment.objects.filter(user=cast.stranger).exists()
    assert "mail_failed" in caplog.text
    assert "stranger@" not in caplog.text


def test_a_line_break_in_the_subject_makes_no_header(db, mailoutbox, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        send(district={"display_name": "Partiet\r\nBcc: annan@ny.example"})
    assert mailoutbox[0].subject == "Välkommen till Partiet Bcc: annan@ny.example"
    assert mailoutbox[0].message()["Bcc"] is None
