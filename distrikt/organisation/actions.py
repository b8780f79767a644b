"""When somebody is invited, joins, gets or leaves an assignment, and when somebody's page is read."""

from collections.abc import Iterable
from datetime import date, datetime
from functools import partial

import structlog
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.db import transaction

from distrikt.organisation.emails import send_assignment, send_invitation, tell_of_grant
from distrikt.organisation.models import AccessRecord, Assignment, Body, Branch, District, Invitation, User
from distrikt.organisation.roles import BodyKind
from distrikt.saving import create_once, save_edit

log = structlog.get_logger(__name__)


class InvitationClosed(Exception):
    """The invitation has been accepted or withdrawn, or its time has run out."""


@transaction.atomic
def add_body(*, body: Body, branch: Branch | None, by: int) -> Body:
    """Add a body, and what a branch has beside it. The same form twice gives one body."""
    body, created = create_once(body)
    if created:
        if branch and body.kind == BodyKind.BRANCH:
            branch.body = body
            branch.save(force_insert=True)
        log.info("body_added", body=body.pk, by=by)
    return body


@transaction.atomic
def edit_body(*, body: Body, version: int, fields: list[str], branch: Branch | None, by: int) -> None:
    """Change a body and what a branch has beside it. `EditConflict` when somebody else has saved it meanwhile."""
    save_edit(body, version=version, fields=fields, by=by)
    if branch:
        branch.save(force_update=True)


@transaction.atomic
def set_logotype(*, district: District, content: "ContentFile[bytes] | None", by: int) -> None:
    """Replace the district's logotype, or take it away. The earlier file goes once the change is certain."""
    earlier, storage = district.logotype.name, district.logotype.storage
    if content is None:
        district.logotype = ""
    else:
        district.logotype.save(str(content.name), content, save=False)
    district.save(update_fields=["logotype"])
    log.info("logotype_set", by=by)
    if earlier:
        transaction.on_commit(partial(storage.delete, earlier))


@transaction.atomic
def grant_assignment(*, assignment: Assignment, by: User | None, today: date) -> Assignment:
    """Give a person an assignment, tell them and the chair. The same form twice gives one assignment."""
    assignment, created = _grant(assignment, by=by, today=today)
    if created:
        send_assignment(assignment)
    return assignment


@transaction.atomic
def set_public_consent(*, assignment: Assignment, consent: bool, by: int) -> None:
    """Whether the person agrees to be named in public for the assignment."""
    assignment.public_consent = consent
    assignment.save(update_fields=["public_consent"])
    log.info("public_consent_set", assignment=assignment.pk, consent=consent, by=by)


def _grant(assignment: Assignment, *, by: User | None, today: date) -> tuple[Assignment, bool]:
    assignment.granted_by = by
    assignment, created = create_once(assignment)
    if created:
        log.info("assignment_granted", assignment=assignment.pk, by=by and by.pk)
        tell_of_grant(assignment, today=today)
    return assignment, created


@transaction.atomic
def end_assignment(*, assignment: Assignment, last_day: date, by: int, today: date) -> None:
    """Set the last day of an assignment. One that is to begin later and would end before that is taken away.

    One that has begun has been held for a day at least: nobody's history is removed.
    """
    log.info("assignment_ended", assignment=assignment.pk, by=by)
    if last_day < assignment.starts_on and assignment.starts_on >= today:
        assignment.delete()
        return
    assignment.ends_on = max(last_day, assignment.starts_on)
    assignment.save(update_fields=["ends_on"])


@transaction.atomic
def invite(*, invitation: Invitation, by: User, at: datetime) -> None:
    """Mail a person a link to join. The same form twice gives one invitation and one mail."""
    token = Invitation.new_token()
    invitation.token_hash = Invitation.hash_of(token)
    invitation.invited_by = by
    invitation.created_at, invitation.expires_at = at, at + Invitation.LIFETIME
    invitation, created = create_once(invitation)
    if created:
        log.info("person_invited", invitation=invitation.pk, by=by.pk)
        send_invitation(invitation, token)


@transaction.atomic
def resend_invitation(*, invitation: Invitation, by: int, at: datetime) -> None:
    """Mail a new link, and answer for it; the old one no longer opens. `InvitationClosed` when it has been answered."""
    token = Invitation.new_token()
    unanswered = Invitation.objects.unanswered().filter(pk=invitation.pk)
    renewed = {"token_hash": Invitation.hash_of(token), "expires_at": at + Invitation.LIFETIME, "invited_by": by}
    if not unanswered.update(**renewed):
        raise InvitationClosed
    log.info("invitation_resent", invitation=invitation.pk, by=by)
    send_invitation(unanswered.get(), token)


@transaction.atomic
def withdraw_invitation(*, invitation: Invitation, by: int, at: datetime) -> None:
    """Close the link. `InvitationClosed` when the invitation has been answered meanwhile."""
    if not Invitation.objects.unanswered().filter(pk=invitation.pk).update(withdrawn_at=at):
        raise InvitationClosed
    log.info("invitation_withdrawn", invitation=invitation.pk, by=by)


@transaction.atomic
def accept_invitation(*, invitation: Invitation, password: str, at: datetime, today: date) -> User:
    """Make the account and its assignment, or give the assignment to who has the address already.

    The conditional UPDATE lets one of several through, on both databases; the others get `InvitationClosed`, and so
    does everybody once it no longer stands. Without a password the person logs in with a mailed code.
    """
    person = User.objects.with_email(invitation.email)
    still_open = Invitation.objects.open(at).filter(pk=invitation.pk)
    if not (invitation.stands(person, today) and still_open.update(accepted_at=at)):
        raise InvitationClosed
    person = person or User.objects.create_user(
        invitation.email, password, first_name=invitation.first_name, last_name=invitation.last_name
    )
    log.info("invitation_accepted", invitation=invitation.pk, person=person.pk)
    offered = invitation.offered(person)
    if not offered.is_held(today):
        offered.starts_on = today
        _grant(offered, by=invitation.invited_by, today=today)
    return person


def record_reading(*, kind: str, object_id: int, by: int, day: date) -> None:
    """Note that a person has read about another: once a day, however often the page is opened."""
    record_readings(kind=kind, objects=[object_id], by=by, day=day)


def record_readings(*, kind: str, objects: Iterable[int], by: int, day: date) -> None:
    """The same for a list of many. One statement."""
    AccessRecord.objects.bulk_create(
        [AccessRecord(user_id=by, object_kind=kind, object_id=object_id, day=day) for object_id in objects],
        ignore_conflicts=True,
    )


@transaction.atomic
def forget_old_records(*, today: date, now: datetime) -> None:
    """Delete invitations, read-log entries and sessions whose time is up (`privacy.py` says when)."""
    Invitation.objects.filter(expires_at__lt=now - Invitation.KEPT).delete()
    AccessRecord.objects.filter(day__lt=today - AccessRecord.KEPT).delete()
    Session.objects.filter(expire_date__lt=now).delete()
    # allauth forgets where somebody was logged in only when that person looks at the list.
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
