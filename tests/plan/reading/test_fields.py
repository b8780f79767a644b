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
