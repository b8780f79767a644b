"""The fields of a single commitment: target, unit, frequency, deadline, period, responsible, kind."""

import pytest

from plan.reading import CommitmentReading, read_plan, read_sentence


def read(sentence: str) -> CommitmentReading:
    return read_sentence(sentence)


@pytest.mark.parametrize(
    ("sentence", "target", "op"),
    [
        ("Styrelsen ska hålla minst åtta möten.", 8, ">="),
        ("Vi ska värva över 100 medlemmar.", 100, ">"),
        ("Vi ska ha högst tre möten.", 3, "<="),
        ("Vi ska locka ca 40 besökare.", 40, "~"),
        ("Vi ska värva ett tiotal medlemmar.", 10, "~"),
        ("Vi ska ordna 5-7 träffar.", 5, "range"),
        ("Vi ska öka antalet medlemmar med 10 procent.", 10, "="),
        ("Vi ska dela ut 1 200 flygblad.", 1200, "="),
        ("Klubben har öppet hus-kväll varje månad utom juni och juli.", 10, "="),
        ("Ett läger ordnas vår och höst.", 2, "="),
        ("Vi ska ha en pub i månaden.", 1, "="),
        ("Samtliga 14 föreningar ska besökas.", 14, "="),
        ("Antalet medlemmar ska passera 400.", 400, "="),
        ("Andelen unga ledare ska öka till minst 30 %.", 30, ">="),
        ("De tre grupperna ska tillsammans ordna minst tio träffar.", 10, ">="),
        ("Presidiet ska besöka de resterande tolv.", 12, "="),
        ("Minst 40 % av de som väljs ska vara under 30 år.", 40, ">="),
        ("Vi ska besöka alla skolor på orten (fyra stycken).", 4, "="),
        ("Fonden ska byggas upp till 40 000 kronor.", 40000, "="),
        ("Ingen krets ska ha färre än 15 medlemmar.", 15, ">="),
        ("Försäljningen ger 30 000 kr, och varje avdelning ska bemanna den vid två tillfällen.", 2, "="),
    ],
)
def test_target(sentence: str, target: int, op: str) -> None:
    commitment = read(sentence)
    assert (commitment.target, commitment.target_op) == (target, op)
    assert commitment.kind == "countable"


def test_both_ends_of_a_range() -> None:
    assert read("Vi ska ordna fem till sju träffar.").target_max == 7


@pytest.mark.parametrize(
    "sentence",
    [
        "Vi ska ordna en höstkonferens.",
        "Klubben ska under 2023 se över stadgarna.",
        "Ombudsmannen (50 %) ska stödja föreningarna.",
        "Vi ska utvärdera de senaste två årens arbete.",
        "Kallelsen ska skickas senast 14 dagar före årsmötet.",
        "Vi ska fira första maj den 1 maj klockan 12.",
        "Nämnden ska bevaka kurserna i årskurs 1 till 3.",
        "Vi ska verka för att staden ska bygga fyra badhus.",
        "Vi ska ordna läger för unga mellan 12 och 15 år.",
        "Priserna stiger med 4 %, så vi behöver hitta en billigare lokal.",
        "Kassören ska förhandla om hyran, som i dag är 9 400 kr i månaden.",
        "Laget ska planera en resa och får till den ett bidrag på högst 5 000 kronor.",
        "Vi ska verka för att regionen sparar mer och att minst 2 % av bidragen går till kultur.",
        "Medlemsavgiften ska höjas till 250 kr.",
        "Fönstren ska bytas ut, vilket kostar 90 000 kr.",
        "Kassören ska skicka ut ett brev varje vecka.",
        "Föreningen ska anställa en kanslist på 75 %.",
        "En premie på 200 kr ska införas.",
        "Vi ska hålla en tre dagar lång kurs.",
        "Vi ska hitta en lokal inom 30 minuters bilresa.",
        "Gruppen – fem ledamöter och två ersättare – träffas före mötet.",
    ],
)
def test_number_that_is_no_target(sentence: str) -> None:
    assert read(sentence).target is None


