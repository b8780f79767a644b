"""The annual reports: what people have written of the year, and of the year before, and what the board has decided."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from distrikt.organisation.models import Body, User
from distrikt.organisation.roles import BodyKind
from distrikt.webb.demo.days import noon
from distrikt.webb.demo.people import CLIMATE, DOMAIN, REGION, UNIONS
from plan.actions import close_plan
from plan.berattelse.actions import accept_proposals, approve_report, create_report, decide_outcome, write_chapter
from plan.berattelse.chapters import body_key
from plan.berattelse.models import AnnualReport, Chapter, Outcome
from plan.berattelse.outcomes import propose
from plan.models import YearPlan
from plan.reports import plan_follow_up


@dataclass(frozen=True, slots=True)
class Written:
    """A chapter that somebody (log-in) has written: in the year or, `later`, in the year after. Or a body's own."""

    chapter: str
    month: int
    day: int
    login: str
    text: str
    later: bool = False
    body: str = ""


WRITTEN = (
    Written(
        "",
        6,
        20,
        "region",
        "Regiongruppen har haft fyra ledamöter och ersättare i regionfullmäktige. Vi har lagt vår kraft på vården: "
        "bemannade akutmottagningar, öppna vårdcentraler och ett schema som personalen orkar med.\n\n"
        "Kontakten med uppropen har varit tät. När de ordnade vakor stod vi bredvid, och när regionstyrelsen "
        "sammanträdde hade vi med oss deras namnlistor.",
        body=REGION,
    ),
    Written(
        "",
        8,
        24,
        "sundsvall",
        "Vi har ordnat torgmöten, öppna kvällar och en studiecirkel om kommunens ekonomi som växte ur sin sal. "
        "Timrå och Ånge har hjälpt till på torget, och vi har åkt till dem.\n\n"
        "Det bästa vi gjorde var soppkvällarna för nya medlemmar. Det svåraste var att hinna ringa alla.",
        body="sundsvall",
    ),
    Written(
        "",
        9,
        8,
        "natverk",
        "Klimatnätverket har gått från möten till handling: en cykelkaravan, en klädbytardag och träd i marken. "
        "Arbetet med rapporten om länets utsläpp har gett oss en gemensam uppgift mellan träffarna.",
        body=CLIMATE,
    ),
    Written(
        "membership",
        12,
        20,
        "sekreterare",
        "Fler har kommit till än lämnat oss. De flesta nya har hört av sig efter ett torgmöte eller en öppen kväll, "
        "och flera har redan tagit ett uppdrag.",
    ),
    Written(
        "introduction",
        1,
        8,
        "ordforande",
        "Det här var året då vi slutade vänta på någon annan. Sju föreningar, tre nätverk och en ombudsman har "
        "tillsammans fyllt kalendern från Ånge till Örnsköldsvik.\n\n"
        "Allt blev inte gjort. Där planen sade mer än vi hann står det i berättelsen, punkt för punkt.",
        later=True,
    ),
    Written(
        "",
        1,
        15,
        "ange",
        "Vi är få men vi är kvar. Årets bygdekväll med musik samlade folk som inte brukar gå på möten.",
        later=True,
        body="ange",
    ),
    Written(
        "",
        1,
        17,
        "ordforande",
        "Det fackliga nätverket har träffats före varje avtalsrörelse och mött skiftlaget vid sågverket på dess "
        "egen rast. Vi hann färre arbetsplatser än vi ville.",
        later=True,
        body=UNIONS,
    ),
    Written(
        "closing",
        2,
        2,
        "ordforande",
        "Tack till alla som har burit stolar, kokat kaffe, kört bil, hållit tal och lyssnat. Vi ses på torget.",
        later=True,
    ),
)

# What the board says of a commitment beside its figures, by number; decided on the same day as the outcomes. It must
# hold whatever the year had got round to.
COMMENTS = {
    "1.1": "Fler ville gå än det fanns platser. Till nästa år flyttas ett tillfälle till Sollefteå.",
    "1.3": "Några föreningar har haft egna kvällar. Övriga har bjudit in till grannens.",
    "2.1": "Det var svårt att finna dagar som passade alla kommungrupper.",
    "4.1": "Styrelsen har mötts ungefär en gång i månaden, med uppehåll i juli och december.",
    "4.2": "Resorna tog mer tid än vi räknat med. Kramfors står först på tur.",
    "7.3": "Nätverket föreslår färre men längre besök.",
    "8.2": "Torgmötena var färre än planerat men bättre besökta än året före.",
    "8.4": "Första maj firades i fyra kommuner, kvinnodagen i två.",
    "10.1": "De minsta föreningarna vill ha hjälp med lokal och kallelser.",
    "10.4": "Två föreningar ringde alla sina. Distriktets egen ringrunda blev inte av.",
}
# Day and month, in the year after, when the board decides the outcomes and when it approves the whole.
DECIDES = (1, 25)
APPROVES = (2, 20)
PLACE = "Härnösand"


def make_report(plan: YearPlan, bodies: Mapping[str, Body], people: Mapping[str, User], *, today: date) -> None:
    """Save the report of a plan's year as far as it had come by the day."""
    secretary = people[f"sekreterare@{DOMAIN}"]
    report = create_report(plan=plan, by=secretary.pk)
    for written in WRITTEN:
        if (day := date(plan.year + written.later, written.month, written.day)) <= today:
            _write(written, report, bodies, people[f"{written.login}@{DOMAIN}"], day)
    if (day := date(plan.year + 1, *DECIDES)) <= today:
        _decide(report, secretary, day)
    if (day := date(plan.year + 1, *APPROVES)) <= today:
        signed = f"{PLACE} den 20 februari {day.year}"
        approve_report(report=report, on=day, place_and_date=signed, by=secretary.pk, today=day)
        close_plan(plan=plan, by=secretary.pk)


def _write(written: Written, report: AnnualReport, bodies: Mapping[str, Body], by: User, day: date) -> None:
    body = bodies[written.body] if written.body else None
    key = body_key(BodyKind(body.kind), body.slug) if body else written.chapter
    chapter = Chapter(report=report, key=key, body=body, text=written.text)
    write_chapter(chapter=chapter, version=1, by=by.pk, at=noon(day))


def _decide(report: AnnualReport, by: User, day: date) -> None:
    """The board takes the outcomes as proposed, and says something of some."""
    commitments = plan_follow_up(report.plan, day).commitments
    proposals = {each.id: propose(each.goal, each.evidence, each.status, day) for each in commitments}
    accept_proposals(report=report, proposals=proposals, by=by.pk, at=noon(day))
    for outcome in Outcome.objects.filter(report=report, commitment__number__in=COMMENTS).select_related("commitment"):
        outcome.comment = COMMENTS[outcome.commitment.number]
        decide_outcome(outcome=outcome, version=outcome.version, by=by.pk, at=noon(day))
