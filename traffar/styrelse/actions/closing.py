"""The meeting ends: §§ get their numbers, decisions become tasks, and what was put off waits for the next one."""

from datetime import datetime

import structlog
from django.db import transaction
from django.db.models import Max

from plan.uppgifter.models import Task
from traffar.actions import report_outcome
from traffar.models import Activity
from traffar.styrelse.actions.at_the_table import NotNow, forget_at_once, writing
from traffar.styrelse.actions.calling import number_papers
from traffar.styrelse.actions.following import put_back, take_back, write_task
from traffar.styrelse.actions.preparing import held_in_its_series
from traffar.styrelse.minutes import rooms_of
from traffar.styrelse.models import Adjuster, AgendaItem, Attachment, BoardMeeting, Decision
from traffar.styrelse.numbering import numbers
from traffar.styrelse.paragraphs import last_number, runs_through_the_year, series
from traffar.styrelse.sources import DECISION

log = structlog.get_logger(__name__)
Status = BoardMeeting.Status


@transaction.atomic
def close_meeting(*, meeting: BoardMeeting, at: datetime, by: int) -> None:
    """End the meeting. Closed twice, it is closed.

    NotNow without a chair, a secretary and somebody to adjust, or while an earlier meeting of the body that runs in the
    same series is not closed: its §§ come first.
    """
    # One at a time gives numbers to the body's §§, and nobody writes of the meeting meanwhile.
    meeting = held_in_its_series(meeting)
    if meeting.has_ended:
        return
    _check_it_can_end(meeting)
    _number(meeting)
    _remember(meeting, at)
    for decision in Decision.objects.filter(item__meeting=meeting, state=Decision.State.OPEN):
        write_task(decision, by=by)
    for item in AgendaItem.objects.put_off().filter(meeting=meeting):
        put_back(item=item, by=by, at=at)
    activity = meeting.activity
    if activity.is_planned:
        items, presences = list(meeting.items.in_order()), list(meeting.presences.all())
        there = {person for room in rooms_of(meeting, presences, items) for person in room.present}
        activity.headcount = len(there)
        report_outcome(activity=activity, photo=None, version=activity.version, by=by)
    log.info("meeting_closed", meeting=meeting.pk, by=by)


def _check_it_can_end(meeting: BoardMeeting) -> None:
    if not meeting.is_open:
        raise NotNow("Mötet är inte öppnat.")
    if missing := missing_to_close(meeting):
        raise NotNow(" ".join(missing))


def missing_to_close(meeting: BoardMeeting) -> list[str]:
    """What must be done before the meeting can end, in words; nothing when it can."""
    found = []
    duties = set(meeting.presences.values_list("duty", flat=True))
    words = [word for duty, word in (("chair", "mötesordförande"), ("secretary", "sekreterare")) if duty not in duties]
    if words:
        found.append(f"Välj {' och '.join(words)} innan mötet avslutas.")
    if not meeting.adjusters.filter(is_chair=False).exists():
        found.append("Välj minst en justerare innan mötet avslutas.")
    earlier = BoardMeeting.objects.filter(
        body=meeting.body, year=meeting.year, activity__starts_at__lt=meeting.activity.starts_at
    )
    unclosed = earlier.filter(status__in=[Status.PLANNED, Status.CALLED, Status.OPEN]).exclude(
        activity__status=Activity.Status.CANCELLED
    )
    first = unclosed.order_by("activity__starts_at").first()
    if first and runs_through_the_year():
        found.append(
            f"Möte {first.number}/{first.year} är inte avslutat, och dess paragrafer kommer före. "
            "Avsluta det, för in det i efterhand eller ställ in det."
        )
    return found


def _number(meeting: BoardMeeting) -> None:
    name = series(meeting)
    items = [item.pk for item in meeting.items.in_order()]
    for pk, paragraph in numbers(items, last=last_number(name)).items():
        AgendaItem.objects.filter(pk=pk).update(paragraph=paragraph, series=name)
    number_papers(meeting)


def _remember(meeting: BoardMeeting, at: datetime) -> None:
    meeting.held_on, meeting.place, meeting.body_name = meeting.day, meeting.activity.place, meeting.body.name
    meeting.status, meeting.closed_at = Status.DRAFT, at
    meeting.save(update_fields=["held_on", "place", "body_name", "status", "closed_at"])


@transaction.atomic
def reopen_meeting(*, meeting: BoardMeeting, by: int) -> None:
    """It was closed by mistake: it goes on, and its §§ have no numbers again. NotNow when a later one has numbers."""
    meeting = held_in_its_series(meeting)
    if meeting.status != Status.DRAFT:
        raise NotNow("Bara ett avslutat möte som inte är lämnat till justering kan öppnas igen.")
    if meeting.is_entered_afterwards:
        raise NotNow("Mötet är infört i efterhand och har inte hållits i programmet.")
    own = AgendaItem.objects.filter(meeting=meeting)
    names = set(own.values_list("series", flat=True))
    last = own.aggregate(last=Max("paragraph"))["last"] or 0
    if AgendaItem.objects.filter(series__in=names, paragraph__gt=last).exists():
        raise NotNow("Ett senare möte har redan fått sina paragrafer. Rätta i texten i stället.")
    if own.filter(locked_at__isnull=False).exists():
        raise NotNow("En paragraf är omedelbart justerad: dess nummer kan inte tas tillbaka. Rätta i texten i stället.")
    own.update(paragraph=None, series=None)
    Attachment.objects.filter(meeting=meeting).update(number=None)
    Task.objects.filter(source_kind=DECISION, source_id__in=Decision.objects.filter(item__meeting=meeting)).delete()
    take_back(items=list(own.values_list("pk", flat=True)))
    BoardMeeting.objects.filter(pk=meeting.pk).update(status=Status.OPEN, closed_at=None)
    log.info("meeting_reopened", meeting=meeting.pk, by=by)


def choose_adjusters(*, meeting: BoardMeeting, chosen: list[int], by: int) -> None:
    """Those (ids of presences) who approve the minutes beside the chair of the meeting; never who writes them."""
    with writing(meeting.pk):
        rows = list(meeting.presences.filter(pk__in=chosen, duty=""))
        others = meeting.adjusters.filter(is_chair=False)
        before = set(others.values_list("presence", flat=True))
        others.exclude(presence__in=rows).delete()
        for row in rows:
            name_and_role = {"meeting": meeting, "name": row.name, "role": row.role}
            Adjuster.objects.update_or_create(presence=row, defaults=name_and_role)
        if before != {row.pk for row in rows}:
            forget_at_once(meeting.items.all())
    log.info("adjusters_chosen", meeting=meeting.pk, adjusters=len(rows), by=by)
