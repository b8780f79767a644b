"""Before a meeting: it is planned, gets its agenda, is called, and those called answer."""

from collections.abc import Collection, Sequence
from datetime import datetime
from itertools import count
from uuid import UUID

import structlog
from django.db import transaction
from django.db.models import F, Max, Subquery

from distrikt.organisation.models import Body
from distrikt.organisation.roles import BodyKind
from distrikt.saving import save_edit
from plan.models import CommitmentCounts
from traffar.actions import delete_activity, link_commitments, register_activities
from traffar.models import Activity, ActivityKind
from traffar.styrelse.actions.confidentiality import spread_confidentiality
from traffar.styrelse.call import people_called
from traffar.styrelse.emails import queue_calls, tell_of_changes
from traffar.styrelse.models import AgendaItem, AgendaRequest, BoardMeeting, BoardRules, CircularDecision, Presence
from traffar.styrelse.sources import CIRCULAR, ITEM
from traffar.when import local_day

log = structlog.get_logger(__name__)

KIND_OF = {BodyKind.BOARD: ActivityKind.BOARD_MEETING, BodyKind.EXECUTIVE: ActivityKind.EXECUTIVE_MEETING}
# Beyond any number of meetings in a year.
_ASIDE = 10_000
Kind, Standing, Status = AgendaItem.Kind, Presence.Standing, BoardMeeting.Status

# What the lines of the agenda's template are, by how they begin; others are matters.
_KINDS = (
    ("mötets öppnande", Kind.OPENING),
    ("val av mötesordförande", Kind.CHAIR),
    ("val av sekreterare", Kind.SECRETARY),
    ("val av justerare", Kind.ADJUSTERS),
    ("fastställande av dagordning", Kind.AGENDA),
    ("föregående protokoll", Kind.PREVIOUS),
    ("rapport", Kind.REPORT),
    ("ombudsmannens rapport", Kind.REPORT),
    ("övriga frågor", Kind.OTHER),
    ("nästa möte", Kind.NEXT),
    ("mötets avslutande", Kind.CLOSING),
)
# What stands before the matters, when a new one is put in: after the reports, before what ends the meeting.
_ENDING = (Kind.OTHER, Kind.NEXT, Kind.CLOSING)


class MeetingBegun(Exception):
    """The meeting has begun or been held: what belongs before it can no longer be done."""


def board_rules() -> BoardRules:
    """How the board works; as from the beginning until somebody sets it otherwise."""
    return BoardRules.objects.first() or BoardRules(pk=1)


@transaction.atomic
def plan_meetings(
    *,
    body: Body,
    occurrences: Sequence[tuple[datetime, datetime]],
    place: str,
    submission: UUID,
    by: int,
) -> list[BoardMeeting]:
    """The year's meetings at once: an activity, a number and an agenda for each occurrence (start, end).

    They count towards what the plan says of such meetings. The same submission again gives the meetings that are there.
    """
    content = Activity(
        kind=KIND_OF[BodyKind(body.kind)],
        organiser=body,
        audience=Activity.Audience.OWN,
        place=place,
        submission=submission,
    )
    planned = Activity.Status.PLANNED
    activities = register_activities(content=content, co_hosts=(), occurrences=occurrences, status=planned, by=by)
    # One at a time gives numbers to the body's meetings.
    Body.objects.select_for_update().get(pk=body.pk)
    meetings = [_meeting_of(activity, body, by) for activity in activities]
    number_meetings(body=body)
    _take_up_what_returns(body, by)
    counted = CommitmentCounts.objects.filter(source_kind="activity", value=content.kind)
    link_commitments(activities=activities, commitments=list(counted.values_list("commitment", flat=True)), by=by)
    log.info("meetings_planned", body=body.pk, meetings=[meeting.pk for meeting in meetings], by=by)
    return list(BoardMeeting.objects.with_activity().filter(pk__in=[meeting.pk for meeting in meetings]))


@transaction.atomic
def make_agenda(*, activity: Activity, by: int) -> BoardMeeting:
    """A meeting that was only in the calendar gets its number and its agenda. Made twice, it is made."""
    body = Body.objects.select_for_update().get(pk=activity.organiser_id)
    _meeting_of(activity, body, by)
    number_meetings(body=body)
    _take_up_what_returns(body, by)
    log.info("agenda_made", meeting=activity.pk, by=by)
    return BoardMeeting.objects.with_activity().get(pk=activity.pk)


