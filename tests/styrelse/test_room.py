"""The room, whoever comes and goes: properties that hold at every item of every meeting."""

from hypothesis import given
from hypothesis import strategies as st

from traffar.styrelse.room import Event, Person, Quorum, Standing, rooms, serves_for, votes_needed


@st.composite
def meetings(draw):
    standings = draw(st.lists(st.sampled_from(list(Standing)), max_size=14))
    people = [
        Person(number, standing, order=draw(st.integers(0, 5)), from_start=draw(st.booleans()))
        for number, standing in enumerate(standings, start=1)
    ]
    somebody = st.frozensets(st.sampled_from([person.id for person in people])) if people else st.just(frozenset())
    events = draw(st.lists(st.builds(Event, somebody, somebody, somebody), max_size=8))
    return people, events, draw(st.sampled_from(list(Quorum)))


def of(people, standing):
    return [person for person in people if person.standing == standing]


@given(meetings())
def test_never_more_vote_than_there_are_seats_and_nobody_who_is_not_there(meeting):
    people, events, quorum = meeting
    seats = len(of(people, Standing.MEMBER))
    for event, room in zip(events, rooms(people, events, quorum), strict=True):
        assert len(room.voting) <= seats
        assert room.voting <= room.present
        assert not room.voting & event.recused
        assert not room.voting & {person.id for person in of(people, Standing.CO_OPTED)}
        assert room.needed == votes_needed(seats, quorum)
        assert room.has_quorum == (len(room.voting) >= room.needed)


@given(meetings())
def test_a_substitute_serves_for_somebody_who_is_missing_and_in_order(meeting):
    people, events, quorum = meeting
    members = {person.id for person in of(people, Standing.MEMBER)}
    by_order = [person.id for person in sorted(of(people, Standing.SUBSTITUTE), key=lambda row: (row.order, row.id))]
    for event, room in zip(events, rooms(people, events, quorum), strict=True):
        taking_part = room.present - event.recused
        assert members & taking_part <= room.voting, "no member who is there loses the vote"
        waiting = [person for person in by_order if person in taking_part]
        assert list(room.serving) == waiting[: len(room.serving)]
        missing = members - taking_part
        assert len(room.serving) == min(len(waiting), len(missing)), "no seat is empty while somebody can fill it"
        filled = serves_for(people, room)
        assert set(filled) == set(room.serving)
        assert set(filled.values()) <= missing
        assert len(set(filled.values())) == len(filled)


@given(meetings())
def test_the_room_is_what_has_come_less_what_has_gone(meeting):
    people, events, quorum = meeting
    held = rooms(people, events, quorum)
    for person in people:
        is_there = person.from_start
        for event, room in zip(events, held, strict=True):
            is_there = (is_there or person.id in event.arrives) and person.id not in event.leaves
            assert (person.id in room.present) == is_there


@given(st.integers(0, 200), st.sampled_from(list(Quorum)))
def test_an_empty_room_decides_nothing_and_a_full_one_does(seats, quorum):
    needed = votes_needed(seats, quorum)
    assert 1 <= needed <= max(seats, 1)
    share = {Quorum.MORE_THAN_HALF: needed * 2 > seats, Quorum.HALF: needed * 2 >= seats}
    assert share.get(quorum, needed * 3 >= seats * 2)
