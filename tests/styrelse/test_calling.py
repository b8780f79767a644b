"""The call: to whom it goes, what it says, what follows when something is changed, and who answers."""

import uuid
from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from docx import Document
from icalendar import Calendar

from distrikt.organisation.models import Assignment
from distrikt.organisation.roles import Role
from distrikt.utskick.models import Message
from distrikt.utskick.reminders import reminder_rules
from tests.styrelse.meetings import NOW, adjust, hand_over, hold_meeting, make_meeting
from traffar.actions import cancel_activity, edit_activity
from traffar.models import Activity
from traffar.styrelse.actions import preparing
from traffar.styrelse.actions.calling import call_meeting
from traffar.styrelse.links import call_link
from traffar.styrelse.minutes import canonical, content_hash, minutes_of
from traffar.styrelse.models import AgendaItem, Attachment, BoardMeeting, BoardRules, Presence
from traffar.styrelse.pdf import minutes_document
from traffar.styrelse.reading import sheet_of
from traffar.styrelse.turnout import turnout_of
from traffar.styrelse.word import minutes_docx

pytestmark = pytest.mark.django_db


def call(board, meeting, *, is_late=False) -> BoardMeeting:
    call_meeting(meeting=meeting, is_late=is_late, at=NOW, by=board.chair.pk)
    return BoardMeeting.objects.with_activity().get(pk=meeting.pk)


def recipients(kind: str) -> set[str]:
    return {name.partition("@")[0] for name in Message.objects.filter(kind=kind).values_list("email", flat=True)}


def path_of(presence: Presence) -> str:
    return call_link(presence).partition("//")[2].partition("/")[2].join(["/", ""])


EVERYBODY = {"chair", "secretary", "sara", "omar", "tove", "ulf", "vilma"}


def test_meeting_call_goes_to_everybody_once_with_an_entry_for_the_calendar(board, meeting, log_in, mailoutbox):
    url = reverse("styrelse:meeting_call", args=[meeting.pk])
    for _ in range(2):
        log_in("secretary").post(url)
    assert recipients("meeting_call") == EVERYBODY
    assert len(mailoutbox) == 7
    mail = next(mail for mail in mailoutbox if mail.to == ["ulf@distrikt.example"])
    assert "Styrelsemöte 1/2026" in mail.subject
    assert "6. Föregående protokoll" in mail.body
    assert "Du kallas som ersättare" in mail.body
    [attached] = mail.attachments
    calendar = Calendar.from_ical(attached[1])
    assert calendar["method"] == "REQUEST"
    meeting.refresh_from_db()
    assert meeting.is_called
    assert not meeting.is_called_late
    message = Message.objects.filter(kind="meeting_call").first()
    assert message.is_secret, "its link answers for the person"


def test_a_mail_says_nothing_of_closed_items_whoever_gets_it(board, meeting, mailoutbox):
    """It may be read on its way, and in the outbox by those who do not see them."""
    closed = preparing.add_item(
        item=AgendaItem(meeting=meeting, title="Personalärende", is_confidential=True), by=board.chair.pk
    )
    Attachment.objects.create(meeting=meeting, item=closed, title="Varning", is_confidential=True, sha256="a")
    Attachment.objects.create(meeting=meeting, title="Budget", file="styrelsen/a.pdf", sha256="b")
    call(board, meeting)
    for mail in mailoutbox:
        text = mail.body + mail.alternatives[0][0]
        assert "Sluten punkt" in text
        assert "Budget" in text
        assert "Personalärende" not in text
        assert "Varning" not in text


def test_substitutes_are_called_only_when_the_rules_say_so(board, meeting):
    BoardRules.objects.create(pk=1, calls_substitutes=False)
    call(board, meeting)
    assert recipients("meeting_call") == EVERYBODY - {"ulf", "vilma"}


def test_the_call_goes_to_those_who_sit_on_the_day(board, meeting, log_in):
    Assignment.objects.filter(user=board.sara).update(ends_on=NOW.date())
    body = board.bodies["distriktsstyrelsen"]
    Assignment.objects.create(user=board.member, body=body, role=Role.BOARD_MEMBER, starts_on=NOW.date())
    page = log_in("chair").get(reverse("styrelse:meeting_call", args=[meeting.pk]))
    assert [row.name for row in page.context["call"].people][2:5] == ["Tove Ek", "Omar Haddad", "Nils Åström"]
    meeting = call(board, meeting)
    assert recipients("meeting_call") == EVERYBODY - {"sara"} | {"member"}
    Assignment.objects.create(user=board.region, body=body, role=Role.SUBSTITUTE, starts_on=NOW.date())
    url = reverse("styrelse:meeting_call", args=[meeting.pk])
    assert "Per Hägg har kommit till" in log_in("chair").get(url).content.decode()
    log_in("chair").post(url)
    assert "region" in recipients("meeting_call")


