"""Swedish verbs that plans are made of, with the forms in which they undertake something.

Each verb has a class, which decides what sort of commitment it makes: `event` – arranges something that happens at a
time; `product` – makes, changes or decides one thing; `lasting` – continuous work; `auxiliary` – lends its class to
the verb that follows ("fortsätta anordna").
"""

from typing import Literal, NamedTuple

from .lexicon import word_set

VerbClass = Literal["event", "product", "lasting", "auxiliary"]


class Verb(NamedTuple):
    """A verb form's dictionary form and class."""

    infinitive: str
    verb_class: VerbClass


# First conjugation: the infinitive is also the imperative; present + r, passive + s.
_AR_VERBS: dict[VerbClass, str] = {
    "event": """anordna arrangera ordna organisera samla kalla sammankalla planera annonsera demonstrera fira kampanja
        presentera värva rekrytera intervjua publicera posta skicka visa dela lotta uppvakta""",
    "product": """starta skapa utarbeta upprätta avskaffa avveckla utvärdera revidera uppdatera lansera
        formulera utforma installera renovera utrusta etablera flytta inrätta anskaffa skaffa införskaffa
        upphandla omarbeta modernisera digitalisera inventera utfärda initiera implementera lämna ansöka testa
        producera designa anlita registrera dokumentera arkivera besluta teckna förnya nominera avsluta
        motionera komplettera certifiera miljöcertifiera diplomera kassera redovisa måla justera rensa städa bilda
        förhandla fakturera besiktiga reparera rusta laga plantera klippa sanera filma ändra budgetera öppna""",
    "lasting": """arbeta jobba verka samarbeta samverka samordna koordinera stötta uppmuntra engagera aktivera
        informera kommunicera utveckla förbättra effektivisera förenkla öka minska bevaka ansvara satsa främja
        prioritera fokusera uppmärksamma representera administrera kontakta utbilda inspirera motivera utöva
        inkludera underlätta diskutera debattera agera hantera bevara förvalta förankra opinionsbilda påverka
        förmedla garantera stimulera odla vårda välkomna vidareutveckla eftersträva sträva kämpa tillämpa
        fördjupa mobilisera rapportera intensifiera lyssna träna spela tipsa assistera coacha betala övervaka
        kontrollera värna försvara granska integrera anpassa medverka fördela uppmana kroka nyttja utnyttja
        profilera prata tala nätverka manifestera leta hitta fånga bemanna spara låna sponsra säkra
        fatta avlasta bearbeta efterfråga behandla vidarebefordra utforska""",
    "auxiliary": "börja våga sluta pröva",
}

# Second conjugation, given by the stem (= imperative): infinitive + a, present + er (none after r), passive + s.
_ER_VERBS: dict[VerbClass, str] = {
    "event": "genomför sänd besök ring inled bär erbjud",
    "product": """inför utför anställ fastställ beställ tillsätt köp färdigställ byt skriv slutför
        undersök framställ tillför överför tryck lös avgör sätt lägg välj sälj kartlägg sammanställ utred
        översätt anslut iordningställ ersätt skänk utlys förbered märk utnämn hyr stäng fäll röj tänd läs""",
    "lasting": """förstärk stärk stöd hjälp driv bedriv led följ sköt underhåll sprid upprätthåll
        använd väck lär höj sänk bygg fyll sök knyt tillhandahåll lyft verkställ handled ställ res
        möjliggör synliggör klargör tydliggör marknadsför säkerställ åk bered möt vidmakthåll""",
    "auxiliary": "fortsätt försök",
}

# infinitive, present, imperative, passive present, passive infinitive; "-" where the form does not undertake anything
_IRREGULAR: dict[VerbClass, tuple[str, ...]] = {
    "event": (
        "hålla håller håll hålls hållas",
        "ge ger ge ges ges",
        "ha - - - -",
        "tacka - tacka - -",
        "bjuda bjuder bjud bjuds bjudas",
        "inbjuda inbjuder inbjud inbjuds inbjudas",
        "träffas träffas - - -",
        "samlas samlas - - -",
        "mötas möts - - -",
        "ses ses - - -",
        "sammanträda sammanträder sammanträd - -",
        "utkomma utkommer - - -",
    ),
    "product": (
        "ta tar ta tas tas",
        "framta framtar framta framtas framtas",
        "välja väljer välj väljs väljas",
        "sälja säljer sälj säljs säljas",
        "utse utser utse utses utses",
        "anta antar anta antas antas",
        "lägga lägger lägg läggs läggas",
        "bestämma bestämmer bestäm bestäms bestämmas",
        "föreslå föreslår föreslå föreslås föreslås",
        "säga - - - -",
    ),
    "lasting": (
        "göra gör gör görs göras",
        "bli blir bli - -",
        "få - - - -",
        "se ser se - -",
        "vara - - - -",
        "nå når nå nås nås",
        "stå - - - -",
        "gå - - - -",
        "bistå bistår bistå bistås bistås",
        "delta deltar delta - -",
        "deltaga deltager - - -",
        "bidra bidrar bidra - -",
        "ske sker - - -",
        "finnas - - - -",
        "stödja stödjer stöd stöds stödjas",
        "tillvarata tillvaratar tillvarata tillvaratas tillvaratas",
        "utgå utgår - - -",
        "växa växer väx - -",
        "leva - - - -",
        "vinna vinner vinn vinns vinnas",
        "dra drar dra dras dras",
        "synas syns - - -",
        "låta låter låt - -",
    ),
    "auxiliary": (
        "kunna - - - -",
        "komma - - - -",
    ),
}

