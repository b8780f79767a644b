"""Reads what stands under one heading: prose sentence by sentence, lists under their lead-ins, and tables."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from .agents import Agents, definite, responsible_label
from .blocks import Block
from .bodies import PERSON, is_body
from .commitments import Setting, read_commitment
from .furniture import is_status_note
from .grammar import MODALS, Subject, clause_of, is_finite, subject_of
from .items import (
    bare_item_counts,
    bare_sister_counts,
    governed_strength,
    is_mostly_plan,
    is_only_names,
    is_plan_list,
    item_trigger,
)
from .leadins import LeadIn, announces_list, is_lead_in, strength_of
from .present_tense import Presents
from .sentences import Span, split_sentences, words_of
from .shapes import CommitmentReading, Strength
from .tables import table_lines
from .triggers import Trigger, continues_sentence, is_maybe, trigger_of
from .verbs import INFINITIVES

_PLAN_HEADING = re.compile(
    r"\b(?:mål|målsättning(?:ar)?|delmål|aktiviteter|åtgärder|att göra|planerad(?:e|t)?|handlingsplan|insatser|"
    r"verksamhetsmål|"
    r"uppgifter|arrangemang|kalendarium|program)\b",
    re.IGNORECASE,
)
# A heading may name those the plan is about rather than those who answer for it.
_TOPIC = re.compile(
    r"\w*(?:medlem(?:mar(?:na)?)?|organisation(?:en)?|ar|er|or|(?:förening|avdelning|klubb|krets|grupp)(?:ar|er)na)|"
    r"ledare",
    re.IGNORECASE,
)

# "Två av dem", "de resterande tolv": counted is what the commitment before counts
_POINTS_BACK = re.compile(
    r"\bav\s+(?:dem|dessa)\b|\bde\s+(?:resterande|återstående|kvarvarande|övriga)\b", re.IGNORECASE
)
# "Kontakta distriktschefen.", "Läs mer om kurserna." in prose: the reader is asked to
_TO_READER = re.compile(r"\W*(?:kontakta|hör|läs|mejla|maila|klicka|anmäl|ring|skriv till|se)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Governor:
    """What governs the items deeper than `indent`: a lead-in, or an item that names the responsible."""

    indent: int
    lead_in: LeadIn | None
    responsible: str | None
    detail: bool = False


class SectionReader:
    """Reads the blocks of one area. `opening` is for text before the first heading, `lavish` for a plan in the
    present tense."""

    def __init__(self, text: str, heading: str | None, agents: Agents, *, opening: bool, lavish: bool) -> None:
        self.text = text
        self.heading = heading
        self.agents = agents
        self.opening = opening
        self.presents: Presents = "none" if opening else "all" if lavish else "dated"
        self.found: list[CommitmentReading] = []
        self.responsible = self._responsible_by_heading()
        self.previous_counted = False
        self.period: str | None = None
        self.labelled: str | None = None

    def read(self, blocks: Sequence[Block]) -> list[CommitmentReading]:
        """The commitments of these blocks in document order."""
        lead_in = self._lead_in_by_heading()
        position = 0
        while position < len(blocks):
            block = blocks[position]
            run = _run_of(blocks, position)
            if block.kind == "when":
                self.period = self.text[block.start : block.end].strip(" :")
                self.responsible = None
                lead_in = LeadIn(self.period, -1, "strong")
                position += 1
            elif block.kind == "row":
                self._table(blocks[position:run])
                position = run
            elif block.kind == "item":
                self._items(blocks[position:run], lead_in)
                lead_in = self._lead_in_by_heading()
                position = run
            else:
                lead_in, position = self._paragraph(blocks, position)
        return self.found

    # -- prose ---------------------------------------------------------------------------------------------------

    def _paragraph(self, blocks: Sequence[Block], position: int) -> tuple[LeadIn | None, int]:
        """Reads a paragraph; returns the lead-in that it ends in, if any, and the next block's number."""
        block = blocks[position]
        sentences = split_sentences(self.text, block.start, block.end)
        following = blocks[position + 1] if position + 1 < len(blocks) else None
        last = self.text[sentences[-1].start : sentences[-1].end] if sentences else ""
        lead_in: LeadIn | None = None
        position += 1
        if following is not None and last:
            unmarked = _unmarked_items(self.text, blocks, position) if is_lead_in(last) else []
            if (following.kind == "item" and (is_lead_in(last) or announces_list(last))) or unmarked:
                lead_in = LeadIn(last, sentences[-1].start, strength_of(last))
                sentences = sentences[:-1]
            self._sentences(sentences)
            if unmarked:
                self._items(unmarked, lead_in)
                return self._lead_in_by_heading(), position + len(unmarked)
            return lead_in or self._lead_in_by_heading(), position
        self._sentences(sentences)
        return self._lead_in_by_heading(), position

    def _sentences(self, sentences: Sequence[Span]) -> None:
        for span in sentences:
            sentence = self.text[span.start : span.end]
            if is_status_note(sentence):
                self.previous_counted = False
                continue
            label = responsible_label(sentence)
            if label:
                self._give_responsible(label)
                continue
            trigger = trigger_of(sentence, presents=self.presents)
            if trigger and trigger.verb < 0 and _TO_READER.match(sentence):
                trigger = None
            if trigger and self.opening and trigger.strength == "weak":
                trigger = None
            if trigger:
                setting = Setting(self.heading, responsible=self.labelled)
                self._add(sentence, span.start, trigger, self._strength(sentence, trigger), setting)
            elif self.previous_counted and continues_sentence(sentence) and _is_fragment(sentence):
                setting = Setting(self.heading, responsible=self.found[-1].responsible, continues_previous=True)
                self._add(sentence, span.start, None, self.found[-1].strength, setting)
            else:
                self.agents.note(words_of(sentence), None, None)
            self.previous_counted = bool(self.found) and self.found[-1].start == span.start

    def _strength(self, sentence: str, trigger: Trigger) -> Strength:
        if trigger.verb < 0 and is_maybe(sentence):
            return "weak"
        return trigger.strength

    def _add(self, text: str, start: int, trigger: Trigger | None, strength: Strength, setting: Setting) -> None:
        reading = read_commitment(text, start, trigger, strength, setting, self.agents)
        if self.found and reading.target and reading.unit is None and _POINTS_BACK.search(text):
            reading = replace(reading, unit=self.found[-1].unit)
        self.found.append(reading)

    # -- lists ---------------------------------------------------------------------------------------------------

    def _items(self, items: Sequence[Block], lead_in: LeadIn | None) -> None:
        texts = [self.text[item.start : item.end] for item in items]
        is_plan = is_plan_list(texts) and not self.opening
        counts = bare_sister_counts if is_plan and is_mostly_plan(texts) else bare_item_counts
        base = _Governor(-1, lead_in, self._responsible_of(lead_in))
        governors = [base]
        for number, item in enumerate(items):
            while len(governors) > 1 and item.indent <= governors[-1].indent:
                governors.pop()
            above = governors[-1]
            parent = number + 1 < len(items) and items[number + 1].indent > item.indent
            opened = self._opened(texts[number], item, above) if parent or texts[number].endswith(":") else None
            if opened:
                governors.append(opened)
                continue
            label = responsible_label(texts[number]) or (texts[number] if is_only_names(texts[number]) else None)
            if label:
                self._give_responsible(label)
                continue
            counted = self._item(texts[number], item, above, is_plan=is_plan and counts(texts[number]))
            if parent and counted:
                governors.append(_Governor(item.indent, above.lead_in, above.responsible, detail=True))

    def _opened(self, text: str, item: Block, above: _Governor) -> _Governor | None:
        """An item that itself leads in deeper ones, or names who is responsible for them."""
        if is_lead_in(text):
            strength = strength_of(text) or (above.lead_in.strength if above.lead_in else None)
            lead_in = LeadIn(text, item.start, strength)
            return _Governor(item.indent, lead_in, self._responsible_of(lead_in) or above.responsible)
        if is_only_names(text):
            return _Governor(item.indent, above.lead_in, self.agents.resolve(text.strip(" :")))
        return None

    def _item(self, text: str, item: Block, above: _Governor, *, is_plan: bool) -> bool:
        trigger = item_trigger(text)
        strength: Strength | None = None
        if above.detail:
            if trigger is not None and (trigger.verb >= 0 or words_of(text)[0].lower in INFINITIVES):
                strength = trigger.strength
        elif above.lead_in is not None:
            if above.lead_in.strength is not None:
                strength = governed_strength(text, above.lead_in.strength)
            elif trigger is not None and trigger.verb >= 0:
                strength = trigger.strength
        elif trigger is not None and not is_status_note(text):
            strength = trigger.strength
        elif is_plan:
            strength = "strong"
        if strength is None or (self.opening and above.lead_in is None and strength == "weak"):
            return False
        own = _within(text, trigger)
        first = split_sentences(text)[0]
        if is_maybe(text[first.start : first.end]) and (own is None or own.verb < 0):
            strength = "weak"
        lead_in = above.lead_in.text if above.lead_in and above.lead_in.start >= 0 else None
        by_heading = self.labelled if own and own.subject.kind == "we" else self.responsible
        setting = Setting(self.heading, lead_in, above.responsible or by_heading, self.period)
        self._add(text, item.start, own, strength, setting)
        return True

    def _lead_in_by_heading(self) -> LeadIn | None:
        """A heading can be the lead-in itself ("Styrelsen skall"), or say that the list below is the plan ("Mål")."""
        if self.heading and (is_lead_in(self.heading) and not self.heading.endswith(":")):
            return LeadIn(self.heading, 0, strength_of(self.heading))
        if self.heading and _PLAN_HEADING.search(self.heading):
            return LeadIn(self.heading, -1, "strong")
        return None

    # -- who -----------------------------------------------------------------------------------------------------

    def _responsible_by_heading(self) -> str | None:
        """A heading that is the name of a body makes it responsible for the list below."""
        words = [word for word in words_of(self.heading or "") if word.text[0].isalpha()]
        self.agents.forget_whom()
        if (
            not words
            or len(words) > 3
            or not all(is_body(word.text) or word.lower in ("och", "samt") for word in words)
            or any(_TOPIC.fullmatch(word.text) and word.lower != "revisor" for word in words)
        ):
            return None
        if len(words) == 1:
            if PERSON.fullmatch(words[0].text):
                self.agents.person = definite(words[0].lower)
            else:
                self.agents.body = self.agents.resolve(words[0].text)
            return self.agents.person if PERSON.fullmatch(words[0].text) else self.agents.body
        return " ".join(word.lower for word in words)

    def _responsible_of(self, lead_in: LeadIn | None) -> str | None:
        if lead_in is None or lead_in.start < 0:
            return None
        words = words_of(lead_in.text)
        for number, word in enumerate(words):
            if is_finite(word) and (word.lower in MODALS or number <= 3):
                subject = subject_of(words, number, clause_of(words, number))
                if subject.kind in ("body", "pronoun"):
                    responsible = self.agents.responsible(lead_in.text, words, subject)
                    self.agents.note(words, subject, responsible)
                    return responsible
        first = words[0].text if words else ""
        known = self.agents.knows(first)
        return self.agents.resolve(first) if words and (known or (len(words) <= 4 and is_body(first))) else None

    def _give_responsible(self, name: str) -> None:
        """A line that only says who is responsible speaks of the commitment just above it, else of those below."""
        responsible = self.agents.resolve(name.strip(" .:()"))
        if self.period or not self.found:
            self.responsible = self.labelled = responsible
        elif self.found[-1].responsible is None:
            self.found[-1] = replace(self.found[-1], responsible=responsible)

    # -- tables --------------------------------------------------------------------------------------------------

    def _table(self, rows: Sequence[Block]) -> None:
        for line in table_lines(self.text, rows):
            content = self.text[line.start : line.end]
            responsible = line.responsible.lower() if line.responsible else self.responsible
            setting = Setting(self.heading, line.lead_in, responsible, line.period, column=bool(line.responsible))
            strength: Strength = "weak" if is_maybe(content) else "strong"
            self._add(content, line.start, _within(content, item_trigger(content)), strength, setting)


