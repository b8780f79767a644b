"""A letter from the confirmation to the last mail."""

from datetime import date

import pytest
from django.core import mail
from django.utils import timezone

from distrikt.organisation.models import AccessRecord, Assignment, User
from distrikt.organisation.roles import Role
from distrikt.utskick import letters, outbox
from distrikt.utskick.models import Letter, Message
from tests.utskick.letters.steps import LIST, confirm, mails_of, own_key, send_mails, write


class TestSending:
    def test_the_page_before_names_the_group_and_the_number(self, log_in, draft):
        page = log_in("chair").get(f"{LIST}{draft.pk}/skicka/").content.decode()
        for words in ("kontaktpersonerna", "Skicka till 2 personer", "Amina Warsame", "chair@distrikt.example"):
            assert words in page
        assert not Message.objects.exists()

    @pytest.mark.parametrize("group", ["roles:everyone", "roles:board", "roles:contacts", "roles:conveners"])
    def test_as_many_are_sent_as_were_shown(self, group, log_in):
        client = log_in("chair")
        letter = write(client, group=group)
        shown = client.get(f"{LIST}{letter.pk}/skicka/").context["form"].initial["number"]
        confirm(client, letter)
        assert f"är på väg till {shown} " in client.get(letter.get_absolute_url()).content.decode()
        letter.refresh_from_db()
        assert mails_of(letter).count() == letter.recipients == shown > 0

    def test_each_gets_a_mail_of_their_own_from_the_writer(self, cast, log_in, draft):
        confirm(log_in("chair"), draft)
        send_mails()
        assert sorted(sent.to[0] for sent in mail.outbox) == [cast.ange.email, cast.sundsvall.email]
        first = next(sent for sent in mail.outbox if sent.to == [cast.sundsvall.email])
        assert first.from_email == "Maria Norberg via Partiet i Granlandet <distrikt@localhost>"
        assert (first.reply_to, first.subject) == ([cast.chair.email], "Höstens möten")
        for words in ("Hej Amina!", "Vi ses på torget.", "- Ta med fika", "Brevet går till kontaktpersonerna."):
            assert words in first.body
        html = first.alternatives[0].content
        for words in ("Hej Amina!", "<strong>torget</strong>", "Maria Norberg"):
            assert words in html

    def test_pressed_twice_it_is_one_letter_and_one_set_of_mails(self, log_in, draft):
        client = log_in("chair")
        shown = client.get(f"{LIST}{draft.pk}/skicka/").context["form"].initial
        answers = [client.post(f"{LIST}{draft.pk}/skicka/", shown) for _ in range(2)]
        assert [answer.url for answer in answers] == [draft.get_absolute_url()] * 2
        send_mails()
        assert len(mail.outbox) == mails_of(draft).count() == 2

    def test_of_two_who_send_at_once_one_is_refused(self, cast, draft):
        same = Letter.objects.get(pk=draft.pk)
        facts = {"version": 1, "number": 2, "writer": cast.viewer("chair"), "at": timezone.now()}
        letters.send_letter(letter=draft, **facts)
        with pytest.raises(letters.NotAsConfirmed):
            letters.send_letter(letter=same, **facts)
        assert mails_of(draft).count() == 2

    def test_a_group_that_has_grown_is_confirmed_anew(self, cast, log_in, draft):
        client = log_in("chair")
        shown = client.get(f"{LIST}{draft.pk}/skicka/").context["form"].initial
        Assignment.objects.create(
            user=cast.stranger, body=cast.bodies["timra"], role=Role.CONTACT, starts_on=date(2026, 9, 1)
        )
        answer = client.post(f"{LIST}{draft.pk}/skicka/", shown)
        assert answer.status_code == 409
        assert "Inget är skickat" in answer.content.decode()
        assert "Skicka till 3 personer" in answer.content.decode()
        assert not Message.objects.exists()
        assert client.post(f"{LIST}{draft.pk}/skicka/", answer.context["form"].initial).status_code == 302
        assert mails_of(draft).count() == 3

    def test_a_letter_that_was_changed_in_another_window_is_confirmed_anew(self, log_in, draft):
        client = log_in("chair")
        shown = client.get(f"{LIST}{draft.pk}/skicka/").context["form"].initial
        Letter.objects.filter(pk=draft.pk).update(body="Annat", version=2)
        assert client.post(f"{LIST}{draft.pk}/skicka/", shown).status_code == 409
        assert not Message.objects.exists()

    @pytest.mark.parametrize("typed", [{}, {"version": "x", "number": "2"}, {"version": 1, "number": 9**30}])
    def test_what_was_not_confirmed_is_not_sent(self, typed, log_in, draft):
        assert log_in("chair").post(f"{LIST}{draft.pk}/skicka/", typed).status_code == 409
        assert not Message.objects.exists()

    def test_a_group_that_is_lost_to_the_writer_is_not_written_to(self, cast, log_in):
        letter = write(log_in("sundsvall"), group=own_key(cast, "sundsvall"))
        Letter.objects.filter(pk=letter.pk).update(group=own_key(cast, "ange"))
        page = log_in("sundsvall").get(f"{LIST}{letter.pk}/skicka/")
        assert "ingen att skicka till" in page.content.decode()
        assert "Välj en annan" in log_in("sundsvall").get(letter.get_absolute_url()).content.decode()
        log_in("sundsvall").post(f"{LIST}{letter.pk}/skicka/", {"version": 1, "number": 1})
        assert not Message.objects.exists()

    def test_protected_people_are_not_among_the_names_or_the_mails_of_the_secretary(self, cast, log_in):
        User.objects.filter(pk=cast.ange.pk).update(is_protected=True)
        client = log_in("secretary")
        letter = write(client)
        assert "Göran" not in client.get(f"{LIST}{letter.pk}/skicka/").content.decode()
        confirm(client, letter)
        assert [message.recipient for message in mails_of(letter)] == [cast.sundsvall]

    def test_what_is_rolled_back_is_sent_to_nobody(self, cast, draft, monkeypatch):
        def broken(*_, **__):
            raise RuntimeError

        monkeypatch.setattr(letters, "queue_letter", broken)
        with pytest.raises(RuntimeError):
            letters.send_letter(letter=draft, version=1, number=2, writer=cast.viewer("chair"), at=timezone.now())
        assert Letter.objects.get(pk=draft.pk).is_draft

    def test_workers_are_nudged_once_however_many_it_goes_to(
        self, cast, draft, monkeypatch, django_capture_on_commit_callbacks
    ):
        nudges = []
        monkeypatch.setattr(outbox, "nudge_senders", lambda: nudges.append(1))
        with django_capture_on_commit_callbacks(execute=True):
            letters.send_letter(letter=draft, version=1, number=2, writer=cast.viewer("chair"), at=timezone.now())
        assert nudges == [1]


