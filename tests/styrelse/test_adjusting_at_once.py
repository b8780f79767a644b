"""Omedelbar justering: asked for, approved by the chair and the adjusters, never by who wrote it, and locked."""

import pytest
from pytest_django.asserts import assertContains, assertNotContains

from distrikt.mail import NoLonger, Occasion, kinds
from tests.styrelse.meetings import NOW, adjust_at_once, decide, hand_over, item_of, presence_of
from traffar.styrelse.actions import at_the_table, closing, preparing
from traffar.styrelse.actions.adjusting_at_once import approve_at_once, ask_to_adjust_at_once, keep_open
from traffar.styrelse.actions.at_the_table import NotNow
from traffar.styrelse.minutes import minutes_of, paragraph_hash
from traffar.styrelse.models import AgendaItem, BoardMeeting, ItemApproval, Presence

pytestmark = pytest.mark.django_db


@pytest.fixture
def item(board, held, report):
    """Something is decided under it."""
    decide(board, report)
    return report


@pytest.fixture
def asked(board, item):
    ask_to_adjust_at_once(item=item, at=NOW, by=board.secretary.pk)
    return item


def read(item) -> str:
    meeting = BoardMeeting.objects.with_activity().get(pk=item.meeting_id)
    return next(paragraph_hash(row) for row in minutes_of(meeting).paragraphs if row.id == item.pk)


def approve(item, person) -> bool:
    return approve_at_once(item=item, person=person.pk, read=read(item), at=NOW)


def is_locked(item) -> bool:
    return AgendaItem.objects.get(pk=item.pk).is_locked


class TestAsking:
    def test_the_chair_and_the_adjuster_get_a_mail_that_names_no_item(self, item, secretary, mailoutbox):
        page = f"/styrelsen/arende/{item.pk}/justera/"
        for _ in range(2):
            assertContains(secretary.post(page, follow=True), "väntar på omedelbar justering")
        assert sorted(mail.to[0] for mail in mailoutbox) == ["chair@distrikt.example", "sara@distrikt.example"]
        assert f"/styrelsen/{item.meeting_id}/protokoll/" in mailoutbox[0].body
        assert item.title not in mailoutbox[0].subject + mailoutbox[0].body
        assert not is_locked(item)

    def test_not_of_a_meeting_that_was_held_elsewhere(self, board, held, item):
        BoardMeeting.objects.filter(pk=held.pk).update(is_entered_afterwards=True, status="draft")
        with pytest.raises(NotNow, match="infört i efterhand"):
            ask_to_adjust_at_once(item=item, at=NOW, by=board.secretary.pk)

    def test_not_while_nothing_is_written(self, board, held):
        with pytest.raises(NotNow, match="inget skrivet"):
            ask_to_adjust_at_once(item=item_of(held, "other"), at=NOW, by=board.secretary.pk)

    def test_not_before_somebody_is_chosen_who_approves(self, board, held, item):
        closing.choose_adjusters(meeting=held, chosen=[], by=board.secretary.pk)
        with pytest.raises(NotNow, match="justerare först"):
            ask_to_adjust_at_once(item=item, at=NOW, by=board.secretary.pk)

    def test_not_of_somebody_who_cannot_log_in(self, board, item):
        board.sara.delete()
        with pytest.raises(NotNow, match="Sara Lind har inget konto"):
            ask_to_adjust_at_once(item=item, at=NOW, by=board.secretary.pk)

    def test_taken_back_it_is_adjusted_with_the_rest(self, board, asked, secretary):
        approve(asked, board.sara)
        secretary.post(f"/styrelsen/arende/{asked.pk}/justera/", {"angra": "1"})
        assert not ItemApproval.objects.exists()
        with pytest.raises(NotNow, match="väntar inte längre"):
            approve(asked, board.sara)

    def test_what_was_not_approved_in_time_is_adjusted_with_the_rest(self, board, held, asked):
        approve(asked, board.sara)
        hand_over(board, held)
        asked.refresh_from_db()
        assert asked.immediate_asked_at is None
        assert not ItemApproval.objects.exists()


