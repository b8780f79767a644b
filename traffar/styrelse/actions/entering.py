"""A meeting that was held without the program is entered afterwards: it counts, and its decisions are followed up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import structlog
from django.db import transaction
from django.db.models import Max

from distrikt.organisation.models import Body, User
from distrikt.organisation.roles import BodyKind
from distrikt.uploads import CheckedFile
from plan.models import CommitmentCounts
from traffar.actions import link_commitments, register_activities, report_outcome
from traffar.models import Activity
from traffar.styrelse.actions.at_the_table import NotNow, state_of_new
from traffar.styrelse.actions.following import write_task
from traffar.styrelse.actions.preparing import KIND_OF, board_rules, held_still, sync_presences
from traffar.styrelse.models import AgendaItem, Attachment, BoardMeeting, Decision, Presence
from traffar.styrelse.paragraphs import series
from traffar.when import local_day

log = structlog.get_logger(__name__)

SEE_UPLOADED = "Se det uppladdade protokollet"


class NumberTaken(NotNow):
    """Another meeting of the body has the number."""


class ParagraphsTaken(NotNow):
    """Another meeting has some of the §§."""


@dataclass(frozen=True, slots=True)
class EnteredDecision:
    paragraph: int | None
    title: str
    text: str
    responsible: User | None = None
    due_on: date | None = None
    amount: int | None = None


@dataclass(frozen=True, slots=True)
class Attending:
    """Somebody who was there and is not on the list of those called: a name, and as what."""

    name: str
    role: str
    standing: Presence.Standing


@dataclass(frozen=True, slots=True)
class Entered:
    """What is known of the meeting. `planned` is the row that it had in the program, `present` are people's ids.

    `paragraphs` are the first and the last § of its minutes: so many the series then has, whatever was decided.
    """

    body: Body
    starts_at: datetime
    ends_at: datetime
    number: int
    place: str
    present: frozenset[int]
    submission: UUID
    planned: BoardMeeting | None = None
    others: Sequence[Attending] = ()
    chair: int | None = None
    secretary: int | None = None
    paragraphs: tuple[int, int] | None = None
    decisions: Sequence[EnteredDecision] = ()
    paper: CheckedFile | None = None


def next_number(body: Body, year: int) -> int:
    """The number of the body's next meeting of the year."""
    last = BoardMeeting.objects.filter(body=body, year=year).aggregate(last=Max("number"))["last"]
    return int(last or 0) + 1


@transaction.atomic
def enter_meeting(*, entered: Entered, at: datetime, by: int) -> BoardMeeting:
    """The meeting, held and waiting for its minutes to be confirmed. The same submission again gives the same meeting.

    It counts towards what the plan says of such meetings. Papers of a planned one stay with it. NumberTaken,
    ParagraphsTaken, NotNow when somebody has opened it meanwhile; nothing is saved then.
    """
    Body.objects.select_for_update().get(pk=entered.body.pk)
    meeting = _meeting(entered, by)
    if meeting.is_entered_afterwards:
        return meeting
    if not meeting.is_before:
        raise NotNow("Mötet har öppnats i programmet. Skriv protokollet där.")
    sync_presences(meeting=meeting)
    _note_presence(meeting, entered)
    meeting.attachments.update(item=None)
    meeting.items.all().delete()
    _write_decisions(meeting, entered)
    if entered.paper is not None:
        _attach(meeting, entered.paper, by)
    meeting.is_entered_afterwards, meeting.status, meeting.closed_at = True, BoardMeeting.Status.DRAFT, at
    meeting.held_on, meeting.place, meeting.body_name = local_day(entered.starts_at), entered.place, entered.body.name
    meeting.quorum, meeting.created_by_id = board_rules().quorum, by
    meeting.save()
    for decision in Decision.objects.filter(item__meeting=meeting, state=Decision.State.OPEN):
        write_task(decision, by=by)
    _count(meeting.activity, len(entered.present) + len(entered.others), by)
    log.info("meeting_entered_afterwards", meeting=meeting.pk, by=by)
    return meeting


