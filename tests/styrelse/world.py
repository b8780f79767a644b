"""The board's rows in the world that every URL is opened in: a meeting to come, one that goes on, and minutes."""

from dataclasses import asdict
from datetime import date, datetime, timedelta

from django.core.files.base import ContentFile
from model_bakery import baker

from distrikt.clock import STOCKHOLM
from distrikt.organisation.models import Body, User
from plan.models import Commitment
from plan.uppgifter.models import Task
from tests.cast import Cast
from tests.styrelse.meetings import decide, hold_meeting, item_of, make_meeting, presence_of
from traffar.models import Activity
from traffar.styrelse.actions.circulating import ask
from traffar.styrelse.actions.following import write_task
from traffar.styrelse.models import (
    Adjuster,
    AgendaItem,
    AgendaRequest,
    Attachment,
    BoardMeeting,
    CircularDecision,
    Decision,
    MinutesComment,
    Presence,
    Proposal,
    PublishedMinutes,
    Reservation,
)
from traffar.styrelse.published import public_minutes

YEAR = 2026
YESTERDAY_NOON = datetime(YEAR, 9, 14, 12, tzinfo=STOCKHOLM)


def board_rows(cast: Cast, commitment: Commitment) -> dict[str, object]:
    """By the start of a URL's name; those that say more stand first."""
    to_come = _meeting_to_come(cast, commitment)
    return {
        **meeting_under_way(cast),
        **_ledger(cast),
        **minutes_rows(cast.bodies["distriktsstyrelsen"], cast.chair),
        **to_come,
    }


def meeting_under_way(cast: Cast) -> dict[str, object]:
    """A board meeting that goes on, with somebody there, an item, a yrkande, a reservation and a decision."""
    meeting = make_meeting(cast, YESTERDAY_NOON)
    hold_meeting(cast, meeting, present=("chair", "secretary"), adjuster="chair")
    # Whatever board it is, large enough to decide.
    meeting.presences.update(is_present=True)
    item = item_of(meeting, "report")
    decision = decide(cast, item)
    proposal = Proposal.objects.create(item=item, name="Maria Norberg", text="Avslag.")
    reservation = Reservation.objects.create(item=item, name="Maria Norberg")
    presence = presence_of(meeting, cast.chair).pk
    return {
        **dict.fromkeys(("styrelse:presence_set", "styrelse:presence_change", "styrelse:recusal"), presence),
        **dict.fromkeys(
            ("styrelse:item_write", "styrelse:item_outcome", "styrelse:item_adjust", "styrelse:item_approve"), item.pk
        ),
        **dict.fromkeys(("styrelse:proposal_remove", "styrelse:proposal_settle"), proposal.pk),
        "styrelse:reservation_remove": reservation.pk,
        **dict.fromkeys(("styrelse:proposal", "styrelse:reservation", "styrelse:decision_create"), item.pk),
        **dict.fromkeys(("styrelse:decision_edit", "styrelse:decision_remove"), decision.pk),
        **dict.fromkeys([f"styrelse:meeting_{step}" for step in ("table", "open", "close", "reopen")], meeting.pk),
        **dict.fromkeys(("styrelse:item_add", "styrelse:duty", "styrelse:adjusters"), meeting.pk),
    }


