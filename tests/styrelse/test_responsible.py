"""Whom a decision can be laid on: those who sit in the board first, in one query."""

import pytest

from distrikt.organisation.models import Assignment, User
from distrikt.organisation.roles import Role
from plan.models import Commitment
from tests.cast import SINCE
from traffar.styrelse.forms.table import DecisionForm
from traffar.styrelse.models import Decision
from traffar.styrelse.responsible import people_to_choose

pytestmark = pytest.mark.django_db


@pytest.fixture
def contact(board) -> User:
    """The first by name, who does not sit in the board."""
    person = User.objects.create_user("anna@distrikt.example", first_name="Anna", last_name="Ask")
    Assignment.objects.create(user=person, body=board.bodies["ange"], role=Role.CONTACT, starts_on=SINCE)
    return person


def test_those_who_sit_in_the_board_stand_first(board, contact, report, django_assert_num_queries):
    people = people_to_choose(board.viewer("secretary"))
    form = DecisionForm(instance=Decision(item=report), people=people, commitments=Commitment.objects.none())
    with django_assert_num_queries(1):
        [empty, sitting, others] = form.fields["responsible"].choices
    assert empty == ("", "Ingen särskild")
    assert sitting[0] == "Styrelsen"
    assert [name for _, name in sitting[1]] == sorted(name for _, name in sitting[1])
    assert {"Sara Lind", "Ulf Berg", str(board.chair)} <= {name for _, name in sitting[1]}
    assert others[0] == "Andra"
    assert "Anna Ask" in [name for _, name in others[1]]


@pytest.mark.parametrize(
    "page", ["arende/{item}/beslut/", "per-capsulam/ny/", "beslut/fore-programmet/", "beslut/{decision}/"]
)
def test_each_list_of_people_is_grouped_so(board, contact, report, secretary, page):
    decision = Decision.objects.create(body=report.meeting.body, reference="§ 1/2019", decided_on=SINCE, text="Sälj.")
    shown = secretary.get(f"/styrelsen/{page.format(item=report.pk, decision=decision.pk)}").content.decode()
    assert shown.count('<optgroup label="Styrelsen">') == shown.count('<optgroup label="Andra">') >= 1
    assert "Anna Ask</option>" in shown.partition('<optgroup label="Andra">')[2]
