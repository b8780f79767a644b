"""Beslut per capsulam: asked, answered, ended once, entered in the next minutes; seen by the board and the auditors."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.core import mail
from django.db import connection

from distrikt.organisation.models import Body
from distrikt.utskick.planning import plan_reminders
from tests.styrelse.meetings import NOW, make_board
from traffar.styrelse.actions import circulating, preparing
from traffar.styrelse.actions.at_the_table import NotNow
from traffar.styrelse.models import AgendaRequest, CircularDecision, Decision

LIST = "/styrelsen/per-capsulam/"
VOTING = ("chair", "secretary", "sara", "omar", "tove")
FORM = {
    "title": "Hyra av buss",
    "background": "Bussbolaget väntar.",
    "text": "Styrelsen beslutar att hyra bussen.",
    "last_day": "2026-09-22",
    "submission": "7a3f0f9a-9b7e-4b43-8d8c-6f6b6d2c9a11",
}
Vote, Status = circulating.Vote, CircularDecision.Status


@pytest.fixture
def circular(board):
    return ask(board)


def ask(cast, commitments=(), **fields):
    row = CircularDecision(
        body=Body.objects.board(),
        title="Hyra av buss",
        text="Styrelsen beslutar att hyra bussen.",
        closes_at=NOW + timedelta(days=7),
        asked_by=cast.chair,
        **fields,
    )
    return circulating.ask(circular=row, commitments=commitments, at=NOW)


def answer(cast, circular, name, vote=Vote.YES, *, consents=True, at=NOW):
    circulating.answer(circular=circular, person=cast.people[name].pk, consents=consents, vote=vote, at=at)


def answer_all(cast, circular, *votes):
    for name, vote in zip(VOTING, votes, strict=False):
        answer(cast, circular, name, vote)
    circular.refresh_from_db()


def test_circular_create_mails_each_voting_member_once(board, log_in):
    client = log_in("chair")
    for _ in range(2):
        assert client.post(f"{LIST}ny/", FORM).status_code == 302
    row = CircularDecision.objects.get()
    assert sorted(who for message in mail.outbox for who in message.to) == [
        f"{name}@distrikt.example" for name in sorted(VOTING)
    ]
    assert not any("buss" in message.subject + message.body.lower() for message in mail.outbox)
    assert str(row.closes_at) == "2026-09-22 22:00:00+00:00"


@pytest.mark.parametrize("day", ["2026-09-15", "2027-09-15", "i morgon"])
def test_circular_create_refuses_other_days_and_keeps_the_text(board, log_in, day):
    page = log_in("chair").post(f"{LIST}ny/", {**FORM, "last_day": day}).content.decode()
    assert "Bussbolaget väntar." in page
    assert not CircularDecision.objects.exists()


@pytest.mark.parametrize(
    ("votes", "status"),
    [
        ([Vote.YES] * 3 + [Vote.NO, Vote.ABSTAINS], Status.CARRIED),
        ([Vote.YES, Vote.NO, Vote.ABSTAINS, Vote.ABSTAINS, Vote.ABSTAINS], Status.REJECTED),
        ([Vote.NO] * 5, Status.REJECTED),
        ([Vote.YES] * 4, Status.OPEN),
    ],
)
def test_it_ends_when_all_have_answered(board, circular, votes, status):
    answer_all(board, circular, *votes)
    assert circular.status == status
    assert Decision.objects.count() == (status == Status.CARRIED)


def test_one_who_does_not_consent_is_enough(board, circular):
    answer_all(board, circular, *[Vote.YES] * 4)
    answer(board, circular, "tove", consents=False)
    circular.refresh_from_db()
    assert (circular.status, Decision.objects.count()) == (Status.NO_CONSENT, 0)


def test_the_time_over_without_all_answers_nothing_is_decided(board, circular):
    answer_all(board, circular, *[Vote.YES] * 4)
    late = NOW + timedelta(days=7)
    with pytest.raises(NotNow):
        answer(board, circular, "tove", at=late)
    assert [circulating.close_overdue(at=late) for _ in range(2)] == [1, 0]
    circular.refresh_from_db()
    assert circular.status == Status.NO_CONSENT


def test_an_answer_is_changed_until_it_ends(board, circular):
    answer(board, circular, "sara", Vote.NO)
    answer_all(board, circular, *[Vote.YES] * 5)
    assert circular.decision.votes_for == 5
    with pytest.raises(NotNow):
        answer(board, circular, "sara", Vote.NO)


def test_who_is_not_asked_cannot_answer(board, circular):
    with pytest.raises(NotNow):
        answer(board, circular, "ulf")


def test_carried_it_waits_for_the_next_minutes_with_its_text(board, circular, meeting):
    answer_all(board, circular, *[Vote.YES] * 5)
    request = AgendaRequest.objects.get()
    item = preparing.take_up(request=request, meeting=meeting, by=board.secretary.pk)
    circular.refresh_from_db()
    assert circular.item == item
    said = "Styrelsen har per capsulam den 15 september 2026 beslutat (5 ja, 0 nej, 0 avstod):"
    assert item.text == f"{said}\n\nStyrelsen beslutar att hyra bussen."
    assert mail.outbox[-1].subject == "Fråga per capsulam: bifallen"


def test_the_item_that_enters_it_leads_to_the_question_for_those_who_read_it(board, circular, meeting, log_in):
    answer_all(board, circular, *[Vote.YES] * 5)
    request = AgendaRequest.objects.get()
    source = f"/styrelsen/kalla/circular/{circular.pk}/"
    link = f'Från <a href="{source}">frågan per capsulam</a>'
    for _ in range(2):
        assert link in log_in("secretary").get(meeting.get_absolute_url()).content.decode()
        assert link not in log_in("ombudsman").get(meeting.get_absolute_url()).content.decode()
        preparing.take_up(request=request, meeting=meeting, by=board.secretary.pk)
    assert log_in("secretary").get(source)["Location"] == circular.get_absolute_url()
    assert log_in("ombudsman").get(source).status_code == 404


def test_a_question_per_capsulam_is_not_asked_for_at_a_meeting(board, circular, log_in):
    asked = f"/styrelsen/ta-upp/?kalla=circular&id={circular.pk}"
    assert log_in("secretary").get(asked).status_code == 404


def test_a_confidential_one_stays_so(board):
    circular = ask(board, is_confidential=True)
    answer_all(board, circular, *[Vote.YES] * 5)
    assert circular.decision.is_confidential
    assert AgendaRequest.objects.get().is_confidential


@pytest.mark.parametrize(
    ("name", "status"),
    [("chair", 200), ("ulf", 200), ("auditor", 200), ("ombudsman", 404), ("member", 404), ("administrator", 404)],
)
def test_circular_detail_is_the_boards_and_the_auditors(board, circular, log_in, name, status):
    assert log_in(name).get(f"{LIST}{circular.pk}/").status_code == status


def test_circular_detail_tells_how_each_voted_only_when_it_has_ended(board, circular, log_in):
    answer_all(board, circular, *[Vote.NO] * 4)
    client = log_in("auditor")
    assert "Så svarade var och en" not in client.get(f"{LIST}{circular.pk}/").content.decode()
    answer(board, circular, "tove")
    assert "Så svarade var och en" in client.get(f"{LIST}{circular.pk}/").content.decode()


def test_circular_answer_needs_a_vote_with_a_consent(board, circular, log_in):
    client = log_in("sara")
    assert "Välj hur du röstar." in client.post(f"{LIST}{circular.pk}/svar/", {"consents": "ja"}).content.decode()
    client.post(f"{LIST}{circular.pk}/svar/", {"consents": "ja", "vote": "abstains"})
    assert circular.answers.get(person=board.sara).vote == Vote.ABSTAINS
    assert log_in("ulf").post(f"{LIST}{circular.pk}/svar/", {"consents": "nej"}).status_code == 403


@pytest.mark.parametrize(
    ("votes", "last", "told"),
    [
        ([Vote.YES] * 3, {"consents": "ja", "vote": "yes"}, "Du kan ändra det tills frågan är avgjord."),
        (
            [Vote.YES] * 4,
            {"consents": "ja", "vote": "yes"},
            "och frågan är avgjord: förslaget är bifallet.",
        ),
        (
            [Vote.NO] * 4,
            {"consents": "ja", "vote": "yes"},
            "och frågan är avgjord: förslaget är avslaget.",
        ),
        ([Vote.YES] * 4, {"consents": "nej"}, "Det var det sista, och frågan är avslutad: alla gick inte med"),
    ],
)
def test_circular_answer_says_what_the_last_answer_came_to(board, circular, log_in, votes, last, told):
    for name, vote in zip(VOTING[1:], votes, strict=False):
        answer(board, circular, name, vote)
    page = log_in(VOTING[0]).post(f"{LIST}{circular.pk}/svar/", last, follow=True).content.decode()
    assert "Ditt svar är sparat." in page
    assert told in page


@pytest.mark.parametrize("text", ["", "Styrelsen beslutar att", " Styrelsen  beslutar att \r\n"])
def test_circular_create_begins_the_proposal_and_refuses_one_that_says_nothing(board, log_in, text):
    client = log_in("chair")
    assert ">\nStyrelsen beslutar att </textarea>" in client.get(f"{LIST}ny/").content.decode()
    page = client.post(f"{LIST}ny/", {**FORM, "text": text})
    assert page.context["form"].errors["text"] == ["Skriv vad styrelsen ska besluta."]
    assert not CircularDecision.objects.exists()


def test_circular_withdraw_tells_those_asked(board, circular, log_in):
    mail.outbox.clear()
    for _ in range(2):
        assert log_in("secretary").post(f"{LIST}{circular.pk}/ta-tillbaka/").status_code == 302
    circular.refresh_from_db()
    assert (circular.status, len(mail.outbox)) == (Status.WITHDRAWN, 5)
    assert not AgendaRequest.objects.exists()


def test_circular_list(board, circular, log_in):
    assert "Hyra av buss" in log_in("auditor").get(LIST).content.decode()


def test_those_who_have_not_answered_are_reminded_two_days_before(board, circular):
    answer(board, circular, "sara")
    mail.outbox.clear()
    plan_reminders(now=NOW + timedelta(days=4, hours=18))
    from distrikt.utskick.models import Message

    waiting = Message.objects.filter(kind="circular_unanswered").values_list("recipient__email", flat=True)
    assert sorted(email.split("@")[0] for email in waiting) == ["chair", "omar", "secretary", "tove"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor == 'sqlite'", reason="SQLite lets one write at a time")
def test_two_last_answers_at_once_make_one_decision(cast):
    make_board(cast)
    circular = ask(cast)
    for name in VOTING[:3]:
        answer(cast, circular, name)
    start, failed = Barrier(2), []

    def last(name):
        try:
            start.wait()
            answer(cast, circular, name)
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    threads = [Thread(target=last, args=[name]) for name in VOTING[3:]]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    circular.refresh_from_db()
    assert (failed, circular.status, Decision.objects.count()) == ([], Status.CARRIED, 1)
    assert AgendaRequest.objects.count() == 1