def _meeting_to_come(cast: Cast, commitment: Commitment) -> dict[str, object]:
    """A planned meeting of the board with a closed item, its paper, somebody co-opted and a request; and one that is in
    the calendar alone."""
    body = cast.bodies["distriktsstyrelsen"]
    hour = {"starts_at": YESTERDAY_NOON + timedelta(days=30), "ends_at": YESTERDAY_NOON + timedelta(days=30, hours=2)}
    planned = {"kind": "board_meeting", "organiser": body, "status": Activity.Status.PLANNED, **hour}
    activity, bare = baker.make(Activity, **planned), baker.make(Activity, **planned)
    meeting = BoardMeeting.objects.create(activity=activity, body=body, year=YEAR, number=90)
    item = AgendaItem.objects.create(meeting=meeting, position=1, title="Personalärende", is_confidential=True)
    paper = baker.make(
        Attachment, meeting=meeting, item=item, is_confidential=True, title="Underlag", sha256="a",
        file=ContentFile(b"%PDF-", "underlag.pdf"),
    )  # fmt: skip
    guest = baker.make(Presence, meeting=meeting, name="Gäst", role="adjungerad", standing="co_opted")
    asked = AgendaRequest.objects.create(body=body, title="Bussen")
    return {
        "styrelse:agenda_create": bare.pk,
        "styrelse:item_create": meeting.pk,
        "styrelse:item_": item.pk,
        "styrelse:request_": asked.pk,
        "styrelse:source_": commitment.pk,
        "styrelse:presence_remove": guest.pk,
        "styrelse:attachment_create": meeting.pk,
        "styrelse:attachment_": paper.pk,
        "styrelse:": meeting.pk,
    }


def _ledger(cast: Cast) -> dict[str, object]:
    """A decision from before the program with its task, and a question per capsulam."""
    board = cast.bodies["distriktsstyrelsen"]
    decision = Decision.objects.create(
        body=board, reference="§ 12/2019", decided_on=date(2019, 3, 1), text="Styrelsen beslutar att sälja bilen.",
        state=Decision.State.OPEN,
    )  # fmt: skip
    write_task(decision, by=cast.chair.pk)
    circular = CircularDecision(
        body=board, title="Hyra av buss", text="Styrelsen beslutar att hyra bussen.",
        closes_at=YESTERDAY_NOON + timedelta(days=7), asked_by=cast.chair, responsible=cast.chair, amount=2400,
    )  # fmt: skip
    ask(circular=circular, commitments=(), at=YESTERDAY_NOON)
    return {
        "styrelse:handover": cast.sundsvall.pk,
        "styrelse:circular": circular.pk,
        "styrelse:decision_follow_up": decision.pk,
        "uppgifter:": Task.objects.get(source_kind="decision", source_id=decision.pk).pk,
    }


def minutes_rows(board: Body, chair: User) -> dict[str, object]:
    """A meeting whose minutes wait for the chair, with a comment, and one whose minutes are published."""
    in_review = _held_meeting(board, chair, 91, status="review")
    item = AgendaItem.objects.create(meeting=in_review, position=1, title="Budget", paragraph=1, series="91")
    comment = MinutesComment.objects.create(item=item, author=chair, text="Beloppet är fel.")
    facts = {"locked_at": YESTERDAY_NOON, "held_on": YESTERDAY_NOON.date(), "body_name": board.name}
    published = _held_meeting(board, chair, 92, status="review")
    BoardMeeting.objects.filter(pk=published.pk).update(status="adjusted", **facts)
    published.refresh_from_db()
    PublishedMinutes.objects.create(meeting=published, content=asdict(public_minutes(published)))
    return {
        "styrelse:minutes_comment": item.pk,
        "styrelse:comment_settle": comment.pk,
        **dict.fromkeys(("styrelse:minutes_publish", "styrelse:minutes_withdraw"), published.pk),
        **dict.fromkeys(("styrelse:minutes_", "styrelse:attendance_pdf", "styrelse:paper_confirm"), in_review.pk),
    }


def _held_meeting(board: Body, chair: User, number: int, **fields: object) -> BoardMeeting:
    """A meeting that the chair has led, and is to adjust the minutes of."""
    activity = baker.make(
        Activity, kind="board_meeting", organiser=board, starts_at=YESTERDAY_NOON, ends_at=YESTERDAY_NOON,
        status=Activity.Status.HELD, audience=Activity.Audience.OWN,
    )  # fmt: skip
    meeting = BoardMeeting.objects.create(activity=activity, body=board, year=YEAR, number=number, **fields)
    presence = Presence.objects.create(
        meeting=meeting, person=chair, name=str(chair), role="ordförande",
        standing="member", is_present=True, duty="chair",
    )  # fmt: skip
    Adjuster.objects.create(meeting=meeting, presence=presence, name=presence.name, role=presence.role, is_chair=True)
    return meeting
