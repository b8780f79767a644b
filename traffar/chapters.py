"""What activities tell the annual report: how many, where, with how many people – out of one query for all chapters.

Only what was held counts, and a body is told of for what it did. Nothing here names a person.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from typing import NamedTuple

from distrikt.organisation.models import Body
from distrikt.organisation.roles import BodyKind
from plan.berattelse.chapters import Material, Part, body_key
from plan.berattelse.figures import BarFigure, month_figure, row_figure
from plan.models import YearPlan
from plan.wording import capitalised, counted, day_words, digits, listing, number_word, short_day
from plan.year_wheel import Mark
from traffar.evidence import SOURCE
from traffar.helping.chapter import Given, help_parts
from traffar.models import FAMILY_OF, Activity, ActivityKind, Family
from traffar.speaking.chapter import speaking_parts
from traffar.speaking.shares import Counted
from traffar.voices import MOST, Voice, voices_part
from traffar.when import day_bounds, local_day

# A chapter with more activities than this shows a figure; the appendix lists them.
LONGEST_TABLE = 14

PLURALS: dict[ActivityKind, str] = {
    ActivityKind.BOARD_MEETING: "styrelsemöten",
    ActivityKind.EXECUTIVE_MEETING: "VU-möten",
    ActivityKind.COURSE_SESSION: "kurstillfällen",
    ActivityKind.STUDY_CIRCLE: "studiecirkelträffar",
    ActivityKind.REPRESENTATIVES_MEETUP: "parlamentarikerträffar",
    ActivityKind.AUTUMN_CONFERENCE: "höstkonferenser",
    ActivityKind.ANNUAL_CONFERENCE: "årskonferenser",
    ActivityKind.CONGRESS_PREPARATION: "kongressträffar",
    ActivityKind.MEMBERS_MEETING: "medlemsmöten",
    ActivityKind.FEMINISM_MEETUP: "internfeministiska träffar",
    ActivityKind.NETWORK_MEETING: "nätverksmöten",
    ActivityKind.NETWORK_ACTION: "nätverksaktiviteter",
    ActivityKind.OPEN_EVENT: "öppna arrangemang",
    ActivityKind.SQUARE_MEETING: "torgmöten",
    ActivityKind.LEAFLETING: "flygbladsutdelningar",
    ActivityKind.ACTION: "aktioner",
    ActivityKind.RALLY: "manifestationer",
    ActivityKind.VISIT: "besök",
    ActivityKind.OTHER: "övriga aktiviteter",
}
REMOTE = ("på ", "via ", "digital", "online")
NEUTER = ("möte", "tillfälle", "arrangemang", "besök")


class Held(NamedTuple):
    """An activity that was held."""

    id: int
    kind: ActivityKind
    family: Family
    title: str
    day: date
    place: str
    organiser: str
    organisers: frozenset[int]
    organiser_kind: str
    headcount: int | None
    guests: int
    outcome: str
    # The offers of help that were kept: (id, body id, people).
    helpers: frozenset[tuple[int, int, int]]
    # Groups whose speaking was counted there.
    spoken: frozenset[Counted]

    @property
    def when(self) -> str:
        return short_day(self.day)


@dataclass(frozen=True, slots=True)
class Listed:
    """Activities as a table."""

    rows: tuple[Held, ...]
    shows_organiser: bool
    caption: str


@dataclass(frozen=True, slots=True)
class YearInBrief:
    """The year in four figures, and month by month."""

    figures: tuple[tuple[str, str], ...]
    months: BarFigure


def activity_parts(material: Material) -> Iterator[Part]:
    held = read_held(material.plan)
    yield Part("wheel", facts=partial(_marks, held))
    if not held:
        return
    told: defaultdict[str, list[Held]] = defaultdict(list)
    arranged: defaultdict[int, list[Held]] = defaultdict(list)
    for row in held:
        for chapter in _chapters_of(row.kind, row.organiser_kind):
            told[chapter].append(row)
        for body_id in row.organisers:
            arranged[body_id].append(row)
    yield _year_part(material.plan, held)
    yield from _board_parts(held)
    for chapter in THEMES:
        if rows := told[chapter]:
            yield _theme_part(chapter, rows)
            yield from _voices(chapter, rows)
    # What several arranged together is quoted with the first of them.
    quoted: set[int] = set()
    for body in material.bodies:
        rows = arranged[body.pk]
        if rows and body.kind in (BodyKind.BRANCH, BodyKind.NETWORK):
            yield Part(body_key(body.kind, body.slug), draft=_body_draft(body, rows))
            untold = [row for row in rows if row.id not in quoted and not _chapters_of(row.kind, row.organiser_kind)]
            quoted.update(row.id for row in untold)
            yield from _voices(body_key(body.kind, body.slug), untold, most=1)
    yield from help_parts(material.bodies, _given(held))
    yield from speaking_parts(counted for row in held for counted in row.spoken)
    caption = f"{counted(len(held), 'aktivitet', 'aktiviteter')} som distriktet, partiföreningarna och nätverken höll"
    yield Part("activities", template="traffar/_chapter_table.html", facts=Listed(tuple(held), True, caption))


def read_held(plan: YearPlan) -> list[Held]:
    """What was held in the plan's period, by day. One query; a row for each co-host, offer of help and group."""
    first, last = day_bounds(plan.starts_on, plan.ends_on)
    rows = (
        Activity.objects.filter(status=Activity.Status.HELD, starts_at__gte=first, starts_at__lt=last)
        .order_by("starts_at", "pk")
        .values_list(
            *("pk", "kind", "title", "starts_at", "place", "headcount", "from_other_branches", "outcome"),
            *("organiser_id", "organiser__name", "organiser__kind", "co_hosts"),
            *(f"help_requests__offers{field}" for field in ("", "__body", "__came_people", "__came")),
            *(f"speaking_shares__{field}" for field in ("group", "turns", "seconds")),
        )
    )
    held: dict[int, Held] = {}
    for pk, code, title, starts_at, place, headcount, guests, outcome, *organising in rows:
        organiser_id, organiser, organiser_kind, co_host, *helper, came, group, turns, seconds = organising
        helpers = frozenset([tuple(helper)] if came else [])
        organisers = frozenset([organiser_id, co_host] if co_host else [organiser_id])
        spoken = frozenset([Counted(pk, group, turns, seconds)] if turns else [])
        if known := held.get(pk):
            held[pk] = known._replace(
                organisers=known.organisers | organisers,
                helpers=known.helpers | helpers,
                spoken=known.spoken | spoken,
            )
            continue
        kind = ActivityKind(code)
        held[pk] = Held(
            id=pk,
            kind=kind,
            family=FAMILY_OF[kind],
            title=title or kind.heading,
            day=local_day(starts_at),
            place=place,
            organiser=organiser,
            organisers=organisers,
            organiser_kind=organiser_kind,
            headcount=headcount,
            guests=guests or 0,
            outcome=outcome,
            helpers=helpers,
            spoken=spoken,
        )
    return list(held.values())


