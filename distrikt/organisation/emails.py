"""The ground's mails: an invitation, that somebody has got an assignment, and what allauth writes about accounts."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.timezone import localdate

from distrikt.mail import Mail, MailKind, NoLonger, Occasion, QueuedMail, queue_mail
from distrikt.organisation.models import Assignment, District, Invitation, User
from distrikt.organisation.roles import Role


def send_invitation(invitation: Invitation, token: str) -> None:
    """Each link is a mail of its own: it is told by its token, which the row does not know."""
    queue_mail(
        QueuedMail(
            kind="invitation",
            email=invitation.email,
            object_id=invitation.pk,
            occurrence=invitation.token_hash[:16],
            payload={"token": token},
            not_after=invitation.expires_at,
        )
    )


def tell_of_grant(assignment: Assignment, *, today: date) -> None:
    """Tell the chair of a new assignment: every one, whoever gave it (role table of `2-domain.md`)."""
    chairs = Assignment.objects.in_force(today).filter(role=Role.CHAIR).values_list("user", "user__email")
    for person, email in set(chairs):
        queue_mail(QueuedMail(kind="assignment_granted", email=email, person_id=person, object_id=assignment.pk))


def send_assignment(assignment: Assignment) -> None:
    """Tell the person of the new assignment."""
    queue_mail(
        QueuedMail(
            kind="assignment_received",
            email=assignment.user.email,
            person_id=assignment.user_id,
            object_id=assignment.pk,
        )
    )


_ACCOUNT_PARTS = {"subject": "_subject.txt", "text": ".txt", "html": ".html"}


# A code lives for minutes, a link for as long as allauth lets it; afterwards neither is worth sending.
_CODES = ("login_code", "password_reset_code")


def send_account_mail(template: str, email: str, context: Mapping[str, Any], *, at: datetime) -> None:
    """What allauth has to say: a code, a link, a change of credentials. Put into words now: no row knows them later."""
    person = User.objects.with_email(email)
    lives = settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT if template.endswith(_CODES) else settings.PASSWORD_RESET_TIMEOUT
    full = {"base_url": settings.BASE_URL, "district": District.objects.first(), "email": email, **context}
    words = {part: render_to_string(f"{template}{ending}", full) for part, ending in _ACCOUNT_PARTS.items()}
    queue_mail(
        QueuedMail(
            kind="account",
            email=email,
            person_id=person.pk if person else None,
            occurrence=uuid4().hex,
            payload=words,
            not_after=at + timedelta(seconds=lives),
        )
    )


def _invitation(occasion: Occasion) -> Mail:
    invitation = Invitation.objects.select_related("body", "invited_by").filter(pk=occasion.object_id).first()
    if invitation is None or not invitation.is_open(occasion.at):
        raise NoLonger("Inbjudan är besvarad, återtagen eller har gått ut.")
    if invitation.token_hash != Invitation.hash_of(occasion.payload["token"]):
        raise NoLonger("En nyare inbjudan har skickats.")
    context = {"invitation": invitation, "token": occasion.payload["token"]}
    return Mail("organisation/email/invitation", context)


def _assignment(template: str, *, only_current: bool = False) -> Callable[[Occasion], Mail]:
    def compose(occasion: Occasion) -> Mail:
        known = Assignment.objects.select_related("user", "body", "granted_by")
        if only_current:
            known = known.current_or_coming(localdate(occasion.at))
        assignment = known.filter(pk=occasion.object_id).first()
        if assignment is None:
            raise NoLonger("Uppdraget finns inte längre.")
        return Mail(template, {"assignment": assignment, "by": assignment.granted_by})

    return compose


def _account(occasion: Occasion) -> Mail:
    return Mail("organisation/email/as_written", occasion.payload)


KINDS = {
    "invitation": MailKind("Inbjudan", _invitation, is_secret=True),
    "account": MailKind("Konto och inloggning", _account, is_secret=True),
    "assignment_granted": MailKind(
        "Nytt uppdrag, till ordföranden", _assignment("organisation/email/assignment_granted"), names_people=True
    ),
    # The chair is told of every one, also of one that has ended since; the person only of what still holds.
    "assignment_received": MailKind(
        "Nytt uppdrag", _assignment("organisation/email/assignment_received", only_current=True), names_people=True
    ),
}
