"""Which chapters a report can have, and what the apps know about each.

The order is that of `2-domain.md`, Annual report. An app that knows something hands over *parts*: sentences for the
program's own draft, and figures with the template that shows them. It may know several chapters out of one query, so
it registers one source for all its parts.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from distrikt.organisation.models import Body
from distrikt.organisation.roles import BodyKind
from distrikt.registry import Registry
from plan.berattelse.composition import Holder
from plan.models import Amendment, YearPlan
from plan.reports import PlanFollowUp


@dataclass(frozen=True, slots=True)
class ChapterSpec:
    """A chapter: its Swedish title, its place, and the words by which it knows an area of the plan as the same thing.

    A chapter placed before the areas takes such an area along to its own place; one placed after them goes to where
    the area stands. So nothing gets two chapters. An appendix stands last, with a number. One that is expected is
    missed when it has no text; the others are printed only when there is something to say.
    """

    title: str
    order: int
    words: tuple[str, ...] = ()
    is_appendix: bool = False
    is_expected: bool = False


# Where the areas of the plan, and what bodies append, stand among the chapters.
AREAS, APPENDICES = 100, 600

chapters: Registry[ChapterSpec] = Registry("plan.berattelse.chapters")
for key, spec in {
    "introduction": ChapterSpec("Inledning", 10),
    "board": ChapterSpec("Distriktsstyrelsen", 20, ("styrelse",)),
    "ombudsman": ChapterSpec("Ombudsman och expedition", 30, ("ombudsm", "expedition", "kansli")),
    "studies": ChapterSpec("Studier", 210, ("studie", "utbildning", "kurser", "skolning")),
    "representatives": ChapterSpec("Parlamentarikerträffar", 220, ("parlamentariker", "distriktsträff")),
    "conferences": ChapterSpec("Konferenser", 230, ("konferens",)),
    "congress": ChapterSpec("Kongress", 240, ("kongress",)),
    "feminism": ChapterSpec("Internfeminism", 250, ("feminis",)),
    "networks": ChapterSpec("Nätverk", 260, ("nätverk",)),
    "outreach": ChapterSpec("Utåtriktat arbete", 270, ("utåtrikt", "aktion", "kampanj")),
    "region": ChapterSpec("Regionpolitik", 280, ("region",)),
    "branches": ChapterSpec("Partiföreningarna", 310, ("partiförening", "lokalförening", "lokalavdelning")),
    "amendments": ChapterSpec("Det vi valde bort", 320),
    "membership": ChapterSpec("Medlemsutveckling", 330, ("medlem",), is_expected=True),
    "economy": ChapterSpec("Ekonomi", 340, ("ekonomi",)),
    "closing": ChapterSpec("Slutord", 350),
    "activities": ChapterSpec("Årets aktiviteter", 510, is_appendix=True),
    "decisions": ChapterSpec("Styrelsens beslut", 520, is_appendix=True),
}.items():
    chapters.register(key, spec)

# Bodies that write a paragraph of their own, and the chapter it stands in. The region group appends a whole report.
BODY_CHAPTERS: dict[str, str] = {BodyKind.BRANCH: "branches", BodyKind.NETWORK: "networks"}


def body_key(kind: str, slug: str) -> str:
    """The key of a body's own chapter, e.g. `branch:sundsvall`."""
    return f"{kind}:{slug}"


@dataclass(frozen=True, slots=True)
class Part:
    """What an app knows about one chapter.

    `draft` is Markdown in the tense of a report; `template` is a fragment that shows `facts` (a frozen dataclass) on
    page and in PDF; `sources` are the lines of the ledger behind it (kind, id), which tell what area it belongs to.
    Of several templates the one with the lowest `place` comes first; below 0 it stands before the plan's sentences.
    The part of the chapter `wheel` has as `facts` a function that gives the marks of the year wheel.
    """

    chapter: str
    draft: str = ""
    template: str = ""
    facts: object = None
    sources: frozenset[tuple[str, int]] = frozenset()
    place: int = 0


@dataclass(frozen=True, slots=True)
class Material:
    """What every source may build on, read once for the whole report. Nobody looks: it is the same for all readers."""

    plan: YearPlan
    follow_up: PlanFollowUp
    bodies: tuple[Body, ...]
    holders: tuple[Holder, ...]
    amendments: tuple[Amendment, ...]


part_sources: Registry[Callable[[Material], Iterable[Part]]] = Registry("plan.berattelse.parts")