def number_meetings(*, body: Body) -> None:
    """Those that nobody has been called to yet are numbered by their days; numbers that a call has told of stand.

    The body must be held: only so nobody is called to one of them meanwhile.
    """
    planned = BoardMeeting.objects.filter(body=body, status=Status.PLANNED).select_related("activity")
    rows = sorted(planned, key=lambda row: (row.activity.starts_at, row.pk))
    told = set(BoardMeeting.objects.filter(body=body).exclude(status=Status.PLANNED).values_list("year", "number"))
    wanted: dict[int, tuple[int, int]] = {}
    for row in rows:
        year = local_day(row.activity.starts_at).year
        number = next(number for number in count(1) if (year, number) not in told)
        told.add((year, number))
        wanted[row.pk] = (year, number)
    moved = [row for row in rows if (row.year, row.number) != wanted[row.pk]]
    # Out of each other's way first: a number is given once.
    for row in moved:
        planned.filter(pk=row.pk).update(number=_ASIDE + row.number)
    for row in moved:
        year, number = wanted[row.pk]
        planned.filter(pk=row.pk).update(year=year, number=number)


@transaction.atomic
def remove_meeting(*, meeting: BoardMeeting, by: int) -> None:
    """Remove a meeting that nobody has been called to, with its activity. What it was to take up waits again.

    MeetingBegun for others: those are cancelled, so that people are told.
    """
    body = Body.objects.select_for_update().get(pk=meeting.body_id)
    meeting = held_still(meeting.pk)
    if not meeting.is_planned:
        raise MeetingBegun
    activity = meeting.activity
    meeting.delete()
    delete_activity(activity=activity, by=by)
    number_meetings(body=body)
    log.info("meeting_removed", meeting=activity.pk, by=by)


def _meeting_of(activity: Activity, body: Body, by: int) -> BoardMeeting:
    there = BoardMeeting.objects.filter(pk=activity.pk).first()
    if there:
        return there
    year = local_day(activity.starts_at).year
    last = BoardMeeting.objects.filter(body=body, year=year).aggregate(last=Max("number"))["last"] or 0
    meeting = BoardMeeting.objects.create(activity=activity, body=body, year=year, number=last + 1, created_by_id=by)
    lines = [line.strip() for line in board_rules().agenda.splitlines() if line.strip()]
    AgendaItem.objects.bulk_create(
        AgendaItem(meeting=meeting, position=position, kind=kind_of_line(line), title=line[:200])
        for position, line in enumerate(lines, start=1)
    )
    sync_presences(meeting=meeting)
    return meeting


def kind_of_line(line: str) -> AgendaItem.Kind:
    """What a line of the agenda's template stands for."""
    return next((kind for words, kind in _KINDS if line.lower().startswith(words)), Kind.MATTER)


@transaction.atomic
def sync_presences(*, meeting: BoardMeeting) -> None:
    """Those who sit in the body on the day of the meeting are on its list, and others no longer.

    Answers stay, and so do those who are co-opted; who is elected is so no longer. Substitutes only when the rules call
    them. Nothing happens once the meeting has begun.
    """
    if not meeting.is_before:
        return
    rows = {row.person_id: row for row in meeting.presences.all() if row.person_id}
    for called in people_called(meeting, board_rules()):
        row = rows.pop(called.person_id or 0, None) or called
        row.name, row.role, row.order, row.standing = called.name, called.role, called.order, called.standing
        row.may_speak = row.may_propose = True
        row.save()
    meeting.presences.filter(person__in=rows.keys()).exclude(standing=Standing.CO_OPTED).delete()


@transaction.atomic
def add_item(*, item: AgendaItem, by: int, at: datetime | None = None) -> AgendaItem:
    """Put a new item where matters stand: before those that end the meeting. The same submission is put in once.

    What has been adjusted at once stays where it is: the new item comes after it. An "övrig fråga" comes after the item
    that asks for them. With `at`, when it is done, those who have been called are told that the agenda has changed; so
    in what follows.
    """
    meeting = held_still(item.meeting_id)
    there = AgendaItem.objects.filter(submission=item.submission).first()
    if there:
        return there
    if meeting.has_ended:
        raise MeetingBegun
    item.position = make_room(meeting, item.kind)
    item.save()
    papers_changed(meeting, at)
    log.info("agenda_item_added", meeting=meeting.pk, item=item.pk, by=by)
    return item


