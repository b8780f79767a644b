"""One commitment read whole: all fields of a sentence, an item or a table line that undertakes something."""

from dataclasses import dataclass

from .agents import Agents
from .content import content_of
from .grammar import Subject, gets, is_done_to, is_finite
from .kinds import kind_of
from .quantities import how_often, is_demand, per_of, quantity_of
from .sentences import flattened, split_sentences, words_of
from .shapes import CommitmentReading, Strength
from .triggers import Trigger, is_hedged, trigger_of
from .units import unit_of
from .when import when_of


@dataclass(frozen=True, slots=True)
class Setting:
    """What stands around a commitment: its heading, its lead-in, and what its table row says."""

    heading: str | None = None
    lead_in: str | None = None
    responsible: str | None = None
    period: str | None = None
    continues_previous: bool = False
    column: bool = False  # the responsible stands in a column of its own, which no word of the activity outdoes


def read_commitment(
    text: str, start: int, trigger: Trigger | None, strength: Strength, setting: Setting, agents: Agents
) -> CommitmentReading:
    """Reads every field of a commitment that stands at `start` and is known to be one."""
    plain = flattened(text)
    words = words_of(plain)
    verb = trigger.verb if trigger else -1
    subject = trigger.subject if trigger else Subject("none")
    hedge = is_hedged(plain) or bool(setting.lead_in and is_hedged(setting.lead_in))
    demanded = setting.lead_in is not None and is_demand(setting.lead_in) and subject.kind not in ("we", "body")
    quantity = None if demanded else quantity_of(_promising_part(plain, verb), words, verb)
    quantity = quantity or how_often(setting.period)
    content = content_of(words, verb)
    when = when_of(plain)
    per = per_of(plain) or per_of(setting.period or "") if quantity is None or quantity.times or quantity.unit else None
    kind = kind_of(plain, words, content, quantity, per, hedge=hedge, when=when, scheduled=setting.period)
    inherited = when_of(setting.lead_in) if setting.lead_in else None
    done_to = verb >= 0 and words[verb].lower != "vill" and (gets(words, verb, subject) or is_done_to(words, verb))
    in_column = setting.responsible if setting.column else None
    responsible = in_column or agents.responsible(plain, words, subject, done_to=done_to) or setting.responsible
    agents.note(words, subject if trigger else None, responsible if trigger else None)
    return CommitmentReading(
        text=text,
        start=start,
        end=start + len(text),
        kind=kind,
        target=quantity.target if quantity else None,
        target_op=quantity.op if quantity else None,
        target_max=quantity.maximum if quantity else None,
        per=per,
        unit=unit_of(plain, words, content, quantity, kind, setting.heading),
        deadline=when.deadline or (inherited.deadline if inherited else None),
        period=when.period or setting.period or (inherited.period if inherited else None),
        responsible=responsible,
        strength=strength,
        hedge=hedge,
        lead_in=setting.lead_in,
        continues_previous=setting.continues_previous,
    )


def _promising_part(text: str, verb: int) -> str:
    """The text up to the first sentence that states a rule or a fact ("Städdag. Alla medlemmar är skyldiga att …")."""
    if verb >= 0:
        return text
    for span in split_sentences(text)[1:]:
        sentence = text[span.start : span.end]
        if any(is_finite(word) for word in words_of(sentence)) and trigger_of(sentence) is None:
            return text[: span.start]
    return text
