"""The programme of a year: every activity with its day, place and what came of it, drawn from the year alone."""

import random
import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

from distrikt.webb.demo.customs import AT_A_DISTANCE, CANCEL_REASONS, CUSTOMS, MEETING_TOWNS, PLACES, Custom
from distrikt.webb.demo.days import SATURDAY, at, conference_day, days_off, draw_day
from distrikt.webb.demo.district import BRANCHES
from traffar.models import ActivityKind, Family
from traffar.recurrence import Recurrence, Step

HERE = Path(__file__).parent

# What a district always holds, also in the year when it had less going on.
ALWAYS = {
    ActivityKind.BOARD_MEETING,
    ActivityKind.ANNUAL_CONFERENCE,
    ActivityKind.AUTUMN_CONFERENCE,
    ActivityKind.RALLY,
}
# What is sometimes called off, or noted before it is certain.
UNCERTAIN = {Family.OUTREACH, Family.NETWORKS, Family.STUDIES}


@dataclass(frozen=True, slots=True)
class Series:
    """A line of `programme.txt`."""

    kind: ActivityKind
    organiser: str
    when: tuple[str, ...]
    titles: tuple[str, ...]
    co_hosts: tuple[str, ...]
    serves: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Event:
    """An activity as it will have been when its day has passed. Bodies by slug, commitments by number; the rule in
    words where it is one of a series."""

    kind: ActivityKind
    title: str
    organiser: str
    co_hosts: tuple[str, ...]
    serves: tuple[str, ...]
    starts_at: datetime
    ends_at: datetime
    place: str
    headcount: int
    guests: int
    outcome: str
    tentative: bool
    cancel_reason: str
    submission: uuid.UUID
    rule: str

    @property
    def day(self) -> date:
        return self.starts_at.date()


@cache
def read_series() -> tuple[Series, ...]:
    rows = [line.split("|") for line in _lines("programme.txt")]
    return tuple(
        Series(
            kind=ActivityKind(kind.strip()),
            organiser=organiser.strip(),
            when=tuple(when.split()),
            titles=tuple(title.strip() for title in titles.split(" / ")),
            co_hosts=tuple(co_hosts.split()),
            serves=tuple(serves.split()),
        )
        for kind, organiser, when, titles, co_hosts, serves in rows
    )


@cache
def read_outcomes() -> dict[str, tuple[str, ...]]:
    """The sentences of `outcomes.txt` by kind of activity."""
    outcomes: dict[str, list[str]] = {}
    sentences: list[str] = []
    for line in _lines("outcomes.txt"):
        if line.startswith("["):
            sentences = []
            outcomes |= dict.fromkeys(line.strip("[]").split(), sentences)
        else:
            sentences.append(line)
    return {kind: tuple(lines) for kind, lines in outcomes.items()}


def _lines(name: str) -> Iterator[str]:
    for line in (HERE / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line


def draw_programme(year: int, *, thinned: float = 0) -> list[Event]:
    """The year's events in order of time. `thinned` is the share of the series that the year went without."""
    rng = random.Random(year)  # noqa: S311 (a plausible year, not a secret)
    draw = _Draw(year, rng)
    series = [row for row in read_series() if row.kind in ALWAYS or rng.random() >= thinned]
    return sorted((event for row in series for event in draw.events(row)), key=lambda event: event.starts_at)


def coming_saturday(today: date) -> Event:
    """Something open to all, so that the open page has a weekend to show whatever the day."""
    day = today + timedelta(days=(SATURDAY - today.weekday() - 1) % 7 + 1)
    custom = CUSTOMS[ActivityKind.SQUARE_MEETING]
    starts_at = at(day, custom.start)
    return Event(
        kind=ActivityKind.SQUARE_MEETING,
        title="Soppa på torget",
        organiser="sundsvall",
        co_hosts=("timra",),
        serves=(),
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=custom.hours),
        place="Stora torget, Sundsvall",
        headcount=0,
        guests=0,
        outcome="",
        tentative=False,
        cancel_reason="",
        submission=uuid.uuid5(uuid.NAMESPACE_OID, f"{day}"),
        rule="",
    )


