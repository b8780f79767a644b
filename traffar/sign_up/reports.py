"""Who comes, for those who are responsible for them: names, numbers, and the list to print or take along."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Count, Sum

from distrikt.access import Viewer
from distrikt.spreadsheet import Table, as_text
from plan.wording import alphabetical, counted
from traffar.concerned import reachable_guests
from traffar.models import Activity, SignUp, SignUpTerms

Status = SignUp.Status


@dataclass(frozen=True, slots=True)
class SignUpNumbers:
    """How many people, companions included. `left` is None where there is no limit."""

    coming: int
    offered: int
    queued: int
    unconfirmed: int
    left: int | None

    @property
    def placed(self) -> int:
        return self.coming + self.offered


def numbers_of(activity: Activity, terms: SignUpTerms) -> SignUpNumbers:
    """The numbers that everyone may know. One query."""
    rows = SignUp.objects.filter(activity=activity).order_by().values_list("status")
    people = {status: int(number) for status, number in rows.annotate(people=Count("pk") + Sum("companions"))}
    counted = (Status.COMING, Status.OFFERED, Status.QUEUED, Status.UNCONFIRMED)
    coming, offered, queued, unconfirmed = (people.get(status, 0) for status in counted)
    left = max(terms.capacity - coming - offered, 0) if terms.capacity is not None else None
    return SignUpNumbers(coming, offered, queued, unconfirmed, left)


@dataclass(frozen=True, slots=True)
class Guest:
    """A line of the list. Answers stand in words, as they were given."""

    pk: int
    # The one with an account; None without.
    person: int | None
    name: str
    email: str
    phone: str
    seats: int
    status: str
    is_placed: bool
    answers: tuple[tuple[str, str], ...]
    came: int | None
    food: str
    childcare: str
    # How many people of the party need a ride, and to how many others it offers one.
    rides_needed: int
    rides_offered: int

    @property
    def turnouts(self) -> range:
        """How many of the party may come, when somebody does."""
        return range(1, self.seats + 1)


def guests_of(terms: SignUpTerms, viewer: Viewer) -> list[Guest]:
    """Those who are signed up, as far as the viewer knows them, the queue last. One query."""
    rows = SignUp.objects.visible_to(viewer).known().filter(activity=terms.activity_id)
    order = {Status.COMING: 0, Status.OFFERED: 1, Status.QUEUED: 2}
    found = rows.select_related("person").order_by("turn", "pk")
    return [_guest(row, terms) for row in sorted(found, key=lambda row: order[Status(row.status)])]


def _guest(row: SignUp, terms: SignUpTerms) -> Guest:
    ride = row.get_ride_display() if row.ride else ""
    said = (row.food, row.childcare, f"{ride} ({row.ride_seats})" if row.ride_seats else ride, row.own_answer)
    answers = zip(_questions(terms), said, strict=True)
    return Guest(
        pk=row.pk,
        person=row.person_id,
        name=row.shown_name,
        email=row.address,
        phone=row.phone,
        seats=row.seats,
        status=row.get_status_display(),
        is_placed=row.status in SignUp.HOLDING,
        answers=tuple((question, answer) for (question, is_asked), answer in answers if is_asked),
        came=row.came,
        food=row.food,
        childcare=row.childcare,
        rides_needed=row.seats if row.ride == SignUp.Ride.NEEDS else 0,
        rides_offered=row.ride_seats if row.ride == SignUp.Ride.GIVES else 0,
    )


def given_answers(row: SignUp) -> list[tuple[str, str]]:
    """What the one who signed up has answered, question by question. Its activity with the terms."""
    terms: SignUpTerms | None = getattr(row.activity, "sign_up_terms", None)
    return [(question, answer) for question, answer in _guest(row, terms).answers if answer] if terms else []


def at_the_door(guests: Iterable[Guest]) -> list[Guest]:
    """Those who have a place, in alphabetical order."""
    return sorted((guest for guest in guests if guest.is_placed), key=lambda guest: alphabetical(guest.name))


def hidden_guests(terms: SignUpTerms, guests: Iterable[Guest]) -> int:
    """How many sign-ups the viewer does not know by name: people with protected personal data."""
    return SignUp.objects.known().filter(activity=terms.activity_id).count() - len(list(guests))


def who_is_told(activity: Activity) -> str:
    """What a step that is told to all who are signed up means: 14 anmälda får ett mejl. 2 går inte att nå så.

    "" when nobody is signed up. Two queries.
    """
    signed_up, told = activity.sign_ups.known().count(), len(reachable_guests(activity))
    if not signed_up:
        return ""
    said = f"{counted(told, 'anmäld', 'anmälda')} får ett mejl."
    if unreachable := signed_up - told:
        said += f" {unreachable} går inte att nå med mejl: ring."
    return said


def most_taken(activities: Collection[int]) -> int:
    """How many places are taken in the one of the activities (ids) where most are. One query."""
    placed = SignUp.objects.placed().filter(activity__in=activities).order_by().values("activity")
    taken = placed.annotate(people=Count("pk") + Sum("companions")).values_list("people", flat=True)
    return max(map(int, taken), default=0)


@dataclass(frozen=True, slots=True)
class AnswerSums:
    """What those who have a place have answered: how often each of `food` was said, the most common first."""

    food: tuple[tuple[str, int], ...]
    families: int
    rides_needed: int
    rides_offered: int

    @property
    def said_food(self) -> int:
        return sum(number for _, number in self.food)

    @property
    def rides_missing(self) -> int:
        return max(self.rides_needed - self.rides_offered, 0)


def answer_sums(guests: Iterable[Guest]) -> AnswerSums:
    """From the guests as they have been read; no query."""
    placed = [guest for guest in guests if guest.is_placed]
    said = [" ".join(guest.food.split()) for guest in placed if guest.food.strip()]
    numbers = Counter(answer.casefold() for answer in said)
    first_said = {answer.casefold(): answer for answer in reversed(said)}
    return AnswerSums(
        food=tuple((first_said[answer], number) for answer, number in numbers.most_common()),
        families=sum(bool(guest.childcare.strip()) for guest in placed),
        rides_needed=sum(guest.rides_needed for guest in placed),
        rides_offered=sum(guest.rides_offered for guest in placed),
    )


# Of the table's first columns, in a workbook.
WIDTHS = (28, 32, 8, 14, 8)


def table_of(guests: Iterable[Guest], terms: SignUpTerms) -> Table:
    """The list as rows and columns, with its heading; no cell is a formula."""
    questions = [question for question, is_asked in _questions(terms) if is_asked]
    heading: list[str | int] = ["Namn", "E-post", "Antal", "Läge", "Kom", *questions]
    rows: Table = [
        [
            as_text(guest.name),
            as_text(guest.email),
            guest.seats,
            guest.status,
            guest.came if guest.came is not None else "",
            *(as_text(answer) for _, answer in guest.answers),
        ]
        for guest in guests
    ]
    return [[as_text(str(cell)) for cell in heading], *rows]


def _questions(terms: SignUpTerms) -> list[tuple[str, bool]]:
    """What can be asked, and whether it is."""
    return [
        ("Mat och allergi", terms.asks_food),
        ("Barnpassning", terms.asks_childcare),
        ("Resan", terms.asks_rides),
        (terms.own_question, bool(terms.own_question)),
    ]
