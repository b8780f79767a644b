"""A letter until it is sent: written, changed, tried; and what its pages cost and let through."""

from datetime import date
from uuid import uuid4

import pytest
from django.core import mail
from django.utils import timezone

from distrikt.organisation.models import AccessRecord, Assignment, User
from distrikt.organisation.roles import Role
from distrikt.saving import EditConflict
from distrikt.utskick import letters
from distrikt.utskick.models import Letter, Message
from tests.utskick.letters import LIST, confirm, mails_of, own_key, send_mails, write

pytestmark = pytest.mark.usefixtures("september")


class TestWriting:
    def test_a_draft_shows_how_it_will_be_and_to_how_many(self, log_in, draft):
        page = log_in("chair").get(draft.get_absolute_url()).content.decode()
        for words in ("Hej Maria!", "<strong>torget</strong>", "Till kontaktpersonerna · 2 personer", "Utkast"):
            assert words in page

    def test_the_same_form_twice_makes_one_letter(self, log_in):
        client, submission = log_in("chair"), uuid4()
        assert write(client, submission=submission) == write(client, submission=submission)
        assert Letter.objects.count() == 1

    def test_nobody_else_sees_a_draft(self, log_in, draft):
        for who in ("secretary", "ombudsman", "sundsvall"):
            assert log_in(who).get(draft.get_absolute_url()).status_code == 404

    @pytest.mark.parametrize("who", ["sundsvall", "convener"])
    @pytest.mark.parametrize("slug", ["ange", None])
    def test_a_group_that_is_not_the_writers_is_refused_at_its_field(self, who, slug, cast, log_in):
        group = own_key(cast, slug) if slug else "roles:everyone"
        form = {"group": group, "subject": "Hej", "body": "Hej", "submission": uuid4()}
        answer = log_in(who).post(f"{LIST}nytt/", form)
        assert answer.context["form"].errors == {"group": ["Välj en grupp som du får skriva till."]}
        assert not Letter.objects.exists()

    def test_what_was_typed_is_kept_when_something_is_missing(self, log_in):
        page = log_in("chair").post(f"{LIST}nytt/", {"body": "Lång text", "submission": uuid4()}).content.decode()
        assert "Lång text" in page
        assert "Välj vem brevet är till." in page

    def test_a_subject_is_one_line_and_a_text_of_blanks_is_none(self, log_in):
        letter = write(log_in("chair"), subject="Hej\r\nBcc: annan@ny.example")
        assert letter.subject == "Hej Bcc: annan@ny.example"
        form = {"group": "roles:board", "subject": "x", "body": " \n ", "submission": uuid4()}
        assert "body" in log_in("chair").post(f"{LIST}nytt/", form).context["form"].errors

    def test_the_number_follows_the_choice(self, cast, log_in):
        ask = f"{LIST}mottagare/"
        assert log_in("chair").get(ask, {"group": "roles:contacts"}).content.decode().strip() == "Går till 2 personer."
        assert log_in("sundsvall").get(ask, {"group": "roles:contacts"}).content.decode().strip() == ""
        nobody = log_in("chair").get(ask, {"group": own_key(cast, "kramfors")}).content.decode()
        assert "ingen i gruppen" in nobody


class TestChanging:
    def change(self, client, letter, version, **changes):
        form = {"group": letter.group, "subject": letter.subject, "body": letter.body, "version": version, **changes}
        return client.post(f"{LIST}{letter.pk}/andra/", form)

    def test_a_draft_is_changed(self, log_in, draft):
        self.change(log_in("chair"), draft, 1, subject="Nytt ämne", group="roles:board")
        draft.refresh_from_db()
        assert (draft.subject, draft.group_name, draft.version) == ("Nytt ämne", "distriktsstyrelsen", 2)

    def test_two_windows_show_both_texts_and_lose_none(self, log_in, draft):
        client = log_in("chair")
        self.change(client, draft, 1, body="Den första")
        answer = self.change(client, draft, 1, body="Den andra", group="roles:board")
        assert answer.status_code == 409
        page = answer.content.decode()
        for words in ("Den första", "Den andra", "Distriktsstyrelsen (2)", "Kontaktpersonerna (2)"):
            assert words in page
        assert Letter.objects.get(pk=draft.pk).body == "Den första"

    def test_the_same_change_twice_is_no_conflict(self, log_in, draft):
        client = log_in("chair")
        answers = [self.change(client, draft, 1, body="Den första") for _ in range(2)]
        assert [answer.status_code for answer in answers] == [302, 302]

    def test_a_letter_that_is_sent_is_not_changed_thrown_away_or_tried(self, log_in, draft):
        client = log_in("chair")
        opened_before = draft.version
        confirm(client, draft)
        for act in ("andra", "prov", "ta-bort"):
            answer = client.post(f"{LIST}{draft.pk}/{act}/", {"version": opened_before, "subject": "Smyg"}, follow=True)
            assert "redan skickat" in answer.content.decode()
        assert Letter.objects.get(pk=draft.pk).subject == "Höstens möten"

    def test_a_letter_that_is_sent_while_it_is_changed_stays_as_it_was_sent(self, cast, draft):
        late = Letter.objects.get(pk=draft.pk)
        letters.send_letter(letter=draft, version=1, number=2, writer=cast.viewer("chair"), at=timezone.now())
        late.body = "För sent"
        with pytest.raises(EditConflict):
            letters.edit_letter(letter=late, version=1, by=cast.chair.pk)

    def test_others_may_read_what_is_sent_but_not_send_or_change_it(self, log_in, draft):
        confirm(log_in("chair"), draft)
        assert log_in("secretary").get(draft.get_absolute_url()).status_code == 200
        for act in ("andra", "skicka", "ta-bort"):
            assert log_in("secretary").get(f"{LIST}{draft.pk}/{act}/").status_code == 403
        assert log_in("sundsvall").get(draft.get_absolute_url()).status_code == 404

    def test_a_draft_is_thrown_away(self, log_in, draft):
        log_in("chair").post(f"{LIST}{draft.pk}/ta-bort/")
        assert not Letter.objects.exists()

    def test_who_has_no_role_left_sees_the_draft_and_sends_nothing(self, cast, log_in, draft):
        Assignment.objects.filter(user=cast.chair).update(ends_on=date(2026, 9, 14))
        assert log_in("chair").get(draft.get_absolute_url()).status_code == 200
        assert log_in("chair").post(f"{LIST}{draft.pk}/skicka/", {"version": 1, "number": 2}).status_code == 403


class TestTrying:
    def test_a_sample_goes_to_the_writer_alone_and_says_what_it_is(self, cast, log_in, draft):
        log_in("chair").post(f"{LIST}{draft.pk}/prov/")
        [sample] = mail.outbox
        assert (sample.to, sample.subject) == ([cast.chair.email], "Prov: Höstens möten")
        assert draft.is_draft

    def test_the_look_is_that_of_the_mail(self, log_in, draft):
        client = log_in("chair")
        client.post(f"{LIST}{draft.pk}/prov/")
        look = client.get(f"{LIST}{draft.pk}/utseende/")
        assert look.content.decode() == mail.outbox[0].alternatives[0].content
        assert "default-src 'none'" in look["Content-Security-Policy"]


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
    User.objects.filter(pk=cast.chair.pk).update(first_name="Maria\r\nBcc: annan@ny.example,", last_name='"O"')
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
