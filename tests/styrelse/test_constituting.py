"""The board begins: three steps, saved at once; what is open changes hands; and the page that hands over."""

import uuid
from datetime import date, timedelta

import pytest
from django.core import mail

from distrikt.organisation.actions import end_assignment
from distrikt.organisation.models import Assignment, Invitation, User
from distrikt.organisation.roles import Role
from plan.uppgifter.models import Task
from tests.styrelse.meetings import NOW, adjust, decide, hold_meeting, item_of, make_meeting
from traffar.styrelse.actions import calling
from traffar.styrelse.models import Decision
from traffar.styrelse.tasks import call_newcomers

PAGE = "/styrelsen/konstituering/"
FROM = "2026-09-12"


@pytest.fixture
def open_decision(board, meeting):
    """Adjusted, and Omar's to carry out."""
    hold_meeting(board, meeting)
    decision = decide(board, item_of(meeting, "matter"), responsible=board.omar, due_on=date(2026, 12, 1))
    adjust(board, meeting)
    return decision


def seat(cast, name):
    return Assignment.objects.get(user=cast.people[name], body=cast.bodies["distriktsstyrelsen"])


def step_one(cast, **changed):
    seats = Assignment.objects.filter(body=cast.bodies["distriktsstyrelsen"])
    kept = {f"seat_{row.pk}": row.role for row in seats}
    board = cast.bodies["distriktsstyrelsen"].pk
    return {
        "steg": "vilka",
        "from_day": FROM,
        "key": str(uuid.UUID(int=7)),
        **kept,
        f"seat_{seat(cast, 'omar').pk}": "leaves",
        "new_1_person": cast.member.pk,
        "new_1_post": f"board_member:{board}",
        "invited_1_first_name": "Ny",
        "invited_1_last_name": "Person",
        "invited_1_email": "ny.person@distrikt.example",
        "invited_1_post": f"substitute:{board}",
        **changed,
    }


def go_through(client, cast, decision, heir):
    assert client.post(PAGE, step_one(cast)).url == f"{PAGE}?steg=arv"
    assert "Omar Haddad lämnar efter sig" in client.get(f"{PAGE}?steg=arv").content.decode()
    heirs = {"steg": "arv", f"decision_{decision.pk}": heir}
    assert client.post(PAGE, heirs).url == f"{PAGE}?steg=sammanfattning"


def test_constitution_changes_all_at_once(board, open_decision, log_in):
    client, coming = log_in("secretary"), make_meeting(board, NOW.replace(month=11))
    go_through(client, board, open_decision, board.member.pk)
    summary = client.get(f"{PAGE}?steg=sammanfattning").content.decode()
    assert "Omar Haddad, ledamot, Distriktsstyrelsen" in summary
    assert not Assignment.objects.filter(user=board.member, role=Role.BOARD_MEMBER).exists(), "not before it is saved"
    for _ in range(2):
        client.post(PAGE, {"steg": "sammanfattning"})
    assert seat(board, "omar").ends_on == date(2026, 9, 11)
    assert seat(board, "member").starts_on == date(2026, 9, 12)
    assert Invitation.objects.get().email == "ny.person@distrikt.example"
    open_decision.refresh_from_db()
    assert (open_decision.responsible, open_decision.responsible_name) == (board.member, "Omar Haddad")
    task = Task.objects.get(source_id=open_decision.pk)
    assert (task.responsible, task.taken_over_from) == (board.member, board.omar)
    called = set(coming.presences.values_list("person", flat=True))
    assert board.member.pk in called
    assert board.omar.pk not in called
    assert any("ny.person@distrikt.example" in message.to for message in mail.outbox)