def make_room(meeting: BoardMeeting, kind: str) -> int:
    """The place of a new item of that kind; those from there on have gone one step down. The meeting must be held."""
    ending = [other for other in _ENDING if other != kind]
    after = meeting.items.filter(kind__in=ending).order_by("position", "pk").values_list("position", flat=True).first()
    last = meeting.items.aggregate(last=Max("position"))["last"] or 0
    locked = meeting.items.exclude(locked_at=None).aggregate(last=Max("position"))["last"] or 0
    place: int = max(after if after is not None else last + 1, locked + 1)
    meeting.items.filter(position__gte=place).update(position=F("position") + 1)
    return place


def papers_changed(meeting: BoardMeeting, at: datetime | None) -> None:
    """Those who have been called are told, once a day, as long as the meeting has not begun."""
    if at and meeting.is_called and meeting.activity.is_to_come(at):
        tell_of_changes(meeting, at=at)


@transaction.atomic
def edit_item(*, item: AgendaItem, version: int, fields: Collection[str], at: datetime, by: int) -> None:
    """Other words for an item. EditConflict when somebody else came between; MeetingBegun once it is adjusted."""
    meeting = held_still(item.meeting_id)
    is_locked = meeting.items.filter(pk=item.pk, locked_at__isnull=False).exists()
    if is_locked or not (meeting.is_before or meeting.takes_minutes):
        raise MeetingBegun
    save_edit(item, version=version, fields=fields, by=by)
    spread_confidentiality(item=item, by=by)
    papers_changed(meeting, at)


@transaction.atomic
def move_item(*, item: AgendaItem, up: bool, by: int, at: datetime | None = None) -> None:
    """One step up or down the agenda. At the end of it nothing happens, nor when it is there no longer."""
    meeting = held_still(item.meeting_id)
    if meeting.has_ended:
        raise MeetingBegun
    rows = list(meeting.items.in_order())
    place = next((index for index, row in enumerate(rows) if row.pk == item.pk), len(rows))
    other = place - 1 if up else place + 1
    if not 0 <= other < len(rows) > place or rows[place].is_locked or rows[other].is_locked:
        return
    one, next_one = rows[place], rows[other]
    meeting.items.filter(pk=one.pk).update(position=next_one.position)
    meeting.items.filter(pk=next_one.pk).update(position=one.position)
    papers_changed(meeting, at)
    log.info("agenda_item_moved", meeting=meeting.pk, item=item.pk, by=by)


@transaction.atomic
def remove_item(*, item: AgendaItem, by: int, at: datetime | None = None) -> None:
    """Take an item off the agenda. What it was taken up for waits for the next meeting again.

    MeetingBegun after the meeting, at it when anything has been written under the item, and when it has been moved.
    """
    meeting = held_still(item.meeting_id)
    item = AgendaItem.objects.get(pk=item.pk)
    is_dealt_with = item.is_locked or item.decisions.exists() or (meeting.is_open and _is_dealt_with(item))
    if is_dealt_with or meeting.has_ended or item.meeting_id != meeting.pk:
        raise MeetingBegun
    item.delete()
    papers_changed(meeting, at)
    log.info("agenda_item_removed", meeting=meeting.pk, item=item.pk, by=by)


def _is_dealt_with(item: AgendaItem) -> bool:
    """The minutes tell something of it: a text, an outcome, a yrkande, a reservation, or who came, went or was not to
    take part."""
    noted = (item.proposals, item.reservations, item.presence_changes, item.recusals)
    return bool(item.text or item.outcome) or any(rows.exists() for rows in noted)


@transaction.atomic
def request_item(*, request: AgendaRequest) -> bool:
    """Something waits for the body's next meeting. False when it, or the same source, waits there already."""
    same = AgendaRequest.objects.waiting().filter(body=request.body, source_kind=request.source_kind)
    if AgendaRequest.objects.filter(submission=request.submission).exists() or (
        request.source_id is not None and same.filter(source_id=request.source_id).exists()
    ):
        return False
    request.save()
    log.info("agenda_item_requested", body=request.body_id, request=request.pk, by=request.requested_by_id)
    return True


@transaction.atomic
def take_up(*, request: AgendaRequest, meeting: BoardMeeting, by: int, at: datetime | None = None) -> AgendaItem:
    """What waits becomes an item of the meeting. Taken twice, it is the item that is there."""
    waiting = AgendaRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
    if waiting.item_id is None:
        item = AgendaItem(
            meeting=meeting,
            title=waiting.title,
            background=waiting.background,
            is_confidential=waiting.is_confidential,
            source_kind=waiting.source_kind,
            source_id=waiting.source_id,
            submission=waiting.submission,
        )
        if waiting.source_kind == CIRCULAR:
            # The minutes enter it: the text stands there from the beginning.
            item.text, item.background = waiting.background, ""
        waiting.item = add_item(item=item, by=by, at=at)
        if waiting.source_kind == CIRCULAR:
            CircularDecision.objects.filter(pk=waiting.source_id or 0).update(item=waiting.item)
        waiting.save(update_fields=["item"])
    return AgendaItem.objects.get(requests=waiting.pk)