class TestBetweenQueueAndMail:
    """What the mail asks anew just before it goes."""

    def states(self, letter) -> dict[str, str]:
        send_mails()
        return {message.email.split("@")[0]: message.status for message in mails_of(letter).order_by("email")}

    @pytest.fixture
    def queued(self, log_in, draft) -> Letter:
        confirm(log_in("chair"), draft)
        return draft

    def test_who_has_left_the_group_gets_none(self, cast, queued):
        Assignment.objects.filter(user=cast.ange).update(ends_on=date(2026, 9, 14))
        assert self.states(queued) == {"ange": "cancelled", "sundsvall": "sent"}

    def test_a_closed_account_gets_none(self, cast, queued):
        User.objects.filter(pk=cast.ange.pk).update(is_active=False)
        assert self.states(queued) == {"ange": "cancelled", "sundsvall": "sent"}

    def test_a_letter_that_is_gone_goes_to_nobody(self, queued):
        Letter.objects.filter(pk=queued.pk).delete()
        assert self.states(queued) == {"ange": "cancelled", "sundsvall": "cancelled"}

    def test_who_has_become_protected_is_not_reached_by_the_secretary(self, cast, log_in):
        letter = write(log_in("secretary"))
        confirm(log_in("secretary"), letter)
        User.objects.filter(pk=cast.ange.pk).update(is_protected=True)
        assert self.states(letter) == {"ange": "cancelled", "sundsvall": "sent"}

    def test_what_became_of_it_stands_on_the_letter_and_among_the_sent(self, cast, log_in, queued):
        send_mails()
        mails_of(queued).filter(recipient=cast.ange).update(status="failed")
        client = log_in("chair")
        assert client.get(queued.get_absolute_url()).context["delivery"].failed == 1
        [row] = client.get(f"{LIST}skickade/").context["rows"]
        assert (row.title, row.note) == ("Höstens möten", "1 kom inte fram")

    def test_a_letter_that_went_to_nobody_is_not_called_sent(self, log_in, queued):
        mails_of(queued).update(status="cancelled")
        [row] = log_in("chair").get(f"{LIST}skickade/").context["rows"]
        assert row.note == "inställt"

    def test_a_letter_whose_mails_are_forgotten_was_sent(self, log_in, queued):
        mails_of(queued).delete()
        [row] = log_in("chair").get(f"{LIST}skickade/").context["rows"]
        assert row.note == "skickat"


