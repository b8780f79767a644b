"""Adjusted minutes, published for the members: nothing confidential, whatever changes later."""

import pytest
from django.core.files.base import ContentFile
from pytest_django.asserts import assertContains, assertNotContains

from distrikt.organisation.models import User
from tests.styrelse.meetings import adjust, decide, hold_meeting, item_of
from traffar.styrelse import locks
from traffar.styrelse.minutes import content_hash
from traffar.styrelse.models import AgendaItem, Attachment, BoardMeeting, BoardRules, PublishedMinutes
from traffar.styrelse.published import public_minutes

pytestmark = pytest.mark.django_db


@pytest.fixture
def adjusted(board, meeting) -> BoardMeeting:
    hold_meeting(board, meeting)
    secret, open_one = item_of(meeting, "other"), item_of(meeting, "report")
    AgendaItem.objects.filter(pk=secret.pk).update(title="Tvisten", text="En känslig sak.", is_confidential=True)
    secret.refresh_from_db()
    decide(board, secret, "Styrelsen beslutar att förlikas.")
    decide(board, open_one)
    for item, title, is_confidential in (
        (secret, "Hemligt avtal", False),
        (open_one, "Lönelista", True),
        (open_one, "Broschyr", False),
        (None, "Hemlig skrivelse", True),
    ):
        Attachment.objects.create(
            meeting=meeting, item=item, title=title, sha256="0" * 64, is_confidential=is_confidential,
            file=ContentFile(b"x", "a.pdf"),
        )  # fmt: skip
    return adjust(board, meeting)


SECRETS = ("Tvisten", "känslig", "förlikas", "Hemligt avtal", "Lönelista", "Hemlig skrivelse")


def preview(meeting: BoardMeeting) -> str:
    return f"/styrelsen/{meeting.pk}/publicera/"


def seen(meeting: BoardMeeting) -> dict[str, str]:
    return {"seen": content_hash(public_minutes(meeting))}