def _run_of(blocks: Sequence[Block], position: int) -> int:
    """Where the run of blocks of the same kind ends that begins here."""
    end = position
    while end < len(blocks) and blocks[end].kind == blocks[position].kind:
        end += 1
    return end


def _unmarked_items(text: str, blocks: Sequence[Block], position: int) -> list[Block]:
    """Lines below a lead-in that are its items although they have no bullet."""
    items: list[Block] = []
    while position < len(blocks) and blocks[position].kind == "paragraph":
        block = blocks[position]
        lower = text[block.start].islower()
        if (block.after_blank and not lower) or (not lower and block.end - block.start > 160):
            break
        items.append(replace(block, kind="item"))
        position += 1
    return items


def _is_fragment(sentence: str) -> bool:
    """Is "Att vi kan …" all there is, or does a main clause follow ("Att växa är viktigt")?"""
    words = words_of(sentence)
    return all(clause_of(words, n).opener is not None for n, word in enumerate(words) if is_finite(word))


def _within(text: str, trigger: Trigger | None) -> Trigger | None:
    """A trigger counts words from its own sentence; in an item of several sentences only the first one's hold."""
    if trigger is None or trigger.verb < 0:
        return trigger
    first = split_sentences(text)[0]
    own = item_trigger(text[first.start : first.end])
    return own if own else Trigger(-1, Subject("none"), trigger.strength)