# A particle or object that settles the class of a verb that has several senses.
PARTICLES: dict[tuple[str, str], VerbClass] = {
    ("ta", "hand"): "lasting",
    ("ta", "emot"): "lasting",
    ("ta", "del"): "lasting",
    ("ta", "vara"): "lasting",
    ("ta", "ansvar"): "lasting",
    ("ta", "upp"): "lasting",
    ("ta", "chansen"): "lasting",
    ("ta", "våra"): "lasting",
    ("ta", "våran"): "lasting",
    ("ta", "vår"): "lasting",
    ("ta", "tillvara"): "lasting",
    ("göra", "reklam"): "lasting",
    ("göra", "det"): "lasting",
    ("ge", "stöd"): "lasting",
    ("ge", "information"): "lasting",
    ("lägga", "kraft"): "lasting",
    ("lägga", "kraften"): "lasting",
    ("lägga", "fokus"): "lasting",
    ("lägga", "vikt"): "lasting",
    ("lägga", "tid"): "lasting",
    ("lägga", "tiden"): "lasting",
    ("lägga", "resurser"): "lasting",
    ("sätta", "fokus"): "lasting",
    ("ställa", "upp"): "lasting",
    ("hålla", "kontakt"): "lasting",
    ("hålla", "kontakten"): "lasting",
    ("hålla", "sig"): "lasting",
    ("hålla", "ihop"): "lasting",
    ("hålla", "uppdaterad"): "lasting",
    ("hålla", "koll"): "lasting",
    ("ha", "kontakt"): "lasting",
    ("se", "till"): "auxiliary",
    ("se", "över"): "product",
    ("följa", "upp"): "product",
    ("bygga", "upp"): "product",
    ("bygga", "om"): "product",
    ("göra", "om"): "product",
    ("göra", "upp"): "product",
    ("gå", "igenom"): "product",
    ("märka", "upp"): "product",
    ("hålla", "aktuell"): "lasting",
    ("hålla", "aktuellt"): "lasting",
    ("hålla", "levande"): "lasting",
    ("hålla", "igång"): "lasting",
    ("hålla", "öppen"): "lasting",
    ("hålla", "öppet"): "lasting",
    ("hålla", "uppdaterat"): "lasting",
    ("hålla", "rent"): "lasting",
    ("hålla", "informerade"): "lasting",
    ("arbeta", "fram"): "product",
    ("starta", "upp"): "product",
}

# How lasting work is named as a noun, where the verb itself is no ending away: "stöd till", "samarbete med".
VERBAL_NOUN = r"\w{2,}(?:ning|ande|ende|ering|ation)(?:en|et|ar|arna|s)?"


def _tables() -> tuple[dict[str, Verb], dict[str, Verb], dict[str, Verb], dict[str, Verb]]:
    infinitives: dict[str, Verb] = {}
    presents: dict[str, Verb] = {}
    imperatives: dict[str, Verb] = {}
    passives: dict[str, Verb] = {}

    def enter(verb_class: VerbClass, infinitive: str, present: str, imperative: str, *passive: str) -> None:
        verb = Verb(infinitive, verb_class)
        infinitives.setdefault(infinitive, verb)
        for table, form in ((presents, present), (imperatives, imperative), *((passives, form) for form in passive)):
            if form != "-":
                table.setdefault(form, verb)

    for verb_class, rows in _IRREGULAR.items():
        for row in rows:
            enter(verb_class, *row.split())
    for verb_class, stems in _ER_VERBS.items():
        for stem in stems.split():
            present = stem if stem.endswith("r") else stem + "er"
            enter(verb_class, stem + "a", present, stem, stem + "s", stem + "as")
    for verb_class, verbs in _AR_VERBS.items():
        for verb in verbs.split():
            enter(verb_class, verb, verb + "r", verb, verb + "s")
    return infinitives, presents, imperatives, passives


INFINITIVES, PRESENTS, IMPERATIVES, PASSIVES = _tables()
del PRESENTS["inför"], IMPERATIVES["inför"]  # nearly always the preposition: "inför kongressen"

# Present forms that state how things are at least as often as they promise something.
DESCRIPTIVE_PRESENTS = word_set("ser visar lär blir vinner låter syns sker växer gör ger tar når drar utgår säger")
