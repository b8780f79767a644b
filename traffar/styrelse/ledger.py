"""The ledger of decisions: what has been decided across all meetings, how it goes, and what it costs."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from typing import Any
from unicodedata import normalize

import django_filters
from django import forms
from django.db.models import Count, F, Prefetch, Q, Sum
from django.urls import reverse
from django.utils.datastructures import MultiValueDict

from distrikt.access import Viewer
from distrikt.organisation.models import User
from distrikt.spreadsheet import Table, as_text
from plan.models import Commitment
from plan.uppgifter.reports import shown_name
from plan.wording import digits, full_day_words, short_day
from traffar.styrelse.addresses import minutes_address
from traffar.styrelse.minutes import decision_reference
from traffar.styrelse.models import CircularDecision, Decision, DecisionQuerySet

OPEN, DONE, OVERDUE, ALL = "oppna", "genomforda", "forsenade", "alla"
_PARAGRAPH = re.compile(r"§\s*(\d{1,4})(?:\s*/\s*(\d{4}))?|(?<!\S)(\d{1,4})/(\d{4})(?!\S)")
_SEARCHED = ("text", "reference", "note", "responsible_name", "item__title")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the plan that a decision serves."""

    number: str
    text: str
    url: str


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """What a question per capsulam says of how it is carried out; each "" or empty where it says nothing."""

    responsible: str
    due: str
    amount: str
    sentences: tuple[Sentence, ...]

    @property
    def is_empty(self) -> bool:
        return not (self.responsible or self.due or self.amount or self.sentences)


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """`place` is where the § stands in the minutes, "" for what was decided elsewhere."""

    pk: int
    reference: str
    place: str
    day: str
    short_day: str
    body: str
    text: str
    responsible: str
    due: str
    short_due: str
    amount: str
    state: str
    note: str
    sentences: tuple[Sentence, ...]
    is_open: bool
    is_overdue: bool
    is_done: bool
    is_confidential: bool
    is_circular: bool


@dataclass(frozen=True, slots=True)
class Totals:
    """What the decisions that are shown come to, on all pages."""

    decisions: int
    kronor: int

    @property
    def amount(self) -> str:
        return kronor(self.kronor)


def kronor(amount: int) -> str:
    return f"{digits(amount)}\xa0kr"


def matching(decisions: DecisionQuerySet, text: str) -> DecisionQuerySet:
    """Those that have every word of the text, and the § when one is written: "§ 34", "34/2020".

    SQLite knows upper and lower case of a–z alone, and a text may have come with its dots apart (NFD): so words are
    asked for in the spellings that people use.
    """
    found, text = decisions, normalize("NFC", text)
    for match in _PARAGRAPH.finditer(text):
        number, year = int(match[1] or match[3]), match[2] or match[4]
        found = found.filter(_of_paragraph(number, int(year) if year else None))
    for word in _PARAGRAPH.sub(" ", text).replace("§", " ").split():
        spellings = {word, word.lower(), word.upper(), word.capitalize()}
        spellings |= {normalize("NFD", spelling) for spelling in spellings}
        tests = (Q(**{f"{name}__contains": spelling}) for name in _SEARCHED for spelling in spellings)
        ascii_tests = (Q(**{f"{name}__icontains": word}) for name in _SEARCHED)
        found = found.filter(reduce(or_, (*tests, *ascii_tests)))
    return found


def _of_paragraph(number: int, year: int | None) -> Q:
    own = Q(item__paragraph=number)
    if year is None:
        return own | Q(reference__regex=rf"(^|[^0-9]){number}([^0-9]|$)")
    return own & Q(item__meeting__year=year) | Q(reference__regex=rf"(^|[^0-9]){number}/{year}([^0-9]|$)")


class DecisionFilter(django_filters.FilterSet):  # type: ignore[misc]  # the library has no types
    """Choices are read once: a choice that is made costs no query of its own."""

    q = django_filters.CharFilter(label="Ord eller §", method="with_words", widget=forms.SearchInput)
    ar = django_filters.ChoiceFilter(label="År", empty_label="Alla", method="of_year")
    ansvarig = django_filters.ChoiceFilter(label="Ansvarig", empty_label="Alla", field_name="responsible")

    class Meta:
        model = Decision
        fields: list[str] = []

    def __init__(self, data: MultiValueDict[str, str], *, queryset: DecisionQuerySet, viewer: Viewer) -> None:
        super().__init__(data, queryset=queryset)
        years = queryset.order_by("-decided_on__year").values_list("decided_on__year", flat=True).distinct()
        self.filters["ar"].extra["choices"] = [(str(year), str(year)) for year in years]
        people = User.objects.filter(pk__in=queryset.order_by().values("responsible"))
        named = [(str(person.pk), shown_name(person, viewer)) for person in people]
        self.filters["ansvarig"].extra["choices"] = named

    @property
    def is_used(self) -> bool:
        return any(self.data.get(name) for name in self.filters)

    def with_words(self, decisions: DecisionQuerySet, name: str, text: str) -> DecisionQuerySet:
        return matching(decisions, text)

    def of_year(self, decisions: DecisionQuerySet, name: str, year: str) -> DecisionQuerySet:
        return decisions.filter(decided_on__year=int(year))