def test_meeting_call_asks_once_when_it_is_late_and_notes_it(board, log_in):
    meeting = make_meeting(board, NOW + timedelta(days=3))
    url, client = reverse("styrelse:meeting_call", args=[meeting.pk]), log_in("chair")
    assert "Kallelsen skulle ha gått" in client.get(url).content.decode()
    page = client.post(url)
    assert "Kryssa i rutan" in page.content.decode()
    assert not Message.objects.exists()
    client.post(url, {"late_confirmed": "on"})
    assert "3 dagar före mötet; reglerna säger 7" in client.get(url).content.decode().replace("\N{NO-BREAK SPACE}", " ")


def called_minutes(board, ahead: timedelta, *, is_late: bool) -> BoardMeeting:
    """A meeting so long after its call, with minutes that are adjusted."""
    meeting = call(board, make_meeting(board, NOW + ahead), is_late=is_late)
    hold_meeting(board, meeting)
    return adjust(board, meeting)


def test_the_minutes_say_when_the_call_went_and_that_it_was_late(board, log_in):
    meeting = called_minutes(board, timedelta(hours=3), is_late=True)
    BoardRules.objects.update_or_create(pk=1, defaults={"notice_days": 14})
    words = "15 september 2026, samma dag som mötet; reglerna säger 7 dagar före"
    assert words in log_in("chair").get(reverse("styrelse:minutes_detail", args=[meeting.pk])).content.decode()
    sheet = sheet_of(meeting, whole=True)
    assert words in minutes_document(sheet)
    cells = [row.cells for row in Document(BytesIO(minutes_docx(sheet))).tables[0].rows]
    assert ("Kallelse", words) in [(label.text, value.text) for label, value in cells]
    assert content_hash(minutes_of(meeting)) == meeting.content_hash, "other rules later are no part of it"
    call_page = log_in("chair").get(reverse("styrelse:meeting_call", args=[meeting.pk])).content.decode()
    assert "Kallelsen skickades samma dag som mötet; reglerna säger 7 dagar före." in call_page


def test_the_minutes_say_only_the_day_of_a_call_in_time(board):
    meeting = called_minutes(board, timedelta(days=14), is_late=False)
    assert dict(sheet_of(meeting, whole=True).facts)["Kallelse"] == "15 september 2026"


@pytest.mark.parametrize("called", [{"called_at": None}, {"notice_days": None}], ids=["never", "before it was noted"])
def test_the_minutes_say_nothing_of_a_call_that_is_not_known(board, meeting, called):
    meeting = call(board, meeting)
    BoardMeeting.objects.filter(pk=meeting.pk).update(**called)
    hold_meeting(board, meeting)
    meeting = hand_over(board, meeting)
    assert "Kallelse" not in dict(sheet_of(meeting, whole=True).facts)
    assert b"called_on" not in canonical(minutes_of(meeting)), "its code is what it was"


def test_meeting_call_says_why_it_does_not_go(board, meeting, log_in):
    cancel_activity(activity=meeting.activity, reason="Sjukdom", by=board.chair.pk)
    page = log_in("chair").post(reverse("styrelse:meeting_call", args=[meeting.pk]), follow=True)
    assert "går inte att kalla" in page.content.decode()
    assert log_in("auditor").post(reverse("styrelse:meeting_call", args=[meeting.pk])).status_code == 404


def test_only_those_who_prepare_send_it(board, meeting, log_in):
    client = log_in(None)
    client.force_login(board.sara)
    assert client.get(reverse("styrelse:meeting_call", args=[meeting.pk])).status_code == 200
    assert client.post(reverse("styrelse:meeting_call", args=[meeting.pk])).status_code == 403


def test_somebody_co_opted_later_is_called_too(board, meeting):
    meeting = call(board, meeting)
    preparing.co_opt(presence=Presence(meeting=meeting, person=board.member, name="Nils Åström"), by=board.chair.pk)
    preparing.co_opt(presence=Presence(meeting=meeting, name="Gäst"), by=board.chair.pk)
    assert recipients("meeting_call") == EVERYBODY | {"member"}


def test_a_changed_agenda_is_told_once_the_next_morning(board, meeting, clock, mailoutbox):
    from distrikt.utskick.outbox import send_due

    meeting = call(board, meeting)
    mailoutbox.clear()
    for title in ("Bussen", "Tåget"):
        item = AgendaItem(meeting=meeting, title=title)
        preparing.add_item(item=item, by=board.chair.pk, at=NOW)
    assert mailoutbox == []
    clock.move_to(NOW + timedelta(days=1))
    send_due(clock=lambda: NOW + timedelta(days=1))
    assert len(mailoutbox) == 7
    assert "Bussen" in mailoutbox[0].body
    assert "Tåget" in mailoutbox[0].body