MISCHIEF = '<script>x()</script> [klicka](javascript:x()) ![b](https://spion.example/b.png) <b onclick="x()">fet</b>'


def test_nothing_that_is_written_runs_or_fetches(log_in):
    client = log_in("chair")
    letter = write(client, body=MISCHIEF, subject="<script>x()</script> {{ 7 }}")
    confirm(client, letter)
    send_mails()
    look = client.get(f"{LIST}{letter.pk}/utseende/").content.decode()
    page = client.get(letter.get_absolute_url()).content.decode()
    html = mail.outbox[0].alternatives[0].content
    for shown in (look, page.split("<main")[1].split("</main>")[0], html):
        for forbidden in ("<script", "<b onclick", 'href="javascript', "<img", 'spion.example/b.png"'):
            assert forbidden not in shown
    assert mail.outbox[0].subject == "<script>x()</script> {{ 7 }}"


def test_a_name_makes_no_header(cast, log_in):
    User.objects.filter(pk=cast.chair.pk).update(first_name="Maria\r\nBcc: annan@ny.example,", last_name='"Ö"')
    client = log_in("chair")
    confirm(client, write(client))
    send_mails()
    message = mail.outbox[0].message()
    assert message["Bcc"] is None
    assert "\n" not in message["From"].replace("\n ", "")


def test_the_plain_text_has_links_that_can_be_read(log_in):
    client = log_in("chair")
    confirm(
        client, write(client, body="Se [kalendern](https://distrikt.example/traffar/) och 2 \\* 3 <https://a.example>")
    )
    send_mails()
    assert "Se kalendern <https://distrikt.example/traffar/> och 2 * 3 <https://a.example>" in mail.outbox[0].body


def test_contacts_find_their_letters_and_see_no_others(cast, log_in, draft):
    confirm(log_in("chair"), draft)
    client = log_in("sundsvall")
    own = write(client, group=own_key(cast, "sundsvall"), subject="Till oss")
    confirm(client, own)
    assert [row.title for row in client.get(f"{LIST}skickade/").context["rows"]] == ["Till oss"]
    assert 'href="/utskick/skriv/"' in client.get("/").content.decode()
    assert "På väg" not in client.get(LIST).content.decode()
    told = {row.title: row.meta for row in log_in("secretary").get(f"{LIST}skickade/").context["rows"]}
    assert "av Amina Warsame" in told["Till oss"]


def test_a_get_changes_nothing(log_in, draft):
    client = log_in("chair")
    for path in ("", "andra/", "skicka/", "ta-bort/", "utseende/"):
        client.get(f"{LIST}{draft.pk}/{path}")
    assert Letter.objects.get().version == 1
    assert not Message.objects.exists()
    assert not AccessRecord.objects.exists()


def fill(cast, number: int, writer: User) -> None:
    """So many contacts more, drafts, and sent letters with a mail to each."""
    people = [
        User.objects.create_user(f"{number}.{n}@ny.example", first_name="Ny", last_name=str(n)) for n in range(number)
    ]
    for n, person in enumerate(people):
        Assignment.objects.create(user=person, body=cast.bodies["timra"], role=Role.CONTACT, starts_on=date(2026, 1, 1))
        common = {"writer": writer, "group": "roles:contacts", "subject": str(n), "body": "x"}
        Letter.objects.create(**common)
        sent = Letter.objects.create(**common, status="sent", sent_at=timezone.now())
        Message.objects.create(key=f"{number}.{n}", message_id=f"{number}.{n}", kind="letter", object_id=sent.pk)


@pytest.mark.parametrize("path", ["", "skickade/", "nytt/", "{pk}/", "{pk}/andra/", "{pk}/skicka/", "{pk}/utseende/"])
def test_pages_make_as_many_queries_for_thirty_as_for_one(path, cast, log_in, draft, django_assert_max_num_queries):
    client, address = log_in("chair"), LIST + path.format(pk=draft.pk)
    fill(cast, 1, cast.chair)
    with django_assert_max_num_queries(12) as few:
        client.get(address)
    fill(cast, 30, cast.chair)
    with django_assert_max_num_queries(12) as many:
        client.get(address)
    assert len(few) == len(many)


def test_a_sent_letter_makes_as_many_queries_for_thirty_recipients_as_for_two(
    cast, log_in, draft, django_assert_max_num_queries
):
    client = log_in("chair")
    confirm(client, draft)
    with django_assert_max_num_queries(12) as few:
        client.get(draft.get_absolute_url())
    fill(cast, 30, cast.chair)
    many = write(client)
    confirm(client, many)
    assert mails_of(many).count() == 32
    with django_assert_max_num_queries(12) as more:
        client.get(many.get_absolute_url())
    assert len(few) == len(more)
