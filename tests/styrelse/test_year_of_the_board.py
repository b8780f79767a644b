"""From a closed meeting to the plan, the annual report and the reminders."""

from datetime import timedelta

import pytest

from distrikt.utskick.models import Message
from distrikt.utskick.planning import plan_reminders
from plan.berattelse.chapters import Material, part_sources
from plan.evidence import ledger_lines, weigh
from plan.models import CommitmentCounts
from plan.reports import commitment_follow_up, plan_follow_up
from tests.plan.builders import make_commitment, make_plan
from tests.styrelse.meetings import NOW, adjust, adjust_at_once, decide, hold_meeting, item_of, make_meeting
from traffar.styrelse.actions import adjusting, closing


def reminded(kind, now):
    plan_reminders(now=now)
    rows = Message.objects.filter(kind=kind).values_list("recipient__email", flat=True)
    return sorted(email.split("@")[0] for email in rows)


def test_a_closed_meeting_counts_towards_at_least_eight(board):
    commitment = make_commitment(make_plan())
    CommitmentCounts.objects.create(commitment=commitment, source_kind="activity", value="board_meeting")
    meeting = make_meeting(board, NOW)

    def words():
        return commitment_follow_up(commitment, weigh(ledger_lines(commitment)), NOW.date()).words

    assert not words().startswith("1 ")
    hold_meeting(board, meeting)
    closing.close_meeting(meeting=meeting, at=NOW, by=board.secretary.pk)
    meeting.activity.refresh_from_db()
    assert meeting.activity.status == "held"
    assert weigh(ledger_lines(commitment)).done == 1
    assert words().startswith("1 ")


class TestReport:
    @pytest.fixture
    def parts(self, board):
        plan = make_plan()
        commitment, meeting = make_commitment(plan), make_meeting(board, NOW)
        confidential = item_of(meeting, "report")
        confidential.is_confidential = True
        confidential.save()
        hold_meeting(board, meeting)
        decide(board, item_of(meeting, "matter"))
        served = decide(board, item_of(meeting, "matter"), "Styrelsen beslutar att resa till Ånge.")
        served.commitments.add(commitment)
        decide(board, confidential, "Styrelsen beslutar att köpa huset.")

        def read():
            material = Material(plan, plan_follow_up(plan, NOW.date()), (), (), ())
            return {part.chapter: part for part in part_sources["styrelse"](material)}

        return meeting, read

    def test_attendance_in_totals_and_decisions_that_are_not_confidential(self, board, parts):
        meeting, read = parts
        assert read() == {}, "nothing of minutes that are not adjusted"
        adjust_at_once(board, item_of(meeting, "matter"))
        assert read() == {}, "nor of a paragraph that was so at once"
        adjust(board, meeting)
        draft = read()["board"].draft
        assert "Av ledamöternas 5 platser" in draft
        assert "4 fyllda, 80 procent" in draft
        assert "- Styrelsen beslutar att resa till Ånge. (§ 9/2026)" in draft
        assert "huset" not in draft
        assert not any(person.last_name in draft for person in board.people.values())
        assert len(read()["decisions"].facts.rows) == 2


class TestReminders:
    def test_minutes_not_written_three_days_after(self, board):
        meeting = make_meeting(board, NOW)
        hold_meeting(board, meeting)
        assert reminded("minutes_unwritten", NOW + timedelta(days=1)) == []
        assert reminded("minutes_unwritten", NOW + timedelta(days=2, hours=20)) == ["secretary"]

    def test_minutes_not_adjusted_ten_days_after(self, board):
        meeting = make_meeting(board, NOW)
        hold_meeting(board, meeting)
        closing.close_meeting(meeting=meeting, at=NOW, by=board.secretary.pk)
        adjusting.hand_over(meeting=meeting, at=NOW, by=board.secretary.pk)
        assert reminded("minutes_unadjusted", NOW + timedelta(days=8)) == []
        assert reminded("minutes_unadjusted", NOW + timedelta(days=9, hours=20)) == ["chair", "sara"]

    def test_not_when_they_are(self, board):
        meeting = make_meeting(board, NOW)
        hold_meeting(board, meeting)
        adjust(board, meeting)
        assert reminded("minutes_unadjusted", NOW + timedelta(days=9, hours=20)) == []
        assert reminded("minutes_unwritten", NOW + timedelta(days=2, hours=20)) == []