def test_before_the_call_nobody_is_told_of_changes(board, meeting):
    preparing.add_item(item=AgendaItem(meeting=meeting, title="Bussen"), by=board.chair.pk, at=NOW)
    assert not Message.objects.exists()


def test_a_moved_and_a_cancelled_meeting_is_told_to_the_co_opted_as_well(board, meeting, mailoutbox):
    meeting = call(board, meeting)
    preparing.co_opt(presence=Presence(meeting=meeting, person=board.member, name="Nils Åström"), by=board.chair.pk)
    activity = Activity.objects.get(pk=meeting.pk)
    activity.place = "Navet"
    edit_activity(activity=activity, co_hosts=(), version=activity.version, by=board.chair.pk, at=NOW)
    assert "member" in recipients("activity_moved")
    mailoutbox.clear()
    activity.refresh_from_db()
    cancel_activity(activity=activity, reason="Snöoväder", by=board.chair.pk)
    assert "member" in recipients("activity_cancelled")
    assert Calendar.from_ical(mailoutbox[0].attachments[0][1])["method"] == "CANCEL"


def test_a_call_that_waits_does_not_go_to_a_cancelled_meeting(board, meeting, monkeypatch, mailoutbox):
    from distrikt.utskick import outbox

    send = outbox.nudge_senders
    monkeypatch.setattr(outbox, "nudge_senders", lambda: None)
    meeting = call(board, meeting)
    cancel_activity(activity=meeting.activity, reason="Snöoväder", by=board.chair.pk)
    monkeypatch.setattr(outbox, "nudge_senders", send)
    send()
    assert not [mail for mail in mailoutbox if "Kallelse" in mail.subject]


def test_the_kinds_are_duties():
    from distrikt.mail import kinds

    assert all(kinds[kind].is_duty for kind in ("meeting_call", "meeting_papers_changed", "meeting_call_due"))


def test_call_answer_is_ones_own_or_noted_by_those_who_call(board, meeting, log_in):
    meeting = call(board, meeting)
    url, client = reverse("styrelse:call_answer", args=[meeting.pk]), log_in(None)
    client.force_login(board.sara)
    client.post(url, {"svar": "forhinder"})
    assert meeting.presences.get(person=board.sara).is_away
    omar = meeting.presences.get(person=board.omar)
    assert client.post(url, {"svar": "kommer", "person": omar.pk}).status_code == 403
    log_in("ombudsman").post(url, {"svar": "kommer", "person": omar.pk})
    omar.refresh_from_db()
    assert omar.is_coming
    assert log_in("ombudsman").post(url, {"svar": "kommer"}).status_code == 404, "hen is not on the list"
    assert client.post(url, {"svar": "annat"}).status_code == 400
    hold_meeting(board, meeting)
    page = client.post(url, {"svar": "kommer"}, follow=True)
    assert "Mötet har börjat" in page.content.decode()


def test_call_by_link_changes_nothing_until_a_button_is_pressed(board, meeting, client):
    meeting = call(board, meeting)
    presence = meeting.presences.get(person=board.ulf)
    url = path_of(presence)
    assert "Kommer du?" in client.get(url).content.decode()
    presence.refresh_from_db()
    assert not presence.answer
    page = client.post(url, {"svar": "forhinder"}, follow=True)
    assert "Ditt förhinder är antecknat" in page.content.decode()
    client.post(url, {"svar": "kommer"})
    presence.refresh_from_db()
    assert presence.is_coming
    assert not page.cookies


@pytest.mark.parametrize("why", ["forged", "old", "begun", "cancelled", "left", "closed"])
def test_call_by_link_opens_nothing_any_longer(board, meeting, client, clock, why):
    meeting = call(board, meeting)
    presence = meeting.presences.get(person=board.ulf)
    url = path_of(presence)
    if why == "forged":
        url = url[:-3] + "x/"
    elif why == "old":
        Activity.objects.update(starts_at=NOW + timedelta(days=30), ends_at=NOW + timedelta(days=30, hours=1))
        clock.move_to(NOW + timedelta(days=15))
    elif why == "begun":
        hold_meeting(board, meeting)
    elif why == "cancelled":
        cancel_activity(activity=meeting.activity, reason="Snö", by=board.chair.pk)
    elif why == "left":
        Assignment.objects.filter(user=board.ulf).delete()
    else:
        board.ulf.is_active = False
        board.ulf.save()
    assert client.get(url).status_code == 404
    assert client.post(url, {"svar": "kommer"}).status_code == 404
    presence.refresh_from_db()
    assert not presence.answer