class TestPublishing:
    def test_what_is_removed_is_shown_first(self, adjusted, log_in):
        page = log_in("secretary").get(preview(adjusted)).content.decode()
        removed, _, left = page.partition("Så här läser medlemmarna det")
        assert "Tvisten, med 1 beslut och 1 bilaga" in removed
        assert "bilaga: Lönelista" in removed
        assert "Bilaga: Hemlig skrivelse" in removed
        assert "Sluten punkt" in left
        assert "Broschyr" in left
        assert [word for word in SECRETS if word in left] == []

    def test_members_find_and_read_it(self, adjusted, log_in):
        member = log_in("member")
        address = f"/styrelsen/publicerat/{adjusted.pk}/"
        assert member.get(address).status_code == 404
        assertContains(member.get("/styrelsen/publicerat/"), "Inga protokoll än")
        client = log_in("chair")
        for _ in range(2):
            client.post(preview(adjusted), seen(adjusted))
        assertContains(member.get("/styrelsen/publicerat/"), address)
        page = member.get(address)
        assertContains(page, "köpa en banderoll")
        assertContains(page, adjusted.code)
        for word in SECRETS:
            assertNotContains(page, word)
        assert member.get(f"/styrelsen/{adjusted.pk}/protokoll/").status_code == 404
        assert log_in("administrator").get(address).status_code == 404

    def test_it_says_the_same_whatever_changes_later(self, adjusted, log_in):
        log_in("chair").post(preview(adjusted), seen(adjusted))
        locks.drop_locks()
        AgendaItem.objects.update(is_confidential=False, text="En känslig sak.")
        locks.make_locks()
        assertNotContains(log_in("member").get(f"/styrelsen/publicerat/{adjusted.pk}/"), "känslig")

    def test_it_is_withdrawn_by_the_same_people(self, adjusted, log_in):
        log_in("chair").post(preview(adjusted), seen(adjusted))
        withdraw = f"{preview(adjusted)}ta-tillbaka/"
        assert log_in("ombudsman").post(withdraw).status_code == 403
        log_in("secretary").post(withdraw)
        assert not PublishedMinutes.objects.exists()
        assert log_in("member").get(f"/styrelsen/publicerat/{adjusted.pk}/").status_code == 404

    def test_not_before_it_is_adjusted(self, board, meeting, log_in):
        hold_meeting(board, meeting)
        client = log_in("chair")
        assertContains(client.get(preview(meeting)), "inte justerat än")
        client.post(preview(meeting), seen(meeting))
        assert not PublishedMinutes.objects.exists()

    def test_not_against_the_rules_of_the_board(self, adjusted, log_in):
        BoardRules.objects.create(pk=1, publishes_minutes=False)
        client = log_in("chair")
        assertContains(client.get(preview(adjusted)), "protokoll inte publiceras")
        client.post(preview(adjusted), seen(adjusted))
        assert not PublishedMinutes.objects.exists()

    def test_nobody_with_protected_data_by_name(self, board, adjusted, log_in):
        User.objects.filter(pk=board.sara.pk).update(is_protected=True)
        client = log_in("chair")
        assertContains(client.get(preview(adjusted)), "Namnet Sara Lind (skyddade personuppgifter)")
        client.post(preview(adjusted), seen(adjusted))
        page = log_in("member").get(f"/styrelsen/publicerat/{adjusted.pk}/")
        assertContains(page, "(namnet visas inte)")
        assertNotContains(page, "Sara Lind")

    def test_nobody_whose_data_are_protected_later(self, board, adjusted, log_in):
        log_in("chair").post(preview(adjusted), seen(adjusted))
        member, address = log_in("member"), f"/styrelsen/publicerat/{adjusted.pk}/"
        assertContains(member.get(address), "Sara Lind")
        User.objects.filter(pk=board.sara.pk).update(is_protected=True)
        assertNotContains(member.get(address), "Sara Lind")

    def test_nor_who_is_to_do_something_and_was_not_there(self, board, held):
        decide(board, item_of(held, "report"), responsible=board.ange)
        User.objects.filter(pk=board.ange.pk).update(is_protected=True)
        minutes = public_minutes(adjust(board, held))
        assert str(board.ange) not in str(minutes)
        assert "(namnet visas inte)" in str(minutes)

    def test_nor_who_confirmed_what_was_entered_afterwards(self, board, adjusted, log_in):
        log_in("secretary").post(preview(adjusted), seen(adjusted))
        locks.drop_locks()
        BoardMeeting.objects.update(is_entered_afterwards=True, confirmed_by=str(board.ombudsman))
        locks.make_locks()
        member, address = log_in("member"), f"/styrelsen/publicerat/{adjusted.pk}/"
        assertContains(member.get(address), f"{board.ombudsman} bekräftade")
        User.objects.filter(pk=board.ombudsman.pk).update(is_protected=True)
        assertNotContains(member.get(address), str(board.ombudsman))

    def test_the_rules_of_the_board_hide_what_was_published_too(self, adjusted, log_in):
        log_in("chair").post(preview(adjusted), seen(adjusted))
        member, address = log_in("member"), f"/styrelsen/publicerat/{adjusted.pk}/"
        assert member.get(address).status_code == 200
        BoardRules.objects.update_or_create(pk=1, defaults={"publishes_minutes": False})
        assert member.get(address).status_code == 404
        assertNotContains(member.get("/styrelsen/publicerat/"), address)

    def test_what_was_not_shown_is_not_published(self, board, adjusted, log_in):
        before = seen(adjusted)
        User.objects.filter(pk=board.sara.pk).update(is_protected=True)
        assertContains(log_in("chair").post(preview(adjusted), before, follow=True), "har ändrats")
        assert not PublishedMinutes.objects.exists()


def test_the_list_takes_few_queries(board, adjusted, log_in, django_assert_max_num_queries):
    client = log_in("member")
    with django_assert_max_num_queries(12):
        client.get("/styrelsen/publicerat/")
