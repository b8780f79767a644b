"""The words that plans use for each kind of activity: what a commitment is set to count when a plan is read in."""

import re

from plan.countables import Countable, countables
from traffar.models import ActivityKind

_WORDS: dict[ActivityKind, str] = {
    ActivityKind.BOARD_MEETING: r"styrelsemöte|styrelsen\s+(?:\w+\s+){0,2}(?:träffas|sammanträd|mötas|möts|ses\b)"
    r"|styrelsen\s+(?:ska|skall)\s+(?:ha|hålla)\s+(?:\w+\s+){0,3}möten",
    ActivityKind.EXECUTIVE_MEETING: r"\bvu-?möte|verkställande utskottet\s+(?:\w+\s+){0,2}(?:träffas|sammanträd)",
    ActivityKind.COURSE_SESSION: r"kurs(?:er|en|tillfälle\w*)?\b|utbildning(?:ar|en|arna|sdag\w*)?\b|\bstudier\b",
    ActivityKind.STUDY_CIRCLE: r"(?:studie|läse)cirk(?:el|lar)",
    ActivityKind.REPRESENTATIVES_MEETUP: r"parlamentarikerträff|(?:träff|möte)\w*\s+(?:för|med)\s+(?:\w+\s+)?"
    r"(?:parlamentariker|förtroendevalda)",
    ActivityKind.AUTUMN_CONFERENCE: r"höstkonferens",
    ActivityKind.ANNUAL_CONFERENCE: r"(?<!mellan )årskonferens|distriktsårsmöte",
    ActivityKind.CONGRESS_PREPARATION: r"kongressträff"
    r"|(?:träff\w*|diskuter\w*|motion\w*)[^.]{0,40}\b(?:inför|före) kongressen",
    ActivityKind.MEMBERS_MEETING: r"medlemsmöte|medlemsträff",
    ActivityKind.FEMINISM_MEETUP: r"int(?:er|ern)feminis\w+",
    ActivityKind.NETWORK_MEETING: r"nätverks(?:möte|träff)",
    ActivityKind.NETWORK_ACTION: r"nätverks(?:aktivitet|aktion)|\bnätverken?\b",
    ActivityKind.OPEN_EVENT: r"öpp(?:et|na|en)\s+(?:\w+\s+)?"
    r"(?:arrangemang|möte|träff|föreläsning|kväll|evenemang|samtal)",
    ActivityKind.SQUARE_MEETING: r"torgmöte|torgdag|torgstånd",
    ActivityKind.LEAFLETING: r"flygblad|dörrknack",
    ActivityKind.ACTION: r"\baktion(?:er|en|erna)?\b|kampanj",
    ActivityKind.RALLY: r"manifestation|demonstration",
    ActivityKind.VISIT: r"\bbesök(?:a|er|en|et|s|as)?\b",
}


def register_countables() -> None:
    for kind, words in _WORDS.items():
        pattern = re.compile(words, re.IGNORECASE)
        countables.register(f"activity:{kind}", Countable("activity", kind.value, kind.label, pattern))
