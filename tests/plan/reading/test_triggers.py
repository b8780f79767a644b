"""Which sentences are commitments, and how strong: the definition's agent, undertaking and forward look."""

import pytest

from plan.reading.triggers import is_hedged, trigger_of

STRONG = """
Under verksamhetsåret skall styrelsen särskilt verka för att öka engagemanget.
Det ska finnas minst en kontaktperson i varje förening.
Som ett led i detta kommer vi att ordna en inspirationsdag.
Distriktet arrangerar årligen en sommarkurs för nya medlemmar.
Vi fortsätter att dela ut flygblad vid pendeltågsstationen.
Kursen riktar sig till nya medlemmar och ges två gånger per år.
Vår ambition är att alla föreningar ska få besök av styrelsen under året.
För att nå dit ska varje klubb utse en studieansvarig.
Programkommittén, som består av tre personer, tar fram höstens program.
Styrelsen, valberedningen och revisorerna ska ha en gemensam upptakt.
Utöver detta ska styrelsen inte starta några nya projekt.
Medlemmarna ska erbjudas rabatterade biljetter till festivalen.
Föreningar som saknar styrelse ska erbjudas hjälp.
Alla medlemmar ska få ett nyhetsbrev varje månad.
I mars anordnas en skrivarkurs tillsammans med ett studieförbund.
Därutöver planeras tre öppna föreläsningar.
Ett särskilt fokus kommer att läggas på ungdomar.
Det är styrelsens ansvar att följa upp planen.
Klubben har som målsättning att öka antalet aktiva spelare med 20 procent.
Sekreteraren ansvarar för att protokoll från möten anslås inom två veckor.
Det åligger ordföranden att kalla till möten.
Till våren bjuder vi in alla nya till en introduktionsträff.
Därför vill styrelsen att klubben ska växa.
Säkerställ att alla har nycklar.
Genomförande av tre kurser.
Jämställdhetsplanen revideras.
Liksom tidigare arrangerar vi tipspromenad på Kristi himmelsfärdsdag.
Andelen unga ledare ska öka till minst 30 %.
Samtliga nya funktionärer ska erbjudas en kurs.
Föreningar som har svårt att besätta sina poster ska erbjudas stöd.
Tidskriften kommer ut fyra gånger om året.
Klubben vill att den ska hållas både vår och höst.
Kassören ser till att räkningarna betalas under hela året.
Enligt beslut på årsmötet ska styrelsen starta en kör.
Andra tisdagen i månaden har vi öppet hus.
Sista söndagen i månaden står vi på torget.
På mässan i maj har vi en egen monter.
I maj åker tre av oss på förbundets stämma.
Nora Holm leder en vävkurs i februari.
Föreningens tidning Skutan utkommer med fyra nummer.
Bruksanvisningarna översätts till finska.
I augusti blir det kräftskiva på bryggan.
Valberedningen får i uppdrag att hitta en kassör.
"""
WEAK = """
Vi vill nå fler unga genom skolbesök.
Vi hoppas kunna anställa en verksamhetsutvecklare.
Kassören bör i god tid före årsmötet presentera ett förslag till budget.
Lokalen måste städas oftare.
Distriktet behöver stötta sina föreningar.
Ledamöterna förväntas delta på mötena.
Vid behov ordnas simundervisning.
Vi ska även pröva att starta ett kafé?
Vi vill också försöka att starta en kör.
Vi vill att alla arbetsgrupper har en egen nyckel.
Om möjligt ordnas en bussresa i juli.
"""
NONE = """
Föreningen bildades 1987 och har sitt säte i Umeå.
Under förra året anordnade vi tre kurser som blev uppskattade.
Under 2018 har kretsen haft en vandring.
Kommunen ska bygga 500 bostäder de närmaste åren.
Regeringens politik kommer att slå hårt mot sjuka och arbetslösa.
Alla människor ska ha rätt till vård.
Vi lever i en tid av ökade klyftor.
Det är viktigt att fler engagerar sig.
Styrelsen består av nio ledamöter.
Många upplever att det är svårt att ta plats.
Klyftorna ökar och allt fler barn växer upp i fattigdom.
Det som händer nu kommer att påverka oss länge.
Sverige ska vara ett land för alla.
Hur ska vi lyckas med det?
Vi vill att alla ska må bra.
I huset finns fel som många tycker ska lagas.
Skatterna ska sänkas för pensionärer, menar regeringen.
Arbetslösheten är hög och den kommer att stiga.
Föreningens ändamål är att sprida kunskap om trädgård.
Medlemskapet kostar 100 kronor per år.
Våra medlemmar kommer från hela länet.
Kretsen har i dag nio grupper.
Hyresgäster ska själva ta med sänglinne.
Gästerna ansvarar för att köket är städat.
Enligt lag ska föreningen ha en revisor.
Om majoritetens förslag går igenom kommer två badhus att stängas.
Föreningen fyller femtio år.
Bör vi sälja båten?
Riksdagsvalet hålls den 8 september.
Bladet som föreningen gav ut i höstas är tungläst.
På mötet i mars valdes en ny kassör.
Nora Holm är ordförande.
"""


def lines(text: str) -> list[str]:
    return text.strip().splitlines()


@pytest.mark.parametrize("sentence", lines(STRONG))
def test_strong_undertaking(sentence: str) -> None:
    trigger = trigger_of(sentence)
    assert trigger is not None
    assert trigger.strength == "strong"


@pytest.mark.parametrize("sentence", lines(WEAK))
def test_weak_undertaking(sentence: str) -> None:
    trigger = trigger_of(sentence)
    assert trigger is not None
    assert trigger.strength == "weak"


@pytest.mark.parametrize("sentence", lines(NONE))
def test_no_undertaking(sentence: str) -> None:
    assert trigger_of(sentence) is None


def test_lasting_work_in_the_present_tense_counts_only_in_a_plan_that_speaks_so() -> None:
    sentence = "Kretsen stöttar sina grupper."
    assert trigger_of(sentence, presents="dated") is None
    assert trigger_of(sentence, presents="all") is not None


@pytest.mark.parametrize("sentence", ["Klubben ska sträva efter balans.", "Kretsen ska verka för fler cykelbanor."])
def test_striving_is_a_hedge(sentence: str) -> None:
    assert is_hedged(sentence)
    assert not is_hedged("Vi ska ordna en fest.")