class TestApproving:
    def test_it_is_locked_when_both_have_approved_what_they_read(self, board, held, asked, as_person):
        page = f"/styrelsen/{held.pk}/protokoll/"
        for name, waiting in (
            ("sara", "Väntar på Maria Norberg och Sara Lind."),
            ("chair", "Väntar på Maria Norberg."),
        ):
            client = as_person(name)
            assertContains(client.get(page), waiting)
            assert not is_locked(asked)
            client.post(f"/styrelsen/arende/{asked.pk}/godkann/", {"read": read(asked)})
        assert is_locked(asked)
        assertContains(client.get(page), "Omedelbart justerad av Sara Lind och Maria Norberg.")
        assertNotContains(client.get(page), "Till omedelbar justering")

    def test_it_takes_a_log_in_a_moment_ago(self, board, asked, log_in):
        answer = log_in("chair").post(f"/styrelsen/arende/{asked.pk}/godkann/", {"read": read(asked)})
        assert answer.url.startswith("/konto/reauthenticate/")
        assert not ItemApproval.objects.exists()

    @pytest.mark.parametrize("name", ["secretary", "omar"])
    def test_not_by_who_wrote_it_or_was_not_chosen(self, board, asked, as_person, name):
        client = as_person(name)
        assertNotContains(client.get(f"/styrelsen/{asked.meeting_id}/protokoll/"), "Godkänn (§")
        assert client.post(f"/styrelsen/arende/{asked.pk}/godkann/", {"read": read(asked)}).status_code == 403
        with pytest.raises(NotNow, match="aldrig av den som har skrivit"):
            approve(asked, board.people[name])

    def test_what_is_changed_after_somebody_approved_is_approved_anew(self, board, held, asked):
        before = read(asked)
        approve(asked, board.sara)
        decide(board, asked, "Styrelsen beslutar att måla om.")
        with pytest.raises(NotNow, match="har ändrats"):
            approve_at_once(item=asked, person=board.chair.pk, read=before, at=NOW)
        assert not ItemApproval.objects.exists(), "it waits for Sara anew"
        assert approve(asked, board.chair) is False
        assert approve(asked, board.sara) is True

    def test_who_comes_late_changes_what_was_read(self, board, held, asked):
        before = read(asked)
        at_the_table.come_or_go(presence=presence_of(held, board.tove), item=asked, by=board.secretary.pk)
        assert read(asked) != before

    def test_a_number_that_is_given_later_does_not(self, board, held, asked):
        before = read(asked)
        closing.close_meeting(meeting=held, at=NOW, by=board.secretary.pk)
        assert read(asked) == before

    @pytest.mark.parametrize("changed", ["adjusters", "no adjuster", "chair", "secretary"])
    def test_when_others_lead_write_or_adjust_it_is_asked_for_anew(self, board, held, asked, changed):
        """So that nobody who writes chooses who approves what has been approved in part."""
        approve(asked, board.chair)
        omar = presence_of(held, board.omar)
        if "adjuster" in changed:
            chosen = [omar.pk] if changed == "adjusters" else []
            closing.choose_adjusters(meeting=held, chosen=chosen, by=board.secretary.pk)
        else:
            at_the_table.give_duty(presence=omar, duty=Presence.Duty(changed), by=board.secretary.pk)
        assert not ItemApproval.objects.exists()
        for name in ("sara", "chair", "omar", "secretary"):
            with pytest.raises(NotNow, match="väntar inte längre"):
                approve(asked, board.people[name])

    def test_who_writes_does_not_lock_it_by_taking_the_chair(self, board, held, asked, as_person):
        """With the forms of the page: no adjuster any more, and the chair is who wrote."""
        client = as_person("secretary")
        client.post(f"/styrelsen/{held.pk}/motet/justerare/", {})
        client.post(f"/styrelsen/{held.pk}/motet/uppdrag/", {"chair": presence_of(held, board.secretary).pk})
        client.post(f"/styrelsen/arende/{asked.pk}/justera/")
        client.post(f"/styrelsen/arende/{asked.pk}/godkann/", {"read": read(asked)})
        assert not is_locked(asked)

    def test_the_same_duties_and_adjusters_again_change_nothing(self, board, held, asked):
        approve(asked, board.chair)
        closing.choose_adjusters(meeting=held, chosen=[presence_of(held, board.sara).pk], by=board.secretary.pk)
        for name, duty in (("chair", "chair"), ("secretary", "secretary")):
            presence = presence_of(held, board.people[name])
            at_the_table.give_duty(presence=presence, duty=Presence.Duty(duty), by=board.secretary.pk)
        assert approve(asked, board.sara) is True

    def test_emptied_meanwhile_it_is_not_locked(self, board, held, asked):
        at_the_table.remove_decision(decision=asked.decisions.get(), by=board.secretary.pk)
        for name in ("sara", "chair"):
            with pytest.raises(NotNow, match="inget skrivet"):
                approve(asked, board.people[name])

    def test_a_chair_from_outside_the_board_approves_it_too(self, board, held, item, as_person):
        guest = Presence(meeting=held, person=board.member, name=str(board.member), is_present=True)
        guest = preparing.co_opt(presence=guest, by=board.secretary.pk)
        at_the_table.give_duty(presence=guest, duty=Presence.Duty.CHAIR, by=board.secretary.pk)
        ask_to_adjust_at_once(item=item, at=NOW, by=board.secretary.pk)
        approve(item, board.sara)
        client = as_person("member")
        assertContains(client.get(f"/styrelsen/{held.pk}/protokoll/"), "Godkänn paragrafen")
        client.post(f"/styrelsen/arende/{item.pk}/godkann/", {"read": read(item)})
        assert is_locked(item)

    def test_the_mail_goes_to_nobody_who_has_approved(self, board, asked):
        asked.refresh_from_db()
        occasion = Occasion(
            person_id=board.sara.pk, email=board.sara.email, object_id=asked.meeting_id, at=NOW,
            occurrence=f"{asked.pk} {asked.immediate_asked_at}", payload={"item": asked.pk},
        )  # fmt: skip
        kinds["item_to_adjust"].compose(occasion)
        approve(asked, board.sara)
        with pytest.raises(NoLonger):
            kinds["item_to_adjust"].compose(occasion)

    def test_nothing_of_it_can_be_written_afterwards(self, board, item):
        adjust_at_once(board, item)
        with pytest.raises(NotNow, match="omedelbart justerad"):
            keep_open(item=item, by=board.secretary.pk)
