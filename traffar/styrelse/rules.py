"""Who may do what in the board (role table of `2-domain.md`, "board papers and minutes")."""

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING

import rules

from distrikt.access import Viewer
from distrikt.organisation.models import Assignment
from distrikt.organisation.roles import BOARD, Role

if TYPE_CHECKING:
    from traffar.styrelse.models import BoardMeeting, CircularDecision, Decision

# Who votes per capsulam: substitutes do not.
VOTING = tuple(role for role in BOARD if role != Role.SUBSTITUTE)


def reads_all(viewer: Viewer) -> bool:
    """Every meeting, before and after: the board, substitutes too, and the ombudsman."""
    return viewer.holds(*BOARD, Role.OMBUDSMAN)


def reads_own_body(viewer: Viewer) -> bool:
    """What has been adjusted: the auditors."""
    return viewer.holds(Role.AUDITOR)


def reads_all_confidential(viewer: Viewer) -> bool:
    """Confidential items before they are adjusted too: the board. Not the ombudsman, not who is co-opted."""
    return viewer.holds(*BOARD)


def reads_closed_items(viewer: Viewer, meeting: "BoardMeeting") -> bool:
    """Those of this meeting, by role: the auditors' once they are adjusted."""
    return reads_all_confidential(viewer) or (reads_own_body(viewer) and meeting.is_adjusted)


def sits_in(person: int | None, body: int, day: date, roles: Collection[str] = BOARD) -> bool:
    """Whether the person has a seat in the body that day."""
    held = Assignment.objects.in_force(day).filter(user=person, body=body, role__in=roles)
    return held.exists()


def reads_confidential(viewer: Viewer) -> bool:
    """Confidential items and what belongs to them: the board and the auditors."""
    return viewer.holds(*BOARD, Role.AUDITOR)


@rules.predicate
def reads_the_board(viewer: Viewer, row: object = None) -> bool:
    return reads_all(viewer) or reads_own_body(viewer)


@rules.predicate
def sees_circulars(viewer: Viewer, row: object = None) -> bool:
    return reads_confidential(viewer)


@rules.predicate
def sits(viewer: Viewer, row: object = None) -> bool:
    """On the board, substitutes too, or the ombudsman: may put something on the agenda and see its questions."""
    return reads_all(viewer)


@rules.predicate
def prepares(viewer: Viewer, meeting: "BoardMeeting | None" = None) -> bool:
    """Chair, secretary and ombudsman plan meetings, make agendas and call."""
    return viewer.holds(Role.CHAIR, Role.SECRETARY, Role.OMBUDSMAN)


@rules.predicate
def leads(viewer: Viewer, row: object = None) -> bool:
    """Chair and secretary of the board: its rules, and what only they answer for."""
    return viewer.holds(Role.CHAIR, Role.SECRETARY)


@rules.predicate
def has_duty(viewer: Viewer, meeting: "BoardMeeting | None" = None) -> bool:
    """The meeting has made this person its chair or its secretary."""
    return meeting is not None and any(
        row.person_id == viewer.person_id and row.duty for row in meeting.presences.all()
    )


@rules.predicate
def changes_papers(viewer: Viewer, meeting: "BoardMeeting | None" = None) -> bool:
    """Whoever prepares the meeting; once it has ended its headings and papers are part of the minutes."""
    has_ended = meeting is not None and meeting.has_ended
    return bool(leads(viewer) or has_duty(viewer, meeting) if has_ended else prepares(viewer))


@rules.predicate
def is_to_adjust(viewer: Viewer, meeting: "BoardMeeting | None" = None) -> bool:
    """One of those who approve the minutes: its adjusters and its chair."""
    if meeting is None:
        return False
    own = {row.pk for row in meeting.presences.all() if row.person_id == viewer.person_id}
    return any(row.presence_id in own for row in meeting.adjusters.all())