def answers(board, meeting, coming=(), away=()):
    for name in coming:
        Presence.objects.filter(meeting=meeting, person=board.people[name]).update(answer="coming")
    for name in away:
        Presence.objects.filter(meeting=meeting, person=board.people[name]).update(answer="apology")
    return turnout_of(list(meeting.presences.all()), "more_than_half")


def test_turnout_tells_who_serves_and_whether_the_meeting_can_decide(board, meeting):
    before = answers(board, meeting, coming=["chair"])
    assert (before.is_sure, before.is_possible, before.needed) == (False, True, 3)
    assert "inte säkert" in before.words
    with_one = answers(board, meeting, coming=["secretary", "ulf"], away=["sara"])
    assert with_one.serving == (("Ulf Berg", "Sara Lind"),)
    assert with_one.is_sure
    away = answers(board, meeting, away=["chair", "secretary", "sara", "omar", "tove", "ulf"])
    assert not away.is_possible
    assert "inte beslutsfört" in away.words


def test_turnout_says_as_people_do_how_many_have_answered(board, meeting):
    assert answers(board, meeting).answers == "Ingen av ledamöterna har svarat än."
    assert answers(board, meeting, away=["sara"]).answers == "Av ledamöterna har en förhinder och fyra har inte svarat."
    some = answers(board, meeting, coming=["chair", "secretary"])
    assert some.answers == "Av ledamöterna kommer två, en har förhinder och två har inte svarat."
    all_of_them = answers(board, meeting, coming=["chair", "secretary", "sara", "omar", "tove"])
    assert all_of_them.answers == "Alla ledamöter kommer."


@pytest.mark.parametrize(("days", "words"), [(7, "ska gå"), (6, "skulle ha gått")])
def test_meeting_detail_says_until_when_the_call_is_to_go_or_was(board, log_in, days, words):
    soon = make_meeting(board, NOW + timedelta(days=days))
    page = log_in("secretary").get(soon.get_absolute_url()).content.decode()
    assert f"Kallelsen {words} senast" in page


def test_the_call_is_reminded_of_until_it_has_gone(board):
    rule = reminder_rules["meeting_call_due"]
    meeting = make_meeting(board, NOW + timedelta(days=10))
    plan = lambda: list(rule.plan(NOW, NOW + timedelta(days=1), rule.days))  # noqa: E731
    due = {(row.email.partition("@")[0], row.occurrence) for row in plan()}
    day = meeting.day.isoformat()
    assert due == {("chair", f"{day} 3"), ("secretary", f"{day} 3"), ("ombudsman", f"{day} 3")}
    call(board, meeting)
    assert plan() == []


def test_the_reminder_says_until_when_and_does_not_go_once_the_call_has(board, mailoutbox):
    from distrikt.utskick.planning import plan_reminders

    meeting = make_meeting(board, NOW + timedelta(days=10))
    plan_reminders(now=NOW)
    from distrikt.utskick.outbox import send_due

    send_due(clock=lambda: NOW)
    assert [mail.subject for mail in mailoutbox if "Dags att kalla" in mail.subject]
    assert "ska gå senast 18 september 2026" in mailoutbox[0].body
    assert meeting.title in mailoutbox[0].subject


@pytest.mark.pdf
def test_meeting_call_pdf_is_tagged_and_names_all(board, meeting, log_in):
    from pypdf import PdfReader

    preparing.co_opt(
        presence=Presence(meeting=meeting, name="Gäst Gästsson", role="studieorganisatör", submission=uuid.uuid4()),
        by=board.chair.pk,
    )
    response = log_in("chair").get(reverse("styrelse:meeting_call_pdf", args=[meeting.pk]))
    reader = PdfReader(BytesIO(response.content))
    text = "\n".join(page.extract_text() for page in reader.pages)
    for words in ("FÖRSLAG", "Kallelse till Styrelsemöte", "Föregående protokoll", "Ulf Berg", "Gäst Gästsson"):
        assert words in text
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]


def test_who_is_co_opted_and_then_elected_is_a_member(board, meeting):
    guest = Presence(meeting=meeting, person=board.member, name=str(board.member), may_propose=False)
    preparing.co_opt(presence=guest, by=board.chair.pk)
    other = preparing.co_opt(presence=Presence(meeting=meeting, person=board.ange, name="A"), by=board.chair.pk)
    body = board.bodies["distriktsstyrelsen"]
    Assignment.objects.create(user=board.member, body=body, role=Role.BOARD_MEMBER, starts_on=NOW.date())
    call(board, meeting)
    guest.refresh_from_db()
    assert (guest.standing, guest.role, guest.may_propose) == ("member", "ledamot", True)
    other.refresh_from_db()
    assert other.is_co_opted