@pytest.mark.parametrize(
    ("sentence", "per", "unit"),
    [
        ("Ledarmiddagar ska ordnas en gång i kvartalet.", "kvartal", "ledarmiddagar"),
        ("Vi ska ha minst ett öppet styrelsemöte per läsperiod.", "läsperiod", "styrelsemöten"),
        ("Styrelsen ska träffas sex gånger per år.", "år", "möten"),
    ],
)
def test_frequency_and_unit(sentence: str, per: str, unit: str) -> None:
    commitment = read(sentence)
    assert commitment.per == per
    assert commitment.unit is not None
    assert commitment.unit.endswith(unit)


@pytest.mark.parametrize(
    ("sentence", "deadline", "period"),
    [
        ("Gruppen ska skriva en rapport senast den 3 maj.", "senast den 3 maj", None),
        ("Vi ska ordna träffar inför kongressen.", "inför kongressen", None),
        ("Vi ska värva 50 medlemmar före valdagen.", "före valdagen", None),
        ("Budgeten ses över på höstmötet i november.", "höstmötet i november", None),
        ("Under hösten ska vi ordna en kurs.", None, "Under hösten"),
        ("Styrelsen ska leda arbetet mellan årsmötena.", None, "mellan årsmötena"),
        ("Vi ska skapa kontakt mellan föreningarna.", None, None),
        ("Gruppen ska skriva en analys inför varje större match.", "inför varje större match", None),
        ("Manifestet ska antas på vårmötet.", "på vårmötet", None),
        ("Klubben ska sälja korv varje vecka under terminstid.", None, "under terminstid"),
        ("Vattengruppen ska ta prover april till oktober.", None, "april till oktober"),
        ("Vi ska skicka två ombud till förbundets stämma i april.", None, "i april"),
        ("Inbjudan till årsmötet ska skickas senast 14 dagar före mötet.", "senast 14 dagar före mötet", None),
        ("Vi ska ordna en kurs 3–4 maj.", "3–4 maj", None),
        ("Vi ska kalla till årsmöte i mars.", None, "i mars"),
        ("Kallelsen ska skickas senast tio dagar innan.", "senast tio dagar innan", None),
        ("Pluggstugor ska ordnas inför tentaperioderna.", "inför tentaperioderna", None),
        ("Två träffar ska hållas, v. 10 och v. 42.", None, "v. 10 och v. 42"),
        ("Under kampanjveckorna ska vi knacka dörr.", None, "Under kampanjveckorna"),
        ("Vi ska ha 9 000 kr kvar vid bokslutet.", "vid bokslutet", None),
        ("Styrelsen ska träffas varje månad utom juli.", None, None),
        ("Vi ska locka medlemmar under 40 år.", None, None),
        ("Gruppen ska träffas inför varje match och samla laget.", "inför varje match", None),
        ("Ordföranden, som väljs på årsmötet, ska leda arbetet under 2021.", None, "under 2021"),
    ],
)
def test_when(sentence: str, deadline: str | None, period: str | None) -> None:
    commitment = read(sentence)
    assert (commitment.deadline, commitment.period) == (deadline, period)


@pytest.mark.parametrize(
    ("sentence", "responsible"),
    [
        ("Vi ska ordna en fest.", None),
        ("Distriktsstyrelsen ska ordna en fest.", "distriktsstyrelsen"),
        ("DS ska ordna en fest.", "distriktsstyrelsen"),
        ("Under året ska valberedningen träffas.", "valberedningen"),
        ("Våra nätverk ska växa.", "nätverken"),
        ("Verkställande utskottet ska leda arbetet.", "verkställande utskottet"),
        ("Vi ska genom distriktet ordna kurser.", "distriktet"),
        ("Hemsidan uppdateras av sekreteraren.", "sekreteraren"),
        ("Medlemmarna ska bjudas in.", None),
        ("Föreningens valberedning ska förbereda valen.", "valberedningen"),
        ("Utskottets ordförande ska kalla till möten.", "utskottets ordförande"),
        ("Skogsfogden ansvarar för veden.", "skogsfogden"),
        ("Samtliga ledare ska gå en kurs.", "ledarna"),
        ("Varje avdelning ska ordna en fest.", "avdelningarna"),
        ("Minst två medlemmar ska delta i kursen.", None),
        ("Medlemmarna ska få ett nyhetsbrev i månaden.", None),
        ("Stadgan ska ses över inför 2022.", None),
        ("Spelledaren samordnar turneringarna och ansvarar för rummet.", "spelledaren"),
        ("Vaktmästaren har hand om nycklarna.", "vaktmästaren"),
        ("En gång i kvartalet ska redaktionsgruppen skriva ett brev.", "redaktionsgruppen"),
        ("Ingen krets ska ha färre än 15 medlemmar.", None),
        ("Varje ny medlem ska få ett samtal.", None),
        ("Distriktsstyrelsen får i uppdrag att utse en valledare.", "distriktsstyrelsen"),
        ("Varje förening måste synas och distriktet kommer att bjuda in dem.", "distriktet"),
        ("Sidan ska uppdateras varje vecka, webbansvarig håller i det.", "webbansvarig"),
        ("Vår representant ska rapportera till styrelsen.", "representanten"),
    ],
)
def test_responsible(sentence: str, responsible: str | None) -> None:
    assert read(sentence).responsible == responsible