def _given(held: Iterable[Held]) -> Iterator[Given]:
    for row in held:
        for _, body, people in row.helpers:
            yield Given(body, row.id, row.organiser, people)


def _voices(chapter: str, rows: Iterable[Held], most: int = MOST) -> Iterator[Part]:
    voices = (Voice(row.outcome, row.title, row.place, row.day, row.headcount or 0) for row in rows if row.outcome)
    if part := voices_part(chapter, voices, most):
        yield part


def _marks(held: Iterable[Held]) -> list[Mark]:
    return [Mark(row.day, row.family, True, row.title, "") for row in held]


def _is(*kinds: ActivityKind) -> Callable[[ActivityKind, str], bool]:
    return lambda kind, organiser_kind: kind in kinds


def _in(family: Family) -> Callable[[ActivityKind, str], bool]:
    return lambda kind, organiser_kind: kind.family == family


# Chapter: which activities are told there. Those of branches are told in the branches' own paragraphs as well.
THEMES: dict[str, Callable[[ActivityKind, str], bool]] = {
    "studies": _in(Family.STUDIES),
    "representatives": _is(ActivityKind.REPRESENTATIVES_MEETUP),
    "conferences": _is(ActivityKind.AUTUMN_CONFERENCE, ActivityKind.ANNUAL_CONFERENCE),
    "congress": _is(ActivityKind.CONGRESS_PREPARATION),
    "feminism": _is(ActivityKind.FEMINISM_MEETUP),
    "networks": _in(Family.NETWORKS),
    "outreach": _in(Family.OUTREACH),
    "region": lambda kind, organiser_kind: organiser_kind == BodyKind.REGION_GROUP,
}


@cache
def _chapters_of(kind: ActivityKind, organiser_kind: str) -> list[str]:
    return [chapter for chapter, belongs in THEMES.items() if belongs(kind, organiser_kind)]


def _year_part(plan: YearPlan, held: Sequence[Held]) -> Part:
    months = _months(plan.starts_on, plan.ends_on)
    counts: Counter[tuple[date, str]] = Counter((row.day.replace(day=1), row.family) for row in held)
    visits = sum(row.headcount or 0 for row in held)
    branches = {row.organiser for row in held if row.organiser_kind == BodyKind.BRANCH}
    outreach = sum(row.family == Family.OUTREACH for row in held)
    figures = [
        (len(held), "aktivitet" if len(held) == 1 else "aktiviteter"),
        (visits, "deltagare i allt"),
        (outreach, "utåtriktade"),
    ]
    figures.append((len(branches), "partiföreningar ordnade något" if len(branches) > 1 else "partiförening"))
    return Part(
        "introduction",
        template="traffar/_chapter_year.html",
        facts=YearInBrief(
            tuple((digits(number), words) for number, words in figures if number),
            month_figure("Aktiviteter per månad", months, counts),
        ),
    )


