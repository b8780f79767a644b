"""Who comes, as far as those called have answered: which substitutes serve, and whether the meeting can decide."""

from collections.abc import Sequence
from dataclasses import dataclass

from plan.wording import counted, listing, number_word
from traffar.styrelse.models import Presence
from traffar.styrelse.room import Event, Person, Quorum, Room, Standing, rooms, serves_for


@dataclass(frozen=True, slots=True)
class Turnout:
    """`serving` are pairs of names: the substitute, and the member whose seat is filled. `may_vote` counts those who
    would vote if everybody came who has not said no."""

    seats: int
    coming: int
    away: int
    unanswered: int
    serving: tuple[tuple[str, str], ...]
    votes: int
    may_vote: int
    needed: int

    @property
    def is_sure(self) -> bool:
        return self.votes >= self.needed

    @property
    def is_possible(self) -> bool:
        return self.may_vote >= self.needed

    @property
    def words(self) -> str:
        """The line that says whether the meeting can decide."""
        needed = f"det behövs {self.needed} av {self.seats}"
        if self.is_sure:
            return f"Mötet blir beslutsfört: {self.votes} som får rösta kommer, och {needed}."
        if self.is_possible:
            missing = counted(self.needed - self.votes, "till måste", "till måste")
            return f"Än är det inte säkert att mötet blir beslutsfört: {missing} svara att de kommer ({needed})."
        return f"Mötet blir inte beslutsfört: högst {self.may_vote} som får rösta kan komma, och {needed}."

    @property
    def answers(self) -> str:
        """The line that says how many of the members come, are prevented, and have not answered."""
        if self.unanswered == self.seats:
            return "Ingen av ledamöterna har svarat än."
        if self.coming == self.seats:
            return "Alla ledamöter kommer."
        counts = (
            (self.coming, "kommer {}", "{} kommer"),
            (self.away, "har {} förhinder", "{} har förhinder"),
            (self.unanswered, "har {} inte svarat", "{} har inte svarat"),
        )
        (number, first, _), *rest = [count for count in counts if count[0]]
        said = [first.format(number_word(number)), *(words.format(number_word(number)) for number, _, words in rest)]
        return f"Av ledamöterna {listing(said)}."


def turnout_of(presences: Sequence[Presence], quorum: str) -> Turnout:
    """What the answers come to. No query."""
    names = {row.pk: row.name for row in presences}
    members = [row for row in presences if row.has_vote]
    sure = _people(presences, [row.pk for row in presences if row.is_coming])
    possible = _people(presences, [row.pk for row in presences if not row.is_away])
    room = _room(sure, quorum)
    return Turnout(
        seats=len(members),
        coming=sum(row.is_coming for row in members),
        away=sum(row.is_away for row in members),
        unanswered=sum(not row.answer for row in members),
        serving=tuple((names[one], names[other]) for one, other in serves_for(_only_away(sure, members), room).items()),
        votes=len(room.voting),
        may_vote=len(_room(possible, quorum).voting),
        needed=room.needed,
    )


def _people(presences: Sequence[Presence], there: Sequence[int]) -> list[Person]:
    return [Person(row.pk, Standing(row.standing), order=row.order, from_start=row.pk in there) for row in presences]


def _only_away(people: Sequence[Person], members: Sequence[Presence]) -> list[Person]:
    """Without the members who have not answered: nobody is said to serve for somebody who may come."""
    silent = {row.pk for row in members if not row.answer}
    return [person for person in people if person.id not in silent]


def _room(people: Sequence[Person], quorum: str) -> Room:
    return rooms(people, [Event()], Quorum(quorum))[0]