def test_pronouns_and_own_abbreviations_are_resolved() -> None:
    text = (
        "Verksamhetsplan 2021\n\nKansliet\nFöreningen ska anställa en ombudsman. Hen ska hjälpa alla lokalgrupper.\n\n"
        "Organisation\nInformationsorganet (Ior) ska ge ut en tidning. Den ska också sköta hemsidan. Ior ska växa.\n"
    )
    found = [c.responsible for c in read_plan(text.encode(), filename="plan.txt").commitments]
    assert found == ["föreningen", "ombudsmannen", *["informationsorganet"] * 3]


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("Vi ska ordna träffar för nya medlemmar.", "countable"),
        ("Vi ska ordna en höstkonferens.", "one-off"),
        ("Kretsen ska skriva en policy.", "one-off"),
        ("Föreningen ska anställa en ombudsman.", "one-off"),
        ("Vi ska stärka samarbetet.", "ongoing"),
        ("Klubben ska sträva efter att ordna kurser.", "ongoing"),
        ("Hemsidan ska hållas uppdaterad.", "ongoing"),
        ("Antalet öppna arrangemang ska bli fler än under 2019.", "countable"),
        ("En policy för resor ska antas.", "one-off"),
        ("Genomförande av dräneringen på norrsidan.", "one-off"),
        ("Uthyrning till medlemmar.", "ongoing"),
        ("Vi ska ta fram en plan för hur vi ska kunna flytta till billigare lokaler.", "one-off"),
        ("Talare ska vara bokade senast den 15 mars.", "one-off"),
        ("Valberedaren ska rapportera till varje möte.", "ongoing"),
        ("Nya medlemmar ska få ett välkomstbrev.", "ongoing"),
        ("Styrelsen har till uppgift att förbereda medlemsmöten.", "ongoing"),
        ("Vi ska medverka på Kulturnatten.", "one-off"),
    ],
)
def test_kind(sentence: str, kind: str) -> None:
    assert read(sentence).kind == kind


def test_a_fragment_belongs_to_the_sentence_before() -> None:
    text = "Verksamhetsplan 2021\n\nKansli\nKansliet ska växa. Att vi kan hålla öppet, att vi kan svara i telefon.\n"
    whole, fragment = read_plan(text.encode(), filename="plan.txt").commitments
    assert not whole.continues_previous
    assert fragment.continues_previous
    assert fragment.responsible == "kansliet"


def test_organs_of_the_document_s_own_are_known_and_spoken_of_in_short() -> None:
    text = (
        "Verksamhetsplan 2021\n\nMottagningen\nGeneralerna skall\n- planera mottagningen\n\nFjällvandrarlaget\n"
        "Fjällvandrarlaget ska själva planera en resa. Laget ska redovisa sina planer. Vi ska ordna en fest.\n"
    )
    found = [c.responsible for c in read_plan(text.encode(), filename="plan.txt").commitments]
    assert found == ["generalerna", "fjällvandrarlaget", "fjällvandrarlaget", None]


def test_pronouns_do_not_reach_past_a_heading() -> None:
    text = (
        "Verksamhetsplan 2021\n\nKansli\nKansliet ska växa.\n\nFester\nMidsommarfesten är vår största fest.\n"
        "De ska ordnas varje år.\n"
    )
    assert [c.responsible for c in read_plan(text.encode(), filename="plan.txt").commitments] == ["kansliet", None]