@rules.predicate
def is_on_the_list(viewer: Viewer, meeting: "BoardMeeting | None" = None) -> bool:
    """Called to the meeting: a member, a substitute, or somebody who is co-opted.

    Until it begins, who has left the body is called no longer (`PresenceQuerySet.in_force`).
    """
    if meeting is None or all(row.person_id != viewer.person_id for row in meeting.presences.all()):
        return False
    return meeting.presences.in_force(viewer.today).filter(person=viewer.person_id).exists()


@rules.predicate
def sees_content(viewer: Viewer, row: object = None) -> bool:
    """Everyone with a role reads the minutes that the board has published."""
    return viewer.sees_content


@rules.predicate
def chairs_meeting(viewer: Viewer, meeting: "BoardMeeting | None" = None) -> bool:
    """The chair of the meeting; the board's when it has none with an account, unless they wrote the minutes."""
    if meeting is None:
        return False
    duties = {row.duty: row.person_id for row in meeting.presences.all() if row.duty}
    if duties.get("chair"):
        return viewer.person_id == duties["chair"]
    return viewer.holds(Role.CHAIR) and duties.get("secretary") != viewer.person_id


@rules.predicate
def confirms_entered(viewer: Viewer, meeting: "BoardMeeting | None" = None) -> bool:
    """The chair of the board; what the chair has entered, its secretary. Never who entered it."""
    if meeting is None or meeting.created_by_id == viewer.person_id:
        return False
    return viewer.holds(Role.CHAIR) or (viewer.holds(Role.SECRETARY) and entered_by_chair(meeting, viewer))


def entered_by_chair(meeting: "BoardMeeting", viewer: Viewer) -> bool:
    held = Assignment.objects.in_force(viewer.today).filter(user=meeting.created_by_id, role=Role.CHAIR)
    return held.exists()


@rules.predicate
def is_asked(viewer: Viewer, circular: "CircularDecision | None" = None) -> bool:
    """Asked, and still somebody with a vote."""
    if circular is None or not sits_in(viewer.person_id, circular.body_id, viewer.today, VOTING):
        return False
    return circular.answers.filter(person=viewer.person_id).exists()


@rules.predicate
def is_responsible(viewer: Viewer, decision: "Decision | None" = None) -> bool:
    return decision is not None and decision.responsible_id == viewer.person_id


rules.add_perm("styrelse.list_meetings", reads_the_board)
rules.add_perm("styrelse.read_published", sees_content)
rules.add_perm("styrelse.see_papers", reads_the_board | is_on_the_list)
rules.add_perm("styrelse.answer_call", is_on_the_list)
rules.add_perm("styrelse.see_decisions", reads_the_board)
rules.add_perm("styrelse.see_circulars", sees_circulars)
rules.add_perm("styrelse.request_item", sits)
rules.add_perm("styrelse.plan_meetings", prepares)
rules.add_perm("styrelse.prepare_meeting", prepares)
rules.add_perm("styrelse.change_papers", changes_papers)
rules.add_perm("styrelse.follow_meeting", sits | is_on_the_list)
rules.add_perm("styrelse.run_meeting", leads | has_duty)
rules.add_perm("styrelse.write_minutes", leads | has_duty)
rules.add_perm("styrelse.adjust_meeting", is_to_adjust)
rules.add_perm("styrelse.confirm_paper", chairs_meeting)
rules.add_perm("styrelse.confirm_entered", confirms_entered)
rules.add_perm("styrelse.enter_meetings", prepares)
rules.add_perm("styrelse.comment_minutes", is_to_adjust | leads | has_duty)
rules.add_perm("styrelse.publish_minutes", leads)
rules.add_perm("styrelse.set_rules", leads)
rules.add_perm("styrelse.ask_circular", leads)
rules.add_perm("styrelse.answer_circular", is_asked)
rules.add_perm("styrelse.follow_up_decision", prepares | is_responsible)
rules.add_perm("styrelse.enter_decisions", prepares)
rules.add_perm("styrelse.constitute", leads)
