"""Which chapters there are, in which order, and that nothing gets two headings or is told of what it did not do."""

from datetime import date

from distrikt.organisation.models import Assignment, User
from plan.berattelse.chapters import AREAS, chapters
from plan.models import Amendment
from traffar.models import ActivityKind


def titles(report):
    return [chapter.title for chapter in report.chapters]


def test_the_chapters_are_registered_in_the_order_of_the_domain():
    orders = [spec.order for _, spec in chapters]
    assert orders == sorted(orders)
    keys = [key for key, _ in chapters]
    assert keys[:3] == ["introduction", "board", "ombudsman"]
    assert keys.index("studies") < keys.index("branches") < keys.index("economy") < keys.index("closing")
    assert all(spec.order < AREAS for key, spec in chapters if key in ("introduction", "board", "ombudsman"))


def test_an_empty_year_still_has_its_frame(year):
    assert titles(year.report()) == [
        "Inledning",
        "Distriktsstyrelsen",
        "Ombudsman och expedition",
        "Ekonomi",
        "Slutord",
    ]


def test_the_areas_stand_in_the_plans_order_and_the_board_first(year):
    for heading in ("Kultur", "Distriktsstyrelsen", "Folkbildning"):
        year.commitment(year.area(heading))
    assert titles(year.report())[1:5] == ["Distriktsstyrelsen", "Ombudsman och expedition", "Kultur", "Folkbildning"]


def test_a_theme_goes_to_the_area_whose_heading_says_the_same(year, cast):
    year.commitment(year.area("Utåtriktade aktioner"))
    year.held(ActivityKind.SQUARE_MEETING, cast.bodies["sundsvall"], headcount=12)
    report = year.report()
    assert "Utåtriktat arbete" not in titles(report)
    area = next(chapter for chapter in report.chapters if chapter.title == "Utåtriktade aktioner")
    assert area.draft == "Ett torgmöte hölls den 31 januari, med 12 deltagare."


def test_a_theme_without_such_a_heading_goes_to_what_it_counted_towards(year, cast):
    meetings = year.commitment(year.area("Möten mellan människor"))
    year.held(ActivityKind.AUTUMN_CONFERENCE, cast.bodies["distriktet"], meetings, headcount=64)
    assert "Konferenser" not in titles(year.report())


def test_of_two_areas_that_it_counted_towards_as_much_the_first_has_it(year, cast):
    first, second = (year.commitment(year.area(heading)) for heading in ("Möten", "Sammanhållning"))
    for days in (10, 200):
        year.held(ActivityKind.AUTUMN_CONFERENCE, cast.bodies["distriktet"], second, first, days=days)
    report = year.report()
    told = [chapter.title for chapter in report.chapters if "höstkonferenser" in chapter.draft]
    assert told == ["Möten"]


def test_a_theme_that_the_plan_does_not_know_gets_a_chapter_of_its_own(year, cast):
    year.commitment(year.area("Kultur"))
    year.held(ActivityKind.FEMINISM_MEETUP, cast.bodies["distriktet"])
    report = titles(year.report())
    assert report.index("Kultur") < report.index("Internfeminism")


def test_a_branch_is_told_of_for_what_it_did_and_else_not_at_all(year, cast):
    for days in (10, 20):
        year.held(ActivityKind.SQUARE_MEETING, cast.bodies["sundsvall"], days=days, headcount=21, from_other_branches=3)
    year.held(ActivityKind.OPEN_EVENT, cast.bodies["ange"], days=40).co_hosts.add(cast.bodies["sundsvall"])
    branches = next(chapter for chapter in year.report().chapters if chapter.key == "branches")
    assert [child.title for child in branches.printed_children] == ["Sundsvall", "Ånge"]
    assert branches.printed_children[0].draft == (
        "Föreningen har under året ordnat två torgmöten och ett öppet arrangemang, med sammanlagt 42 deltagare. "
        "En av dem ordnades tillsammans med andra. Sex personer kom resande från andra föreningar."
    )


def test_the_board_is_told_of_by_role_and_named_only_by_consent(year, cast):
    Assignment.objects.filter(user=cast.chair).update(public_consent=True)
    for days in range(0, 100, 10):
        year.held(ActivityKind.BOARD_MEETING, cast.bodies["distriktsstyrelsen"], days=days)
    report = year.report()
    board = report.chapter("board")
    assert board.draft == (
        "Styrelsen har under året bestått av ordförande och sekreterare. "
        "Styrelsen har under året haft tio protokollförda sammanträden."
    )
    composition = next(part.facts for part in board.figures if part.template == "berattelse/_board.html")
    assert [holder.name for holder in composition.named] == ["Maria Norberg"]
    signatures = next(part.facts for part in report.chapter("closing").figures)
    assert [holder.name for holder in signatures.holders] == ["Maria Norberg", ""]


def test_protected_people_are_not_named_whatever_they_agreed_to(year, cast):
    Assignment.objects.filter(user=cast.chair).update(public_consent=True)
    User.objects.filter(pk=cast.chair.pk).update(is_protected=True)
    assert all(part.template != "berattelse/_board.html" for part in year.report().chapter("board").figures)


def test_what_was_changed_by_decision_is_told_with_its_reason(year):
    commitment = year.commitment(year.area("Kultur"))
    assert "Det vi valde bort" not in titles(year.report())
    Amendment.objects.create(
        commitment=commitment,
        kind=Amendment.Kind.DROPPED,
        old_text=commitment.text,
        decision="§ 34/2026",
        decided_on=date(2026, 9, 1),
        reason="Lokalen brann.",
    )
    chapter = year.report().chapter("amendments")
    assert chapter.draft == "Under året har styrelsen beslutat att låta ett åtagande utgå."
    assert [amendment.reason for amendment in chapter.figures[0].facts.amendments] == ["Lokalen brann."]


def test_a_series_is_told_as_one(year, cast):
    commitment = year.commitment(year.area("Kultur"))
    for number, days in enumerate((10, 40), start=1):
        title = f"Studiecirkel: Välfärden, kväll {number}"
        year.held(ActivityKind.STUDY_CIRCLE, cast.bodies["timra"], commitment, days=days, title=title)
    evidence = year.report().commitments[0].evidence
    assert evidence == "Studiecirkel: Välfärden, Timrå: 11 jan, 10 feb"


def test_a_few_of_the_sentences_that_people_wrote_stand_in_the_chapter(year, cast):
    commitment = year.commitment(year.area("Utåtriktat arbete"))
    said = [("Torget var fullt.", 80), ("Det regnade.", 3), ("Många nya kom.", 40), ("Torget var fullt.", 60), ("", 99)]
    for number, (outcome, headcount) in enumerate([*said, ("Vi bjöd på kaffe.", 20)]):
        year.held(
            *(ActivityKind.SQUARE_MEETING, cast.bodies["timra"], commitment),
            days=10 + number,
            outcome=outcome,
            headcount=headcount,
            place="Torget",
        )
    chapter = next(chapter for chapter in year.report().chapters if chapter.title == "Utåtriktat arbete")
    voices = chapter.figures[-1].facts.voices
    assert [voice.said for voice in voices] == ["Torget var fullt.", "Många nya kom.", "Vi bjöd på kaffe."]
    assert voices[0].about == "Torgmöte, Torget, 11 januari"


def test_a_year_without_sentences_has_no_voices(year, cast):
    year.held(ActivityKind.SQUARE_MEETING, cast.bodies["timra"])
    assert not any("voices" in part.template for chapter in year.report().every_chapter() for part in chapter.figures)