def test_a_topic_as_heading_is_not_responsible() -> None:
    text = "Verksamhetsplan 2021\n\nMedlemmar\n- Ordna en fest\n- Vi ska bli fler\n\nSkriv\n- Ordna en kurs\n"
    assert {c.responsible for c in read_plan(text.encode(), filename="plan.txt").commitments} == {None}


def test_a_list_says_what_its_items_are_even_when_their_words_do_not() -> None:
    text = "Verksamhetsplan 2021\n\nHösten\n1) Sykurs\n2) Grillkväll\n3) Surkålsskål\n\nVåren\n1) Skrivkurs\n2) Fest\n"
    reading = read_plan(text.encode(), filename="plan.txt")
    assert [area.heading for area in reading.areas] == ["Hösten", "Våren"]
    assert [c.text for c in reading.commitments] == ["Sykurs", "Grillkväll", "Surkålsskål", "Skrivkurs", "Fest"]


def test_the_column_for_the_time_tells_how_often() -> None:
    text = (
        "Verksamhetsplan 2021\n\n| När | Vad |\n| --- | --- |\n| Varje månad utom juli | Styrelsemöte |\n"
        "| Två ggr/år | Avstämning |\n| Mars | Årsmöte |\n"
    )
    found = read_plan(text.encode(), filename="plan.txt").commitments
    assert [(c.kind, c.target) for c in found] == [("countable", 11), ("countable", 2), ("one-off", None)]


def test_a_lead_in_without_verb_gives_its_items_their_responsible() -> None:
    text = (
        "Verksamhetsplan 2021\n\nMål\nStyrelsen ska därutöver\n- byta bank\n\nDessutom skall kassören\n- sälja lotter\n"
    )
    found = read_plan(text.encode(), filename="plan.txt").commitments
    assert [(c.text, c.responsible) for c in found] == [("byta bank", "styrelsen"), ("sälja lotter", "kassören")]


def test_items_keep_the_lead_in_that_governs_them() -> None:
    text = (
        "Verksamhetsplan 2021\n\nStyrelsen\nUnder hösten skall styrelsen\n- se över stadgarna\n- om möjligt byta bank\n"
    )
    first, second = read_plan(text.encode(), filename="plan.txt").commitments
    assert first.lead_in == second.lead_in == "Under hösten skall styrelsen"
    assert (first.responsible, first.period) == ("styrelsen", "Under hösten")
    assert (first.strength, second.strength) == ("strong", "weak")


def test_a_list_of_facts_is_no_list_of_commitments() -> None:
    text = "Verksamhetsplan 2021\n\nStyrelsen\nStyrelsen består av:\n- ordförande\n- kassör\n\nStyrelsen ska mötas.\n"
    assert [c.text for c in read_plan(text.encode(), filename="plan.txt").commitments] == ["Styrelsen ska mötas."]


def test_the_column_for_the_responsible_goes_before_the_words_of_the_activity() -> None:
    table = "Månad\tAnsvarig\tAktivitet\nMaj\tTävlingskommittén\tKlubbens lopp, alla medlemmar hjälper till\n"
    table += "Juli\t\tInga aktiviteter\nAugusti\tStyrelsen\tStyrelsemöte\n"
    race, meeting = read_plan(f"Verksamhetsplan 2024\n\nKalender\n\n{table}".encode(), filename="plan.txt").commitments

    assert (race.responsible, meeting.responsible) == ("tävlingskommittén", "styrelsen")


def test_that_clauses_without_bullets_are_items_of_their_own() -> None:
    text = "Verksamhetsplan 2024\n\nMål\nVi vill:\natt alla medlemmar trivs hos oss i klubben\natt vi ordnar en fest\n"
    first, second = read_plan(text.encode(), filename="plan.txt").commitments

    assert first.lead_in == second.lead_in == "Vi vill:"


def test_what_it_is_held_against_is_no_time():
    reading = read("Antalet öppna arrangemang ska bli fler än under 2025.")
    assert (reading.deadline, reading.period) == (None, None)


def test_what_is_done_at_all_meetings_is_a_standing_duty():
    assert read("Könsuppdelad talarlista bör föras vid distriktets möten.").kind == "ongoing"
