import pytest

from tests.styrelse.meetings import NOW, make_board, make_meeting


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