def _months(first: date, last: date) -> list[date]:
    months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    return [date(month // 12, month % 12 + 1, 1) for month in months]


def _board_parts(held: Sequence[Held]) -> Iterator[Part]:
    meetings = [row for row in held if row.kind == ActivityKind.BOARD_MEETING]
    if not meetings:
        return
    noun = "protokollfört sammanträde" if len(meetings) == 1 else "protokollförda sammanträden"
    draft = f"Styrelsen har under året haft {number_word(len(meetings), neuter=True)} {noun}{_places(meetings)}."
    executive = sum(row.kind == ActivityKind.EXECUTIVE_MEETING for row in held)
    if executive:
        draft += f" Verkställande utskottet har haft {number_word(executive, neuter=True)} möte{'n' * (executive > 1)}."
    yield Part(
        "board",
        draft=draft,
        template="traffar/_chapter_table.html",
        facts=Listed(tuple(meetings), False, "Styrelsens sammanträden"),
        sources=_sources(meetings),
    )


def _places(meetings: Sequence[Held]) -> str:
    """: fem i Härnösand, två i Sundsvall och tre på distans; nothing unless every meeting has a short place"""
    places = Counter(row.place for row in meetings).most_common()
    if len(places) not in range(2, 6) or any(not place or "," in place for place, _ in places):
        return ""
    where = {place: _lower(place) if place.lower().startswith(REMOTE) else f"i {place}" for place, _ in places}
    return f": {listing([f'{number_word(times, neuter=True)} {where[place]}' for place, times in places])}"


def _theme_part(chapter: str, rows: Sequence[Held]) -> Part:
    facts: Listed | BarFigure
    if len(rows) <= LONGEST_TABLE:
        # A chapter may hold several tables, of the themes that share it: each says what it lists.
        caption = capitalised(listing([PLURALS[kind] for kind, _ in Counter(row.kind for row in rows).most_common()]))
        template, place, facts = "traffar/_chapter_table.html", 0, Listed(tuple(rows), True, caption)
    else:
        template, place = "berattelse/_row_figure.html", -1
        kinds = sorted(Counter(row.kind for row in rows).items(), key=lambda pair: PLURALS[pair[0]])
        bars = [(capitalised(PLURALS[kind]), count) for kind, count in kinds]
        facts = row_figure("Aktiviteter efter slag", bars, rows[0].family.value)
    return Part(chapter, draft=_theme_draft(rows), template=template, facts=facts, sources=_sources(rows), place=place)


def _theme_draft(rows: Sequence[Held]) -> str:
    """En höstkonferens hölls den 17 oktober, med 64 deltagare. Sex kurstillfällen har hållits under året …"""
    if len(rows) == 1:
        return f"{capitalised(_one(rows[0].kind))} hölls den {day_words(rows[0].day)}{_with_people(rows)}."
    return f"{capitalised(_what(rows))} har hållits under året{_with_people(rows)}."


def _body_draft(body: Body, rows: Sequence[Held]) -> str:
    """Föreningen har under året ordnat fyra torgmöten och ett medlemsmöte, med sammanlagt 84 deltagare."""
    who = "Nätverket" if body.kind == BodyKind.NETWORK else "Föreningen"
    sentences = [f"{who} har under året ordnat {_what(rows)}{_with_people(rows)}."]
    shared = sum(len(row.organisers) > 1 for row in rows)
    if shared and len(rows) > 1:
        sentences.append(f"{capitalised(number_word(shared))} av dem ordnades tillsammans med andra.")
    if guests := sum(row.guests for row in rows):
        people = "person" if guests == 1 else "personer"
        sentences.append(f"{capitalised(number_word(guests))} {people} kom resande från andra föreningar.")
    others = sum(row.kind != ActivityKind.NETWORK_MEETING for row in rows)
    if body.kind == BodyKind.NETWORK and 0 < others < len(rows):
        share = f"{number_word(others)} av nätverkets {number_word(len(rows))} aktiviteter"
        sentences.append(f"{capitalised(share)} var annat än möten.")
    return " ".join(sentences)


def _what(rows: Iterable[Held]) -> str:
    """fyra torgmöten, två medlemsmöten och en studiecirkel: the most frequent first"""
    counts = Counter(row.kind for row in rows).most_common()
    return listing([_one(kind) if n == 1 else f"{number_word(n)} {PLURALS[kind]}" for kind, n in counts])


def _one(kind: ActivityKind) -> str:
    """ett torgmöte, en studiecirkelträff"""
    if kind == ActivityKind.OTHER:
        return "en övrig aktivitet"
    name = "studiecirkelträff" if kind == ActivityKind.STUDY_CIRCLE else kind.label
    return f"{'ett' if name.endswith(NEUTER) else 'en'} {name}"


def _with_people(rows: Sequence[Held]) -> str:
    """, med 64 deltagare; nothing when nobody counted"""
    people = sum(row.headcount or 0 for row in rows)
    return f", med {'sammanlagt ' * (len(rows) > 1)}{digits(people)} deltagare" if people else ""


def _sources(rows: Iterable[Held]) -> frozenset[tuple[str, int]]:
    return frozenset((SOURCE, row.id) for row in rows)


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]