def return_to_agenda(*, request: AgendaRequest, by: int, at: datetime | None = None) -> None:
    """What a meeting put off is on the agenda of the body's next one by itself; it waits where none is planned."""
    put_off_at = AgendaItem.objects.filter(pk=request.source_id or 0).values("meeting__activity__starts_at")
    later = BoardMeeting.objects.filter(
        body=request.body,
        status__in=[Status.PLANNED, Status.CALLED],
        activity__status=Activity.Status.PLANNED,
        activity__starts_at__gt=Subquery(put_off_at[:1]),
    )
    meeting = later.with_activity().order_by("activity__starts_at", "pk").first()
    if meeting:
        take_up(request=request, meeting=meeting, by=by, at=at)


def _take_up_what_returns(body: Body, by: int) -> None:
    for request in AgendaRequest.objects.waiting().filter(body=body, source_kind=ITEM):
        return_to_agenda(request=request, by=by)


def dismiss_request(*, request: AgendaRequest, at: datetime, by: int) -> None:
    """It is not taken up, and does not wait any longer."""
    AgendaRequest.objects.waiting().filter(pk=request.pk).update(dismissed_at=at)
    log.info("agenda_request_dismissed", request=request.pk, by=by)


@transaction.atomic
def co_opt(*, presence: Presence, by: int) -> Presence:
    """Somebody is adjungerad: may be there, with the rights that are given, and is called if the others have been.

    The same submission is one. MeetingBegun when the meeting has ended: then it is known who was there.
    """
    meeting = held_still(presence.meeting_id)
    there = Presence.objects.filter(submission=presence.submission).first()
    if there:
        return there
    if meeting.has_ended:
        raise MeetingBegun
    presence.standing = Standing.CO_OPTED
    presence.role = presence.role or str(Standing.CO_OPTED.label)
    presence.save()
    if meeting.is_called:
        queue_calls(meeting, [presence])
    log.info("co_opted", meeting=meeting.pk, presence=presence.pk, by=by)
    return presence


def answer_call(*, presence: Presence, answer: Presence.Answer, at: datetime) -> bool:
    """Coming, or prevented. False once the meeting has begun: then it is seen who is there."""
    before = (Status.PLANNED, Status.CALLED)
    rows = Presence.objects.filter(pk=presence.pk, meeting__status__in=before, meeting__activity__starts_at__gt=at)
    answered = rows.update(answer=answer, answered_at=at)
    log.info("call_answered", meeting=presence.meeting_id, presence=presence.pk, answer=answer)
    return bool(answered)


@transaction.atomic
def remove_co_opted(*, presence: Presence, by: int) -> None:
    """Somebody is not adjungerad after all. MeetingBegun when they may have been there."""
    if not held_still(presence.meeting_id).is_before:
        raise MeetingBegun
    Presence.objects.filter(pk=presence.pk, standing=Standing.CO_OPTED).delete()
    log.info("co_opted_removed", presence=presence.pk, by=by)


@transaction.atomic
def set_rules(*, changed: BoardRules, version: int, fields: Collection[str], by: int) -> None:
    """How the board works from now on. EditConflict when somebody else came between."""
    BoardRules.objects.get_or_create(pk=1)
    changed.pk = 1
    save_edit(changed, version=version, fields=fields, by=by)


def held_in_its_series(meeting: BoardMeeting) -> BoardMeeting:
    """The meeting held still, and no other of its body gets numbers meanwhile. The body is always held first."""
    Body.objects.select_for_update().get(pk=meeting.body_id)
    return held_still(meeting.pk)


def held_still(meeting_id: int) -> BoardMeeting:
    """The meeting with its activity and its body; nobody else writes to it meanwhile."""
    return BoardMeeting.objects.select_for_update(of=("self",)).select_related("activity", "body").get(pk=meeting_id)


def members_called(meeting: BoardMeeting) -> Collection[Presence]:
    """Those who get the call: everybody on the list with an account that is used."""
    return meeting.presences.filter(person__is_active=True).select_related("person")
