"""What a meeting puts off: it stands on the next agenda, everybody sees on which, and it can be moved to one before."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from distrikt.utskick.models import Message
from tests.styrelse.meetings import NOW, hold_meeting, item_of, make_meeting
from traffar.models import Activity
from traffar.styrelse.actions import at_the_table, calling, closing, preparing, suggesting
from traffar.styrelse.models import AgendaItem, AgendaRequest, Attachment, BoardMeeting
from traffar.styrelse.suggestions import suggestions_for

pytestmark = pytest.mark.django_db

AT_LAST, BETWEEN = NOW + timedelta(days=130), NOW + timedelta(days=90)


@pytest.fixture
def later(board, meeting) -> BoardMeeting:
    """A meeting in January, to which all have been called."""
    return called(board, make_meeting(board, AT_LAST))


def called(board, meeting) -> BoardMeeting:
    calling.call_meeting(meeting=meeting, is_late=False, at=NOW, by=board.chair.pk)
    return BoardMeeting.objects.with_activity().get(pk=meeting.pk)


def put_off(board, meeting, outcome="tabled", **fields) -> AgendaItem:
    """The meeting is held, and puts off the website. Returns the item that it has become, or what was put off."""
    hold_meeting(board, meeting)
    item = AgendaItem(meeting=meeting, title="Distriktets hemsida", **fields)
    item = preparing.add_item(item=item, by=board.secretary.pk)
    at_the_table.set_outcome(item=item, outcome=outcome, by=board.secretary.pk)
    closing.close_meeting(meeting=meeting, at=NOW, by=board.secretary.pk)
    return AgendaItem.objects.filter(source_kind="item", source_id=item.pk).first() or item


def suggested(board, meeting, name="chair"):
    return suggestions_for(meeting, board.viewer(name), NOW)


def take(client, meeting, row):
    kind, pk = row.source_kind, row.source_id
    return client.post(reverse("styrelse:suggestion_take", args=[meeting.pk]), {"kalla": kind, "id": pk}, follow=True)


def positions(meeting) -> list[int]:
    return list(meeting.items.in_order().values_list("position", flat=True))


def test_meeting_close_says_where_each_item_stands_that_was_put_off(board, meeting, later, secretary):
    hold_meeting(board, meeting)
    item = preparing.add_item(item=AgendaItem(meeting=meeting, title="Hemsidan"), by=board.chair.pk)
    at_the_table.set_outcome(item=item, outcome="tabled", by=board.chair.pk)
    page = secretary.post(reverse("styrelse:meeting_close", args=[meeting.pk]), follow=True).content.decode()
    assert "sina nummer. Hemsidan står på Styrelsemöte 1/2027, 23 januari." in page
    minutes = secretary.get(reverse("styrelse:minutes_detail", args=[meeting.pk])).content.decode()
    new = AgendaItem.objects.get(source_id=item.pk)
    assert (
        f'Hemsidan <a href="{later.get_absolute_url()}#punkt-{new.pk}">står på Styrelsemöte 1/2027, 23 januari'
        in minutes
    )


def test_what_was_put_off_waits_is_taken_up_and_dismissed_in_words(board, meeting, secretary):
    put_off(board, meeting)
    url = reverse("styrelse:meeting_table", args=[meeting.pk])
    assert "Distriktets hemsida väntar på nästa dagordning." in secretary.get(url).content.decode()
    following = make_meeting(board, AT_LAST)
    Activity.objects.filter(pk=following.pk).update(status="cancelled", cancel_reason="Snö")
    assert "23 januari, som är inställt</a>" in secretary.get(url).content.decode()
    BoardMeeting.objects.filter(pk=following.pk).update(status="draft")
    assert "togs upp på Styrelsemöte 1/2027, 23 januari</a>" in secretary.get(url).content.decode()
    AgendaItem.objects.get(meeting=following, source_kind="item").delete()
    preparing.dismiss_request(request=AgendaRequest.objects.get(), at=NOW, by=board.chair.pk)
    assert "Distriktets hemsida tas inte upp igen." in secretary.get(url).content.decode()


def test_where_a_closed_item_stands_is_said_to_the_board_alone(board, meeting, later, log_in):
    item = put_off(board, meeting, is_confidential=True)
    url = reverse("styrelse:minutes_detail", args=[meeting.pk])
    assert "står på Styrelsemöte" in log_in("chair").get(url).content.decode()
    assert "står på Styrelsemöte" not in log_in("ombudsman").get(url).content.decode()
    assert item.is_confidential


def test_the_screens_of_a_meeting_that_put_much_off_take_few_queries(
    board, meeting, later, secretary, django_assert_max_num_queries
):
    hold_meeting(board, meeting)
    for number in range(6):
        item = preparing.add_item(item=AgendaItem(meeting=meeting, title=f"Ärende {number}"), by=board.chair.pk)
        at_the_table.set_outcome(item=item, outcome="tabled", by=board.chair.pk)
    closing.close_meeting(meeting=meeting, at=NOW, by=board.chair.pk)
    for page, most in (("meeting_table", 12), ("minutes_detail", 18)):
        with django_assert_max_num_queries(most):
            assert secretary.get(reverse(f"styrelse:{page}", args=[meeting.pk])).content.count(b"23 januari</a>") == 6


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        ("tabled", "Bordlagt 29 september, står nu på Styrelsemöte 1/2027, 23 januari"),
        ("referred", "Återremitterat 29 september, står nu på Styrelsemöte 1/2027, 23 januari"),
    ],
)
def test_what_waits_on_a_later_agenda_is_suggested_to_one_before(board, meeting, later, outcome, words):
    item = put_off(board, meeting, outcome)
    between = make_meeting(board, BETWEEN)
    [row] = suggested(board, between)
    assert (row.source_id, row.title, row.why) == (item.pk, "Distriktets hemsida", words)
    assert row.url == f"{later.get_absolute_url()}#punkt-{item.pk}"
    assert suggested(board, later) == []
    assert suggested(board, make_meeting(board, AT_LAST + timedelta(days=30))) == []


def test_it_is_suggested_neither_to_a_meeting_before_that_which_put_it_off_nor_from_one_that_has_begun(
    board, meeting, later
):
    put_off(board, meeting)
    assert suggested(board, make_meeting(board, NOW + timedelta(days=7))) == []
    between = make_meeting(board, BETWEEN)
    BoardMeeting.objects.filter(pk=later.pk).update(status="open")
    assert suggested(board, between) == []


def test_what_stands_on_a_cancelled_agenda_is_suggested_to_those_after_it_too(board, meeting, later):
    put_off(board, meeting)
    Activity.objects.filter(pk=later.pk).update(status="cancelled", cancel_reason="Snö")
    [row] = suggested(board, make_meeting(board, AT_LAST + timedelta(days=30)))
    assert row.why.endswith("står nu på Styrelsemöte 1/2027, 23 januari, som är inställt")


def test_a_closed_item_is_suggested_to_those_who_see_it(board, meeting, later):
    put_off(board, meeting, is_confidential=True)
    between = make_meeting(board, BETWEEN)
    assert [row.is_confidential for row in suggested(board, between)] == [True]
    assert suggested(board, between, "ombudsman") == []


def test_suggestion_take_moves_what_was_put_off_with_its_papers_and_its_origin(board, meeting, later, secretary):
    item = put_off(board, meeting)
    paper = Attachment.objects.create(
        meeting=later, item=item, title="Offert", sha256="a", file=ContentFile(b"%PDF-", "offert.pdf")
    )
    between = called(board, make_meeting(board, BETWEEN))
    Message.objects.all().delete()
    [row] = suggested(board, between)
    page = take(secretary, between, row).content.decode()
    assert "”Distriktets hemsida” är flyttad hit." in page
    assert "Offert" in page
    [moved] = AgendaItem.objects.filter(source_kind="item")
    assert (moved.pk, moved.meeting_id, moved.source_id) == (item.pk, between.pk, item.source_id)
    paper.refresh_from_db()
    assert paper.meeting_id == between.pk
    for agenda in (between, later):
        assert positions(agenda) == list(range(1, agenda.items.count() + 1))
    assert moved.position == item_of(between, "other").position - 1
    told = Message.objects.filter(kind="meeting_papers_changed")
    assert set(told.values_list("object_id", flat=True)) == {between.pk, later.pk}
    assert suggested(board, between) == []
    table = secretary.get(reverse("styrelse:meeting_table", args=[meeting.pk])).content.decode()
    assert "står på Styrelsemöte 2/2026, 14 december" in table


def test_moved_twice_it_is_moved_and_too_late_it_stays(board, meeting, later):
    item = put_off(board, meeting)
    between = make_meeting(board, BETWEEN)
    for _ in range(2):
        suggesting.move_here(item=item.pk, meeting=between, at=NOW, by=board.chair.pk)
    assert positions(between) == list(range(1, between.items.count() + 1))
    BoardMeeting.objects.filter(pk=between.pk).update(status="open")
    with pytest.raises(preparing.MeetingBegun):
        suggesting.move_here(item=item.pk, meeting=later, at=NOW, by=board.chair.pk)
    item.delete()
    with pytest.raises(preparing.MeetingBegun):
        suggesting.move_here(item=0, meeting=later, at=NOW, by=board.chair.pk)


def test_who_changes_the_agenda_that_it_has_left_changes_nothing_of_it(board, meeting, later):
    stale = put_off(board, meeting)
    between = make_meeting(board, BETWEEN)
    suggesting.move_here(item=stale.pk, meeting=between, at=NOW, by=board.chair.pk)
    preparing.move_item(item=stale, up=True, by=board.chair.pk)
    with pytest.raises(preparing.MeetingBegun):
        preparing.remove_item(item=stale, by=board.chair.pk)
    assert positions(later) == list(range(1, later.items.count() + 1))
    assert AgendaItem.objects.get(pk=stale.pk).meeting_id == between.pk


def test_suggestion_take_says_when_it_is_too_late(board, meeting, later, secretary, monkeypatch):
    put_off(board, meeting)
    between = make_meeting(board, BETWEEN)
    [row] = suggested(board, between)

    def begins_meanwhile(**fields):
        raise preparing.MeetingBegun

    monkeypatch.setattr(suggesting, "move_here", begins_meanwhile)
    assert "Mötet har börjat eller varit" in take(secretary, between, row).content.decode()


def test_suggestion_dismiss_leaves_it_where_it_stands(board, meeting, later, secretary):
    item = put_off(board, meeting)
    between = make_meeting(board, BETWEEN)
    url = reverse("styrelse:suggestion_dismiss", args=[between.pk])
    secretary.post(url, {"kalla": "item", "id": item.pk})
    assert suggested(board, between) == []
    assert AgendaItem.objects.get(pk=item.pk).meeting_id == later.pk


def test_reopened_the_meeting_takes_back_what_was_moved(board, meeting, later):
    item = put_off(board, meeting)
    between = make_meeting(board, BETWEEN)
    suggesting.move_here(item=item.pk, meeting=between, at=NOW, by=board.chair.pk)
    closing.reopen_meeting(meeting=meeting, by=board.secretary.pk)
    assert not AgendaItem.objects.filter(source_kind="item").exists()
