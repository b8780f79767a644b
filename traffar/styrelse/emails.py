"""The mails before a meeting: the call, that its papers have changed, and that it is time to call.

That a meeting is moved or cancelled is told with its activity (`traffar.emails`), to all who are called.
"""

from collections.abc import Iterable
from datetime import datetime, time, timedelta

from distrikt.access import Viewer, may
from distrikt.mail import Mail, MailKind, NoLonger, Occasion, QueuedMail, queue_mail
from distrikt.organisation.models import Assignment
from plan.wording import full_day_words
from traffar.invitation import calendar_entry
from traffar.styrelse.call import Call, call_of, last_day_to_call
from traffar.styrelse.links import call_link
from traffar.styrelse.models import BoardMeeting, BoardRules, Presence
from traffar.when import local_day, local_moment, when_words

CALL, CHANGED, DUE = "meeting_call", "meeting_papers_changed", "meeting_call_due"
# Changes of a day are told together the morning after.
TOLD_AT = time(8)


def queue_calls(meeting: BoardMeeting, presences: Iterable[Presence]) -> int:
    """The call to each of them that can be written to, once and for all. How many have not had it before."""
    return sum(
        queue_mail(
            QueuedMail(
                kind=CALL,
                email=row.person.email,
                person_id=row.person_id,
                object_id=meeting.pk,
                not_after=meeting.activity.starts_at,
            )
        )
        for row in presences
        if row.person and row.person.is_active
    )


def tell_of_changes(meeting: BoardMeeting, *, at: datetime) -> None:
    """Agenda or papers are not what the call said: one mail to each, the next morning, whatever is changed until then.

    When the meeting is before that, at once, and not again that day.
    """
    starts_at = meeting.activity.starts_at
    morning = local_moment(local_day(at) + timedelta(days=1), TOLD_AT)
    due_at = morning if morning < starts_at else at
    for row in meeting.presences.filter(person__is_active=True).select_related("person"):
        if row.person and due_at < starts_at:
            queue_mail(
                QueuedMail(
                    kind=CHANGED,
                    email=row.person.email,
                    person_id=row.person_id,
                    object_id=meeting.pk,
                    occurrence=local_day(due_at).isoformat(),
                    due_at=due_at,
                    not_after=starts_at,
                )
            )


def _called(occasion: Occasion) -> tuple[BoardMeeting, Presence]:
    """The meeting and the one on its list. NoLonger when there is nothing to come to."""
    meeting = _meeting(occasion)
    called = meeting.presences.in_force(local_day(occasion.at)).select_related("person")
    presence = called.filter(person=occasion.person_id, person__isnull=False).first()
    if presence is None:
        raise NoLonger("Personen är inte längre kallad till mötet.")
    if not meeting.is_called or not meeting.activity.is_to_come(occasion.at):
        raise NoLonger("Mötet är inställt eller har börjat.")
    return meeting, presence


def _meeting(occasion: Occasion) -> BoardMeeting:
    known = BoardMeeting.objects.with_activity().select_related("activity__organiser")
    meeting = known.prefetch_related("presences__person").filter(pk=occasion.object_id).first()
    if meeting is None:
        raise NoLonger("Mötet är borttaget.")
    return meeting


def _call(occasion: Occasion) -> Mail:
    meeting, presence = _called(occasion)
    context = {
        "meeting": meeting,
        "call": _as_read_by(meeting, occasion),
        "presence": presence,
        "link": call_link(presence),
    }
    entry = calendar_entry(meeting.activity, attendee=occasion.email, at=occasion.at)
    return Mail("styrelse/email/meeting_call", context, attachments=(entry,))


def _changed(occasion: Occasion) -> Mail:
    meeting, _ = _called(occasion)
    context = {"meeting": meeting, "call": _as_read_by(meeting, occasion)}
    return Mail("styrelse/email/meeting_papers_changed", context)


def _as_read_by(meeting: BoardMeeting, occasion: Occasion) -> Call:
    """As any of those called may read it: a mail says nothing of closed items, whoever gets it. Those who see them log
    in."""
    reader = Viewer(occasion.person_id or 0, frozenset(), local_day(occasion.at))
    return call_of(meeting, BoardRules.objects.first() or BoardRules(), reader, reader.today)


def _due(occasion: Occasion) -> Mail:
    meeting = _meeting(occasion)
    today = local_day(occasion.at)
    if not meeting.is_planned or not meeting.activity.is_to_come(occasion.at):
        raise NoLonger("Kallelsen har gått, eller så är mötet inställt.")
    if not occasion.occurrence.startswith(meeting.day.isoformat()):
        raise NoLonger("Mötet är flyttat: en ny påminnelse kommer.")
    if not may(Assignment.objects.viewer(occasion.person_id, today), "styrelse.prepare_meeting", meeting):
        raise NoLonger("Personen kallar inte längre till styrelsens möten.")
    last = last_day_to_call(meeting, (BoardRules.objects.first() or BoardRules()).notice_days)
    context = {
        "meeting": meeting,
        "when": when_words(meeting.activity.starts_at, meeting.activity.ends_at, today=today),
        "last_day": full_day_words(last),
        "is_late": last < today,
    }
    return Mail("styrelse/email/meeting_call_due", context)


KINDS = {
    # Its link answers in the person's name.
    CALL: MailKind("Kallelse till styrelsemöte", _call, is_secret=True),
    CHANGED: MailKind("Dagordning eller handlingar ändrade", _changed),
    DUE: MailKind("Dags att kalla till styrelsemöte", _due, can_wait=True),
}