def test_the_new_get_the_call_that_has_gone(board, open_decision, log_in):
    coming = make_meeting(board, NOW.replace(month=11))
    calling.call_meeting(meeting=coming, is_late=False, at=NOW, by=board.chair.pk)
    mail.outbox.clear()
    client = log_in("secretary")
    go_through(client, board, open_decision, board.member.pk)
    client.post(PAGE, {"steg": "sammanfattning"})
    for _ in range(2):
        call_newcomers()
    calls = [message for message in mail.outbox if message.subject.startswith("Kallelse")]
    assert [message.to for message in calls] == [["member@distrikt.example"]]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"new_1_post": "chair:{board}"}, "Det blir 2 ordförande i styrelsen. Välj en."),
        ({"new_1_post": ""}, "Välj roll."),
        ({"from_day": ""}, "Skriv från vilken dag det gäller."),
        ({"from_day": "1926-03-15"}, "Välj en dag högst ett år bort."),
        ({"from_day": "2028-03-15"}, "Välj en dag högst ett år bort."),
        ({"invited_1_email": ""}, "Fyll i alla fyra fälten"),
        ({"invited_1_email": "sara@distrikt.example"}, "har redan ett konto"),
        ({"new_2_person": "{member}", "new_2_post": "substitute:{board}"}, "står två gånger"),
    ],
)
def test_constitution_says_what_is_wrong_and_loses_nothing(board, log_in, changed, said):
    values = {"board": board.bodies["distriktsstyrelsen"].pk, "member": board.member.pk}
    typed = step_one(board, **{name: value.format(**values) for name, value in changed.items()})
    page = log_in("chair").post(PAGE, typed).content.decode()
    assert said in page
    assert 'value="Person"' in page


def test_the_last_chair_does_not_leave_the_board_without_one(board, log_in):
    typed = step_one(board, **{f"seat_{seat(board, 'chair').pk}": "leaves"})
    assert "Styrelsen behöver en ordförande." in log_in("chair").post(PAGE, typed).content.decode()


def test_what_has_been_changed_meanwhile_is_seen_to_again(board, open_decision, log_in):
    client = log_in("secretary")
    go_through(client, board, open_decision, "keeps")
    stranger = User.objects.create_user("sen@distrikt.example", first_name="Sen", last_name="Ankomst")
    body = board.bodies["distriktsstyrelsen"]
    Assignment.objects.create(user=stranger, body=body, role=Role.SUBSTITUTE, starts_on=date(2026, 9, 1))
    assert client.post(PAGE, {"steg": "sammanfattning"}).url == PAGE
    assert not Assignment.objects.filter(user=board.member, role=Role.BOARD_MEMBER).exists()


def test_handover_tells_what_was_theirs_and_whose_it_is_now(board, open_decision, log_in):
    client = log_in("secretary")
    go_through(client, board, open_decision, board.sara.pk)
    client.post(PAGE, {"steg": "sammanfattning"})
    page = client.get(f"/styrelsen/overlamning/{board.omar.pk}/").content.decode()
    assert "banderoll" in page
    assert "Ansvarig nu: Sara Lind" in page
    assert Decision.objects.get().responsible == board.sara
    assert log_in("omar").get(f"/styrelsen/overlamning/{board.omar.pk}/").status_code == 200
    assert log_in("sara").get(f"/styrelsen/overlamning/{board.omar.pk}/").status_code == 404
    assert "Omar Haddad" in client.get(PAGE).content.decode()


def test_nobody_leaves_before_they_came_but_a_seat_to_come_is_taken_back(board, log_in):
    client, omar = log_in("chair"), seat(board, "omar")
    for begun in ("2026-09-13", "2026-09-12"):
        Assignment.objects.filter(pk=omar.pk).update(starts_on=begun)
        page = client.post(PAGE, step_one(board)).content.decode()
        assert f"Omar Haddad, ledamot, började {int(begun[-2:])} september 2026. Välj en senare dag." in page
    Assignment.objects.filter(pk=omar.pk).update(starts_on="2026-10-01")
    assert client.post(PAGE, step_one(board, from_day="2026-10-01")).status_code == 302


def test_the_end_of_a_seat_that_has_begun_removes_no_history(board):
    omar = seat(board, "omar")
    before = omar.starts_on - timedelta(days=1)
    end_assignment(assignment=omar, last_day=before, by=board.chair.pk, today=NOW.date())
    assert seat(board, "omar").ends_on == omar.starts_on
    omar.starts_on = NOW.date() + timedelta(days=9)
    end_assignment(assignment=omar, last_day=NOW.date(), by=board.chair.pk, today=NOW.date())
    assert not Assignment.objects.filter(user=board.omar).exists()
