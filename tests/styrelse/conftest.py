import pytest

from tests.cast import PASSWORD
from tests.styrelse.meetings import NOW, hold_meeting, item_of, make_board, make_meeting


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to(NOW)
    return time_machine


@pytest.fixture
def board(cast):
    make_board(cast)
    return cast


@pytest.fixture
def meeting(board):
    return make_meeting(board)


@pytest.fixture
def held(board, meeting):
    """A meeting under way: four of five members, a chair, a secretary and an adjuster."""
    hold_meeting(board, meeting)
    return meeting


@pytest.fixture
def report(held):
    return item_of(held, "report")


@pytest.fixture
def secretary(board, log_in):
    return log_in("secretary")


@pytest.fixture
def as_person(board, client):
    """Logged in a moment ago, with a password of one's own."""

    def log_in(name: str):
        user = board.people[name]
        user.set_password(PASSWORD)
        user.save()
        client.force_login(user)
        client.post("/konto/reauthenticate/", {"password": PASSWORD})
        return client

    return log_in