def in_state(decisions: DecisionQuerySet, state: str, today: date) -> DecisionQuerySet:
    """Those of a tab: open, done, overdue or all."""
    match state:
        case "oppna":
            return decisions.open()
        case "forsenade":
            return decisions.overdue(today)
        case "genomforda":
            return decisions.filter(state=Decision.State.DONE)
        case _:
            return decisions


def in_ledger_order(decisions: DecisionQuerySet) -> DecisionQuerySet:
    """The latest meeting first, each meeting's in the order of its §§."""
    return decisions.order_by("-decided_on", "body", F("item__paragraph").asc(nulls_last=True), "position", "pk")


def totals_of(decisions: DecisionQuerySet) -> Totals:
    found = decisions.order_by().aggregate(count=Count("pk"), kronor=Sum("amount"))
    return Totals(found["count"], found["kronor"] or 0)


def for_rows(decisions: DecisionQuerySet, viewer: Viewer) -> DecisionQuerySet:
    """With all that their rows show. Two queries."""
    rows: DecisionQuerySet = decisions.with_origin().prefetch_related(sentences_for(viewer))
    return rows


def sentences_for(viewer: Viewer) -> "Prefetch[str]":
    """The sentences that a row serves, as far as the viewer sees them. One query."""
    sentences = Commitment.objects.visible_to(viewer).in_plan_order().select_related("plan")
    return Prefetch("commitments", queryset=sentences.only("number", "text", "plan__year"))


def decision_rows(decisions: Iterable[Decision], viewer: Viewer) -> list[DecisionRow]:
    """Of decisions that were read by `for_rows`."""
    return [decision_row(decision, viewer) for decision in decisions]


def decision_row(decision: Decision, viewer: Viewer) -> DecisionRow:
    item = decision.item
    done = f" {full_day_words(decision.done_on)}" if decision.done_on else ""
    return DecisionRow(
        pk=decision.pk,
        reference=decision_reference(decision),
        place=minutes_address(item.meeting_id, item.paragraph) if item else "",
        day=full_day_words(decision.decided_on),
        short_day=_short(decision.decided_on),
        body=decision.body.name,
        text=decision.text,
        responsible=_responsible(decision, viewer),
        due=full_day_words(decision.due_on) if decision.due_on else "",
        short_due=_short(decision.due_on) if decision.due_on else "",
        amount=kronor(decision.amount) if decision.amount is not None else "",
        state=f"{decision.get_state_display()}{done}",
        note=decision.note,
        sentences=_sentences(decision),
        is_open=decision.is_open,
        is_overdue=decision.is_overdue(viewer.today),
        is_done=decision.state == Decision.State.DONE,
        is_confidential=decision.is_confidential,
        is_circular=decision.circular_id is not None,
    )


def proposal_row(circular: CircularDecision, viewer: Viewer) -> ProposalRow:
    """Of a question that was read with `sentences_for`."""
    return ProposalRow(
        responsible=_responsible(circular, viewer),
        due=full_day_words(circular.due_on) if circular.due_on else "",
        amount=kronor(circular.amount) if circular.amount is not None else "",
        sentences=_sentences(circular),
    )


def _responsible(row: Decision | CircularDecision, viewer: Viewer) -> str:
    """Who sees to it now; of an account that is gone the name."""
    return shown_name(row.responsible, viewer) or row.responsible_name


def _sentences(row: Decision | CircularDecision) -> tuple[Sentence, ...]:
    return tuple(
        Sentence(one.number, one.text, reverse("plan:commitment_detail", args=[one.plan.year, one.number]))
        for one in row.commitments.all()
    )


def _short(day: date) -> str:
    """6 nov 2026"""
    return f"{short_day(day)} {day.year}"


HEADING: list[str | int] = [
    *("Beteckning", "Beslutat", "Organ", "Beslut", "Ansvarig", "Klart senast", "Läge", "Genomfört", "Så gick det"),
    *("Belopp (kr)", "Punkter i planen"),
]
WIDTHS = (18, 12, 24, 60, 24, 12, 14, 12, 40, 12, 18)


def table_of(decisions: Iterable[Decision], viewer: Viewer) -> Table:
    """The decisions as rows and columns, days as 2026-09-15; no cell is a formula."""
    rows: Table = [HEADING]
    for decision in decisions:
        row = decision_row(decision, viewer)
        cells: list[Any] = [
            *(row.reference, decision.decided_on.isoformat(), row.body, row.text, row.responsible),
            *(decision.due_on.isoformat() if decision.due_on else "", decision.get_state_display()),
            *(decision.done_on.isoformat() if decision.done_on else "", row.note),
            *(decision.amount if decision.amount is not None else "", ", ".join(one.number for one in row.sentences)),
        ]
        rows.append([as_text(cell) if isinstance(cell, str) else cell for cell in cells])
    return rows
