"""When a letter is written, tried, sent or thrown away."""

from datetime import datetime

import structlog
from django.db import transaction
from django.db.models import F

from distrikt.access import Viewer
from distrikt.saving import create_once, save_edit
from distrikt.utskick import outbox
from distrikt.utskick.emails import queue_letter
from distrikt.utskick.groups import own_group, reached
from distrikt.utskick.models import Letter

log = structlog.get_logger(__name__)


class NotAsConfirmed(Exception):
    """What was confirmed is not what would be sent: the letter or its group has changed, or it is sent already."""


def write_letter(*, letter: Letter) -> Letter:
    """Begin a letter. The same form sent twice gives one."""
    letter, is_new = create_once(letter)
    if is_new:
        log.info("letter_begun", letter=letter.pk, by=letter.writer_id)
    return letter


def edit_letter(*, letter: Letter, version: int, by: int) -> None:
    """Save a draft. `EditConflict` when it has been saved, or sent, since the form was opened."""
    save_edit(letter, version=version, fields=["group", "group_name", "subject", "body"], by=by)


@transaction.atomic
def send_letter(*, letter: Letter, version: int, number: int, writer: Viewer, at: datetime) -> None:
    """Send the draft to its group: one mail to each, in the outbox by the time this is saved.

    `version` and `number` are those that the writer confirmed. `NotAsConfirmed`, with nothing sent, when they are not
    so any longer; of two who send at once one is refused.
    """
    group = own_group(writer, letter.group)
    people = list(reached(group, writer).order_by("pk").values_list("pk", "email")) if group else []
    if not group or not people or len(people) != number:
        raise NotAsConfirmed
    sent = Letter.objects.drafts().filter(pk=letter.pk, version=version)
    marks = {"status": Letter.Status.SENT, "sent_at": at, "recipients": number, "group_name": group.name}
    if not sent.update(**marks, version=F("version") + 1):
        raise NotAsConfirmed
    for person_id, email in people:
        queue_letter(letter, person_id, email, at=at)
    transaction.on_commit(outbox.nudge_senders, robust=True)
    log.info("letter_sent", letter=letter.pk, group=group.key, recipients=number, by=writer.person_id)


def delete_letter(*, letter: Letter, by: int) -> bool:
    """Throw a draft away. False when it has been sent meanwhile."""
    deleted, _ = Letter.objects.drafts().filter(pk=letter.pk).delete()
    if deleted:
        log.info("letter_deleted", letter=letter.pk, by=by)
    return bool(deleted)