def _meeting(entered: Entered, by: int) -> BoardMeeting:
    if entered.planned is not None:
        return held_still(entered.planned.pk)
    content = Activity(
        kind=KIND_OF[BodyKind(entered.body.kind)],
        organiser=entered.body,
        audience=Activity.Audience.OWN,
        place=entered.place,
        submission=entered.submission,
    )
    [activity] = register_activities(
        content=content,
        co_hosts=(),
        occurrences=[(entered.starts_at, entered.ends_at)],
        status=Activity.Status.PLANNED,
        by=by,
    )
    if BoardMeeting.objects.filter(pk=activity.pk).exists():
        return held_still(activity.pk)
    year = local_day(entered.starts_at).year
    if BoardMeeting.objects.filter(body=entered.body, year=year, number=entered.number).exists():
        raise NumberTaken(f"Möte {entered.number}/{year} finns redan i programmet. Välj ett annat nummer.")
    return BoardMeeting.objects.create(
        activity=activity, body=entered.body, year=year, number=entered.number, created_by_id=by
    )


def _note_presence(meeting: BoardMeeting, entered: Entered) -> None:
    meeting.presences.filter(person__in=entered.present).update(is_present=True)
    for duty, person in ((Presence.Duty.CHAIR, entered.chair), (Presence.Duty.SECRETARY, entered.secretary)):
        meeting.presences.filter(person=person, person__isnull=False).update(duty=duty)
    last = meeting.presences.count()
    Presence.objects.bulk_create(
        Presence(
            meeting=meeting, name=row.name, role=row.role, standing=row.standing, is_present=True, order=last + place
        )
        for place, row in enumerate(entered.others, start=1)
    )


def _write_decisions(meeting: BoardMeeting, entered: Entered) -> None:
    """An item for each § of the minutes, or for each decision when they have no numbers."""
    name = series(meeting)
    if entered.paragraphs is not None:
        first, last = entered.paragraphs
        if AgendaItem.objects.filter(series=name, paragraph__range=(first, last)).exists():
            raise ParagraphsTaken(
                "Ett annat möte har redan någon av paragraferna. Se efter vad som står i protokollet."
            )
        titles = {row.paragraph: row.title for row in reversed(entered.decisions)}
        items: dict[int | None, AgendaItem] = {
            number: AgendaItem(
                meeting=meeting,
                position=number - first + 1,
                title=titles.get(number, SEE_UPLOADED),
                paragraph=number,
                series=name,
            )
            for number in range(first, last + 1)
        }
        for item in items.values():
            item.save()
    else:
        items = {}
    without_number = len(items)
    for row in entered.decisions:
        if row.paragraph in items:
            _decide(meeting, items[row.paragraph], row)
        else:
            without_number += 1
            item = AgendaItem.objects.create(meeting=meeting, position=without_number, title=row.title)
            _decide(meeting, item, row)


def _decide(meeting: BoardMeeting, item: AgendaItem, row: EnteredDecision) -> None:
    decision = Decision(
        body=meeting.body,
        item=item,
        reference="" if item.paragraph else f"möte {meeting.number}/{meeting.year}",
        decided_on=meeting.day,
        position=item.decisions.count() + 1,
        text=row.text,
        responsible=row.responsible,
        responsible_name=str(row.responsible) if row.responsible else "",
        due_on=row.due_on,
        amount=row.amount,
    )
    decision.state = state_of_new(decision)
    decision.save(force_insert=True)


def _attach(meeting: BoardMeeting, paper: CheckedFile, by: int) -> None:
    kind = Attachment.Kind.MINUTES
    title = str(kind.label).capitalize()
    Attachment.objects.create(
        meeting=meeting, kind=kind, title=title, file=paper.content, sha256=paper.sha256, uploaded_by_id=by
    )


def _count(activity: Activity, headcount: int, by: int) -> None:
    """It is held, and serves the commitments that count meetings of its kind."""
    activity.refresh_from_db()
    counted = CommitmentCounts.objects.filter(source_kind="activity", value=activity.kind)
    link_commitments(activities=[activity], commitments=list(counted.values_list("commitment", flat=True)), by=by)
    if not activity.is_held:
        activity.headcount = headcount
        report_outcome(activity=activity, photo=None, version=activity.version, by=by)
