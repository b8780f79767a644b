"""The mails that minutes wait for somebody."""

from distrikt.mail import Mail, MailKind, NoLonger, Occasion
from plan.wording import full_day_words
from traffar.models import Activity
from traffar.styrelse.addresses import minutes_address
from traffar.styrelse.models import BoardMeeting

Status = BoardMeeting.Status
# Before the minutes are handed to the adjusters.
UNWRITTEN = (Status.PLANNED, Status.CALLED, Status.OPEN, Status.DRAFT)


def _unwritten(occasion: Occasion) -> Mail:
    meeting = _meeting(occasion)
    if meeting is None or meeting.status not in UNWRITTEN or meeting.activity.status == Activity.Status.CANCELLED:
        raise NoLonger("Protokollet är lämnat till justering, eller mötet är inställt.")
    return _mail("styrelse/email/minutes_unwritten", meeting)


def _unadjusted(occasion: Occasion) -> Mail:
    meeting = _meeting(occasion)
    if meeting is None or not meeting.is_in_review:
        raise NoLonger("Protokollet är justerat eller har skickats tillbaka.")
    if not meeting.adjusters.filter(presence__person=occasion.person_id, approved_at=None).exists():
        raise NoLonger("Personen har redan godkänt protokollet.")
    return _mail("styrelse/email/minutes_unadjusted", meeting)


def _meeting(occasion: Occasion) -> BoardMeeting | None:
    return BoardMeeting.objects.with_activity().filter(pk=occasion.object_id).first()


def _mail(template: str, meeting: BoardMeeting) -> Mail:
    url = minutes_address(meeting.pk, None)
    return Mail(template, {"meeting": meeting, "day": full_day_words(meeting.day), "url": url})


KINDS = {
    "minutes_unwritten": MailKind("Protokoll att skriva", _unwritten, can_wait=True),
    "minutes_unadjusted": MailKind("Protokoll att justera", _unadjusted, can_wait=True),
}