def _weeks_later(when: str) -> int:
    later = re.fullmatch(r"\+(\d)v", when)
    return int(later[1]) if later else 0


def _rule(series: Series, first: date, custom: Custom) -> str:
    weeks = _weeks_later(series.when[-1])
    return Recurrence(Step.WEEKLY, weeks).words(first, custom.start) if weeks else ""


class _Draw:
    """Draws the events of one year. Sentences and places are dealt like cards, so that they return late."""

    def __init__(self, year: int, rng: random.Random) -> None:
        self.year = year
        self.rng = rng
        self.off = days_off(year)
        self.decks: dict[tuple[str, ...], list[str]] = {}

    def events(self, series: Series) -> Iterator[Event]:
        custom = CUSTOMS[series.kind]
        # Whoever follows a course or a circle comes back to the same room.
        room = self.place(series, custom, "") if series.kind.family == Family.STUDIES else ""
        days = self.days(series, custom)
        rule = _rule(series, days[0], custom)
        for number, day in enumerate(days, start=1):
            title = series.titles[(number - 1) % len(series.titles)].format(n=number)
            yield self.event(series, custom, title, day, room, rule)

    def days(self, series: Series, custom: Custom) -> list[date]:
        """In order of time, never two on the same day."""
        days: list[date] = []
        for when in series.when:
            days.append(self.day(when, custom, taken=days))
        return sorted(days)

    def day(self, when: str, custom: Custom, taken: list[date]) -> date:
        """A month, a fixed day as 1/5, so many weeks after the one before as +2v, or the annual conference."""
        if when == "konferens":
            return conference_day(self.year)
        if fixed := re.fullmatch(r"(\d+)/(\d+)", when):
            return date(self.year, int(fixed[2]), int(fixed[1]))
        if weeks := _weeks_later(when):
            return taken[-1] + timedelta(weeks=weeks)
        return draw_day(self.year, int(when), custom.weekdays, self.off.union(taken), self.rng)

    def event(self, series: Series, custom: Custom, title: str, day: date, room: str, rule: str) -> Event:
        title, _, spot = title.partition(" @ ")
        starts_at = at(day, custom.start)
        headcount = self.rng.randint(custom.fewest, custom.most)
        uncertain = series.kind.family in UNCERTAIN and series.kind not in ALWAYS
        return Event(
            kind=series.kind,
            title=title,
            organiser=series.organiser,
            co_hosts=series.co_hosts,
            serves=series.serves,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=custom.hours),
            place=room or self.place(series, custom, spot),
            headcount=headcount,
            guests=self.rng.randint(2, max(2, headcount // 4)) if series.co_hosts else 0,
            outcome=self.deal(read_outcomes()[series.kind]),
            tentative=uncertain and self.rng.random() < 0.12,
            cancel_reason=self.deal(CANCEL_REASONS) if uncertain and self.rng.random() < 0.06 else "",
            submission=uuid.UUID(int=self.rng.getrandbits(128), version=4),
            rule=rule,
        )

    def place(self, series: Series, custom: Custom, spot: str) -> str:
        """Spot and town: the organising branch's, else a co-hosting one's, else where the district meets."""
        hosts = [slug for slug in (series.organiser, *series.co_hosts) if slug in BRANCHES]
        if not hosts and custom.audience == "own" and self.rng.random() < 0.4:
            return AT_A_DISTANCE
        town = hosts[0] if hosts else self.rng.choice(MEETING_TOWNS)
        indoors, outdoors = PLACES[town]
        return f"{spot or self.deal(outdoors if custom.outdoors else indoors)}, {BRANCHES[town]}"

    def deal(self, cards: tuple[str, ...]) -> str:
        """The next card of a shuffled deck; a new shuffle when it is empty."""
        deck = self.decks.setdefault(cards, [])
        if not deck:
            deck += self.rng.sample(cards, len(cards))
        return deck.pop()
