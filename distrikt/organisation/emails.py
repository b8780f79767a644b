"""The ground's mails: an invitation, and that somebody has got an assignment."""

from datetime import date
from typing import Any

from distrikt.mail import send_mail
from distrikt.organisation.models import Assignment, District, Invitation, User
from distrikt.organisation.roles import Role


def send(*, to: str, template: str, **context: Any) -> None:
    """Send a mail that says whose district it comes from."""
    send_mail(to=to, template=template, context={"district": District.objects.first(), **context})


def send_invitation(invitation: Invitation, token: str) -> None:
    send(to=invitation.email, template="organisation/email/invitation", invitation=invitation, token=token)


def tell_of_grant(assignment: Assignment, *, by: User | None, today: date) -> None:
    """Tell the chair of a new assignment: every one, whoever gave it (role table of `2-domain.md`)."""
    chairs = Assignment.objects.in_force(today).filter(role=Role.CHAIR).values_list("user__email", flat=True)
    for email in set(chairs):
        send(to=email, template="organisation/email/assignment_granted", assignment=assignment, by=by)


def send_assignment(assignment: Assignment, *, by: User | None) -> None:
    """Tell the person of the new assignment."""
    send(to=assignment.user.email, template="organisation/email/assignment_received", assignment=assignment, by=by)
