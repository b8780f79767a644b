"""Swedish nouns that plans are made of: what is arranged and made."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from .lexicon import word_set

NounForm = Literal["singular", "plural", "either", "definite"]


@dataclass(frozen=True, slots=True)
class PlanNoun:
    """A word that names something that can be arranged, made or counted."""

    word: str
    form: NounForm
    plural: str
    is_event: bool


# singular/plural; a compound counts by its last part ("medlemsmöte" as "möte").
_EVENTS = """möte/möten träff/träffar utbildning/utbildningar kurs/kurser fest/fester pub/pubar arrangemang/arrangemang
    konferens/konferenser aktivitet/aktiviteter aktion/aktioner kampanj/kampanjer kväll/kvällar temadag/temadagar
    studiedag/studiedagar utbildningsdag/utbildningsdagar aktionsdag/aktionsdagar städdag/städdagar speldag/speldagar
    planeringsdag/planeringsdagar kampanjdag/kampanjdagar skoldag/skoldagar mässdag/mässdagar familjedag/familjedagar
    arbetsdag/arbetsdagar idrottsdag/idrottsdagar dagsutflykt/dagsutflykter friluftsdag/friluftsdagar
    helg/helger läger/läger resa/resor cirkel/cirklar föreläsning/föreläsningar föredrag/föredrag
    seminarium/seminarier seminar/seminarier workshop/workshops workshop/workshoppar debatt/debatter
    manifestation/manifestationer demonstration/demonstrationer tävling/tävlingar turnering/turneringar
    utställning/utställningar konsert/konserter lunch/luncher middag/middagar fika/fikor frukost/frukostar
    besök/besök torgdag/torgdagar dörrknackning/dörrknackningar flygbladsutdelning/flygbladsutdelningar
    samtal/samtal gasque/gasquer sittning/sittningar basar/basarer bankett/banketter vandring/vandringar
    promenad/promenader utflykt/utflykter loppis/loppisar marknad/marknader konvent/konvent lan/lan
    sammankomst/sammankomster sammanträde/sammanträden övning/övningar pass/pass träning/träningar match/matcher
    show/shower event/event event/events evenemang/evenemang mässa/mässor premiär/premiärer
    föreställning/föreställningar visning/visningar invigning/invigningar insamling/insamlingar
    bokbord/bokbord rundvandring/rundvandringar kalas/kalas bal/baler tentapub/tentapubar stämma/stämmor
    årsstämma/årsstämmor kongress/kongresser valvaka/valvakor samling/samlingar uppvaktning/uppvaktningar
    fredag/fredagar onsdag/onsdagar tisdag/tisdagar torsdag/torsdagar måndag/måndagar lördag/lördagar söndag/söndagar
    grillning/grillningar läsning/läsningar avslutning/avslutningar uppstart/uppstarter kickoff/kickoffer
    kick-off/kick-offer gång/gånger tillfälle/tillfällen teater/teatrar överläggning/överläggningar
    hearing/hearingar rådslag/rådslag stormöte/stormöten avstämning/avstämningar vecka/veckor dag/dagar
    uppföljning/uppföljningar julbord/julbord julmarknad/julmarknader bakning/bakningar lov/lov quiz/quiz
    tur/turer övernattning/övernattningar hajk/hajker kräftskiva/kräftskivor skiva/skivor rond/ronder
    introduktion/introduktioner auktion/auktioner kafé/kaféer lotteri/lotterier städning/städningar skådning/skådningar
    firande/firanden audition/auditions"""

_THINGS = """nyhetsbrev/nyhetsbrev brev/brev utskick/utskick tidning/tidningar nummer/nummer flygblad/flygblad
    broschyr/broschyrer rapport/rapporter artikel/artiklar insändare/insändare inlägg/inlägg policy/policyer
    policy/policys plan/planer motion/motioner enkät/enkäter undersökning/undersökningar hemsida/hemsidor
    webbplats/webbplatser webbsida/webbsidor medlem/medlemmar förening/föreningar avdelning/avdelningar klubb/klubbar
    grupp/grupper kandidat/kandidater stipendium/stipendier underlag/underlag lista/listor handbok/handböcker
    guide/guider mall/mallar schema/scheman budget/budgetar strategi/strategier checklista/checklistor
    film/filmer podd/poddar avsnitt/avsnitt lathund/lathundar logotyp/logotyper tröja/tröjor affisch/affischer
    uttalande/uttalanden pressmeddelande/pressmeddelanden interpellation/interpellationer remissvar/remissvar
    program/program projekt/projekt nätverk/nätverk hushåll/hushåll tjänst/tjänster kanal/kanaler konto/konton
    lokal/lokaler sponsor/sponsorer samarbete/samarbeten avtal/avtal deltagare/deltagare ledare/ledare
    funktionär/funktionärer volontär/volontärer ombud/ombud ledamot/ledamöter ombudsman/ombudsmän
    prenumerant/prenumeranter följare/följare besökare/besökare företag/företag skola/skolor kommun/kommuner
    arbetsplats/arbetsplatser ort/orter krona/kronor kr/kr kontakt/kontakter material/material bok/böcker
    presentation/presentationer protokoll/protokoll berättelse/berättelser arbetsgrupp/arbetsgrupper
    publikation/publikationer kit/kit skylt/skyltar banderoll/banderoller procent/procent utlägg/utlägg
    timme/timmar person/personer student/studenter styrelse/styrelser mandat/mandat röst/röster aktiv/aktiva
    avdelningsstyrelse/avdelningsstyrelser utmärkelse/utmärkelser pris/priser spel/spel region/regioner
    distrikt/distrikt dator/datorer monter/montrar kalender/kalendrar rutin/rutiner riktlinje/riktlinjer
    skrivelse/skrivelser kontroll/kontroller analys/analyser katalog/kataloger prov/prover
    ansökan/ansökningar
    dokument/dokument stadga/stadgar förslag/förslag idé/idéer bild/bilder video/videor system/system app/appar
    sida/sidor arkiv/arkiv bibliotek/bibliotek organisation/organisationer ungdom/ungdomar barn/barn kör/körer
    lag/lag instrument/instrument bidrag/bidrag tillstånd/tillstånd forum/forum utvärdering/utvärderingar
    översyn/översyner inventering/inventeringar kartläggning/kartläggningar utredning/utredningar"""


def _table(words: str, is_event: bool) -> list[tuple[str, NounForm, str, bool]]:
    rows: list[tuple[str, NounForm, str, bool]] = []
    for pair in words.split():
        singular, plural = pair.split("/")
        if singular == plural:
            rows.append((singular, "either", plural, is_event))
            continue
        rows += [(singular, "singular", plural, is_event), (plural, "plural", plural, is_event)]
    return rows


_ROWS = _table(_EVENTS, True) + _table(_THINGS, False)
_BY_WORD = {row[0]: row for row in reversed(_ROWS)}
# Words that stand alone only, since as last part they make other words ("semester", "förslag", "blanda").
_ALONE = word_set("lan pass show bal lag kr kit app bok kör ort aktiv aktiva pris sida gång lov spel röst barn")
_ENDINGS: dict[int, frozenset[str]] = {
    length: frozenset(word for word in _BY_WORD if len(word) == length and word not in _ALONE)
    for length in range(3, 24)
}
_NO_EVENTS = frozenset(["vardag", "riksdag", "valdag", "födelsedag", "vardagar"])
_DEFINITE = ("erna", "arna", "orna", "ena", "na", "en", "et", "an", "n", "t")


@lru_cache(maxsize=20_000)
def plan_noun(word: str) -> PlanNoun | None:
    """The noun that a word is or ends in: "medlemsmöten" → plural of "medlemsmöte"; None for other words."""
    lower = word.lower()
    found = _known(lower)
    if found is not None:
        ending, (_, form, plural, is_event) = found
        return PlanNoun(lower, form, lower.removesuffix(ending) + plural, is_event)
    for suffix in _DEFINITE:
        stem = lower.removesuffix(suffix)
        if stem != lower and len(stem) > 2:
            for candidate in (stem, stem + "e", stem + "a", stem[:-1] + "e" + stem[-1]):
                found = _known(candidate)
                if found is not None:
                    ending, (_, _, plural, is_event) = found
                    return PlanNoun(lower, "definite", candidate.removesuffix(ending) + plural, is_event)
    return None


def _known(word: str) -> tuple[str, tuple[str, NounForm, str, bool]] | None:
    if word in _BY_WORD:
        return word, _BY_WORD[word]
    if word in _NO_EVENTS:
        return None
    for length in range(min(23, len(word) - 2), 2, -1):
        if word[-length:] in _ENDINGS[length]:
            return word[-length:], _BY_WORD[word[-length:]]
    return None
