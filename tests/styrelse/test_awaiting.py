"""What the board waits for from a person: on their start page, until it is done."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.asserts import assertContains

from distrikt.organisation.models import Assignment, Body
from distrikt.organisation.roles import BodyKind
from tests.styrelse.meetings import NOW, adjust, decide, hand_over, hold_meeting, item_of, make_meeting, presence_of
from tests.styrelse.test_circulars import ask
from traffar.actions import cancel_activity
from traffar.styrelse.actions import adjusting, calling, circulating, preparing
from traffar.styrelse.actions.adjusting_at_once import approve_at_once, ask_to_adjust_at_once
from traffar.styrelse.awaiting import awaited_of
from traffar.styrelse.minutes import content_hash, minutes_of, paragraph_hash
from traffar.styrelse.models import Attachment, BoardMeeting, MinutesComment, Presence

pytestmark = pytest.mark.django_db


def titles(board, name: str, now=NOW) -> list[str]:
    return [row.title for row in awaited_of(board.viewer(name, now.date()), now)]


def test_a_call_waits_for_an_answer_until_the_meeting(board, meeting):
    assert titles(board, "sara") == []
    calling.call_meeting(meeting=meeting, is_late=False, at=NOW, by=board.chair.pk)
    assert titles(board, "sara") == ["Kommer du? Styrelsemöte 1/2026"]
    assert titles(board, "sara", NOW + timedelta(days=15)) == []
    preparing.answer_call(presence=presence_of(meeting, board.sara), answer="coming", at=NOW)
    assert titles(board, "sara") == []


def test_nobody_is_asked_whether_they_come_to_what_is_cancelled(board, meeting):
    calling.call_meeting(meeting=meeting, is_late=False, at=NOW, by=board.chair.pk)
    cancel_activity(activity=meeting.activity, reason="Snöoväder", by=board.chair.pk)
    assert titles(board, "sara") == []


def test_a_meeting_waits_to_be_called_a_week_before_its_last_day(board):
    make_meeting(board, NOW + timedelta(days=15))
    assert titles(board, "ombudsman") == []
    assert titles(board, "ombudsman", NOW + timedelta(days=1)) == ["Kalla till Styrelsemöte 1/2026"]
    assert titles(board, "sara", NOW + timedelta(days=1)) == []


def test_the_minutes_wait_for_who_writes_and_then_for_those_who_adjust(board, meeting):
    hold_meeting(board, meeting)
    assert titles(board, "sara") == ["Styrelsemöte 1/2026 pågår"]
    held = hand_over(board, meeting)
    assert {name: titles(board, name) for name in ("secretary", "sara", "chair", "omar")} == {
        "secretary": [], "sara": ["Justera protokollet"], "chair": ["Justera protokollet"], "omar": [],
    }  # fmt: skip
    adjusting.send_back(meeting=held, by=board.sara.pk)
    assert titles(board, "secretary") == ["Skriv klart protokollet"]
    assert titles(board, "sara") == []
    adjusting.hand_over(meeting=held, at=NOW, by=board.secretary.pk)
    held = BoardMeeting.objects.with_activity().get(pk=held.pk)
    adjusting.approve(meeting=held, person=board.sara.pk, read=content_hash(minutes_of(held)), at=NOW)
    assert titles(board, "sara") == []
    assert titles(board, "chair") == ["Justera protokollet"]


def test_comments_on_the_minutes_wait_for_who_writes(board, meeting, django_assert_num_queries):
    hold_meeting(board, meeting)
    held, viewer = hand_over(board, meeting), board.viewer("secretary", NOW.date())
    adjusting.send_back(meeting=held, by=board.sara.pk)
    with CaptureQueriesContext(connection) as queries:
        awaited_of(viewer, NOW)
    for kind in ("report", "report", "other"):
        MinutesComment.objects.create(item=item_of(held, kind), author=board.sara, text="Fel belopp.")
    with django_assert_num_queries(len(queries)):
        [row] = awaited_of(viewer, NOW)
    assert (row.title, row.meta) == ("Rätta protokollet", "Styrelsemöte 1/2026 · 3 kommentarer")
    assert titles(board, "chair") == titles(board, "sara") == []
    MinutesComment.objects.update(settled_at=NOW)
    assert titles(board, "secretary") == ["Skriv klart protokollet"]


def test_a_paragraph_to_adjust_at_once_presses_more_than_the_meeting(board, held, report):
    decide(board, report)
    ask_to_adjust_at_once(item=report, at=NOW, by=board.secretary.pk)
    assert titles(board, "sara") == titles(board, "chair") == ["Godkänn en paragraf nu"]
    assert titles(board, "secretary") == titles(board, "omar") == ["Styrelsemöte 1/2026 pågår"]
    read = next(paragraph_hash(row) for row in minutes_of(held).paragraphs if row.id == report.pk)
    approve_at_once(item=report, person=board.sara.pk, read=read, at=NOW)
    assert titles(board, "sara") == ["Styrelsemöte 1/2026 pågår"]


def test_a_question_per_capsulam_waits_for_those_who_vote(board):
    circular = ask(board)
    assert titles(board, "sara") == ["Hyra av buss"]
    assert titles(board, "ulf") == titles(board, "ombudsman") == [], "substitutes and the ombudsman do not vote"
    circulating.answer(circular=circular, person=board.sara.pk, consents=True, vote="yes", at=NOW)
    assert titles(board, "sara") == []


def test_what_was_entered_afterwards_waits_for_somebody_else_to_confirm_it(board, held):
    BoardMeeting.objects.filter(pk=held.pk).update(
        status="draft", is_entered_afterwards=True, created_by=board.secretary.pk
    )
    assert titles(board, "chair") == [], "nothing is uploaded yet"
    Attachment.objects.create(meeting=held, title="Protokoll", sha256="0" * 64, kind=Attachment.Kind.MINUTES)
    assert titles(board, "chair") == ["Bekräfta det uppladdade protokollet"]
    assert titles(board, "secretary") == titles(board, "ombudsman") == []
    BoardMeeting.objects.filter(pk=held.pk).update(created_by=board.chair.pk)
    assert titles(board, "chair") == [], "nobody confirms what they entered"


def test_a_call_that_should_have_gone_says_so(board):
    make_meeting(board, NOW + timedelta(days=3))
    [row] = awaited_of(board.viewer("chair", NOW.date()), NOW)
    assert row.meta == "Skulle ha gått fre 11 sep"


def test_who_is_co_opted_and_has_no_role_is_asked_too(board, meeting):
    guest = Presence(meeting=meeting, person=board.stranger, name=str(board.stranger))
    preparing.co_opt(presence=guest, by=board.chair.pk)
    calling.call_meeting(meeting=meeting, is_late=False, at=NOW, by=board.chair.pk)
    assert titles(board, "stranger") == ["Kommer du? Styrelsemöte 1/2026"]


def test_a_question_does_not_wait_for_who_votes_elsewhere(board):
    committee = Body.objects.create(kind=BodyKind.EXECUTIVE, name="Verkställande utskottet", slug="vu")
    ask(board)
    Assignment.objects.filter(user=board.sara).update(body=committee)
    assert titles(board, "sara") == []


def test_the_number_of_queries_does_not_grow(board):
    viewer, found = board.viewer("chair", NOW.date()), []
    for number in (1, 9):
        for days in range(number):
            meeting = make_meeting(board, NOW - timedelta(days=days + 20 * number))
            BoardMeeting.objects.filter(pk=meeting.pk).update(
                status="draft", is_entered_afterwards=True, created_by=board.secretary.pk
            )
            Attachment.objects.create(meeting=meeting, title="Protokoll", sha256="0" * 64, kind="minutes")
        with CaptureQueriesContext(connection) as queries:
            found.append(len(awaited_of(viewer, NOW)))
        assert len(queries) <= 5
    assert found == [1, 10]


def test_what_is_adjusted_waits_for_nobody(board, meeting):
    hold_meeting(board, meeting)
    decide(board, item_of(meeting, "report"))
    adjust(board, meeting)
    for name in ("chair", "secretary", "sara", "omar", "ombudsman", "auditor", "member", "administrator"):
        assert titles(board, name) == []


def test_it_stands_on_the_start_page(board, held, log_in):
    page = log_in("sara").get("/")
    assertContains(page, "Styrelsemöte 1/2026 pågår")
    assertContains(page, f"/styrelsen/{held.pk}/motet/")
