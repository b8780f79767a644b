"""The mails about minutes: to those who adjust them, to who wrote them, and to the board when all have approved."""

from collections.abc import Iterable
from datetime import datetime

from distrikt.mail import Mail, MailKind, NoLonger, Occasion, QueuedMail, queue_mail
from distrikt.organisation.models import User
from traffar.styrelse.models import AgendaItem, BoardMeeting, MinutesComment, Presence


def tell_adjusters(meeting: BoardMeeting, *, by: int) -> None:
    """That the minutes wait for them. Whoever handed them over knows already."""
    adjusters = meeting.adjusters.filter(presence__person__is_active=True).exclude(presence__person=by)
    for person, email in adjusters.values_list("presence__person", "presence__person__email"):
        _queue("minutes_to_adjust", meeting, person, email, str(meeting.review_at))


def tell_to_adjust_at_once(
    meeting: BoardMeeting, *, item: int, asked_at: datetime, people: Iterable[Presence], by: int
) -> None:
    """That a paragraph (id) waits for them now, before the rest of the minutes."""
    for row in people:
        if row.person and row.person_id != by:
            _queue("item_to_adjust", meeting, row.person_id, row.person.email, f"{item} {asked_at}", item=item)


def tell_writer(meeting: BoardMeeting, *, by: int) -> None:
    """That the minutes have been sent back, to who kept them."""
    for person, email in _with_account(meeting, Presence.Duty.SECRETARY):
        if person != by:
            _queue("minutes_sent_back", meeting, person, email, str(meeting.review_at), sender=by)


def tell_of_adjusted(meeting: BoardMeeting) -> None:
    """That the minutes are adjusted, to all who were called."""
    for person, email in _with_account(meeting):
        _queue("minutes_adjusted", meeting, person, email, "")


def _with_account(meeting: BoardMeeting, *duties: str) -> list[tuple[int | None, str]]:
    called = meeting.presences.filter(person__is_active=True)
    if duties:
        called = called.filter(duty__in=duties)
    return list(called.values_list("person", "person__email"))


def _queue(kind: str, meeting: BoardMeeting, person: int | None, email: str, occurrence: str, **payload: int) -> None:
    mail = QueuedMail(
        kind=kind, email=email, person_id=person, object_id=meeting.pk, occurrence=occurrence, payload=payload
    )
    queue_mail(mail)


def _meeting(occasion: Occasion) -> BoardMeeting:
    meeting = BoardMeeting.objects.with_activity().filter(pk=occasion.object_id).first()
    if meeting is None:
        raise NoLonger("Mötet finns inte längre.")
    return meeting


def _to_adjust(occasion: Occasion) -> Mail:
    meeting = _meeting(occasion)
    if not meeting.is_in_review or str(meeting.review_at) != occasion.occurrence:
        raise NoLonger("Protokollet har skickats tillbaka eller är redan justerat.")
    if not meeting.adjusters.filter(presence__person=occasion.person_id, approved_at=None).exists():
        raise NoLonger("Personen har redan godkänt protokollet eller ska inte justera det.")
    return Mail("styrelse/email/minutes_to_adjust", {"meeting": meeting})


def _item_to_adjust(occasion: Occasion) -> Mail:
    """The mail names no item: it may be confidential."""
    meeting = _meeting(occasion)
    asked = AgendaItem.objects.filter(pk=occasion.payload.get("item", 0), meeting=meeting, locked_at=None)
    item = asked.exclude(immediate_asked_at=None).exclude(approvals__presence__person=occasion.person_id).first()
    if item is None or not meeting.takes_minutes or f"{item.pk} {item.immediate_asked_at}" != occasion.occurrence:
        raise NoLonger("Paragrafen är redan justerad, eller väntar inte längre på personen.")
    return Mail("styrelse/email/item_to_adjust", {"meeting": meeting})


def _sent_back(occasion: Occasion) -> Mail:
    meeting = _meeting(occasion)
    if meeting.status != BoardMeeting.Status.DRAFT or str(meeting.review_at) != occasion.occurrence:
        raise NoLonger("Protokollet är lämnat till justering igen.")
    context = {
        "meeting": meeting,
        "sender": User.objects.filter(pk=occasion.payload.get("sender")).first(),
        "comments": MinutesComment.objects.waiting().filter(item__meeting=meeting).count(),
    }
    return Mail("styrelse/email/minutes_sent_back", context)


def _adjusted(occasion: Occasion) -> Mail:
    meeting = _meeting(occasion)
    if not meeting.is_adjusted:
        raise NoLonger("Protokollet är inte justerat.")
    return Mail("styrelse/email/minutes_adjusted", {"meeting": meeting})


KINDS = {
    "minutes_to_adjust": MailKind("Protokoll att justera", _to_adjust),
    "item_to_adjust": MailKind("Paragraf att justera omedelbart", _item_to_adjust),
    "minutes_sent_back": MailKind("Protokoll som skickats tillbaka", _sent_back, names_people=True),
    "minutes_adjusted": MailKind("Protokollet är justerat", _adjusted, is_duty=False, can_wait=True),
}
