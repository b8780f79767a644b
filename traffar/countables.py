"""The words that plans use for each kind of activity: what a commitment is set to count when a plan is read in."""

import re

from plan.countables import Countable, countables
from traffar.models import ActivityKind

_WORDS: dict[ActivityKind, str] = {
    # "Styrelsen ska träffas minst åtta gånger", "… ska hålla nio sammanträden": how often, not whom it meets.
    ActivityKind.BOARD_MEETING: r"styrelsemöte"
    r"|(?:styrelsen|\bDS)\b[^.]{0,80}\b(?:träffas|sammanträda|sammanträder|mötas|möts|ses)\s[^.]{0,40}\bgång"
    r"|(?:styrelsen|\bDS)\s+(?:·\s+den\s+)?(?:ska|skall|bör)\s+(?:ha|hålla|genomföra|kalla till)\s+"
    r"(?:\w+\s+){0,3}(?:möten|sammanträden)\b",
    ActivityKind.EXECUTIVE_MEETING: r"\bvu-?möte|verkställande utskottet\s+(?:\w+\s+){0,2}(?:träffas|sammanträd)",
    ActivityKind.COURSE_SESSION: r"kurs(?:er|en|tillfälle\w*)?\b|utbildning(?:ar|en|arna|sdag\w*)?\b|\bstudier\b",
    ActivityKind.STUDY_CIRCLE: r"(?:studie|läse)cirk(?:el|lar)",
    ActivityKind.REPRESENTATIVES_MEETUP: r"parlamentarikerträff|(?:träff|möte)\w*\s+(?:för|med)\s+(?:\w+\s+)?"
    r"(?:parlamentariker|förtroendevalda)",
    ActivityKind.AUTUMN_CONFERENCE: r"höstkonferens",
    # "Mellan årskonferenserna" tells when, not what.
    ActivityKind.ANNUAL_CONFERENCE: r"årskonferens(?!erna)|distriktsårsmöte",
    ActivityKind.CONGRESS_PREPARATION: r"kongressträff|(?:skrivar|motions)kväll|genomgång\w* med kongressombud"
    r"|(?:träff\w*|diskuter\w*|motion\w*)[^.]{0,40}\b(?:inför|före) kongressen",
    ActivityKind.MEMBERS_MEETING: r"medlemsmöte|medlemsträff",
    ActivityKind.FEMINISM_MEETUP: r"int(?:er|ern)feminis\w+",
    ActivityKind.NETWORK_MEETING: r"nätverks(?:möte|träff)"
    r"|nätverke?[nt]?\s+(?:\w+\s+){0,3}(?:träffas|sammanträd\w+|mötas|möts|ses)\b",
    # Whatever a network does outward is its own: no other kind is asked for.
    ActivityKind.NETWORK_ACTION: r"nätverks(?:aktivitet|aktion)"
    r"|nätverke?[nt]?\s+(?:ska|skall|bör)\s[^.]{0,60}\b(?:utåtriktad\w*|aktivitet\w*|aktion\w*)",
    ActivityKind.OPEN_EVENT: r"öpp(?:et|na|en)\s+(?:\w+\s+)?"
    r"(?:arrangemang|möte|träff|föreläsning|kväll|evenemang|samtal)",
    ActivityKind.SQUARE_MEETING: r"torgmöte|torgdag|torgstånd",
    ActivityKind.LEAFLETING: r"flygblad|dörrknack",
    # An action that is held, not one that others hold or that is only spoken of.
    ActivityKind.ACTION: r"(?:ordna|anordna|arrangera|genomföra|hålla|göra)\s+(?:\w+\s+){0,3}aktion(?:er|en)?\b"
    r"|aktionsdag|kampanj",
    ActivityKind.RALLY: r"manifestation|demonstration|första maj\b|kvinnodagen",
    ActivityKind.VISIT: r"\bbesök(?:a|er|en|et|s|as)?\b",
}


def register_countables() -> None:
    for kind, words in _WORDS.items():
        pattern = re.compile(words, re.IGNORECASE)
        countables.register(f"activity:{kind}", Countable("activity", kind.value, kind.label, pattern))
