"""The review as a value: every choice leaves the sentences as the document has them."""

from contextlib import suppress

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from plan.intake.choices import Choice, What
from plan.intake.cuts import cuts_of
from plan.intake.numbering import numbered_areas
from plan.intake.page import paragraphs_of, sentences_of
from plan.intake.review import Gone, Review, State, review_of
from plan.intake.review_forms import CommitmentForm
from plan.reading import read_plan
from tests.plan.read_in_text import BOARD_MEETS, EVENTS, FACT, PAPER, PLAN


def read() -> Review:
    return review_of(read_plan(PLAN.encode(), filename="plan.txt"))


def at(text: str) -> int:
    return PLAN.index(text)


def texts(review: Review) -> list[str]:
    return [candidate.commitment.text for candidate in review.kept]


def test_everything_is_proposed_and_nothing_chosen():
    review = read()
    assert {candidate.state for candidate in review.candidates} == {State.PROPOSED}
    assert [heading.text for heading in review.headings] == [
        "",
        "Det politiska läget",
        "Styrelsen",
        "Utåtriktat arbete",
    ]


def test_keep_accepts_and_a_changed_field_is_told():
    review = read().keep(at(BOARD_MEETS)).keep(at(PAPER), kind="ongoing")
    assert review.candidate_at(at(BOARD_MEETS)).state == State.ACCEPTED
    assert review.candidate_at(at(PAPER)).state == State.CHANGED
    assert review.candidate_at(at(PAPER)).commitment.kind == "ongoing"


def test_what_is_dropped_stays_in_sight_and_can_be_kept_again():
    review = read().drop(at(PAPER))
    assert PAPER not in texts(review)
    assert PAPER in texts(review.keep(at(PAPER)))


def test_a_sentence_that_was_passed_over_is_added_and_read():
    review = Choice(What.KEEP, at(FACT)).apply(read())
    assert review.candidate_at(at(FACT)).state == State.ACCEPTED
    assert FACT in texts(review)


def test_a_commitment_added_to_background_makes_the_area_one_of_commitments():
    start = at("Vi behöver prata mer om jämlikhet.")
    review = Choice(What.KEEP, start).apply(read())
    assert review.heading_of(start).role == "commitments"


def test_background_holds_no_commitments():
    review = read().change_heading(at("Styrelsen\n"), text="Styrelsen", role="background")
    assert texts(review)[0] == EVENTS


def test_split_cuts_before_the_joining_word_and_reads_both_halves():
    review = Choice(What.SPLIT, at(EVENTS)).apply(read())
    first, second = review.candidate_at(at(EVENTS)), review.candidate_at(at("och distriktet ska dela"))
    assert first.commitment.text == "Distriktet ska ordna öppna arrangemang för allmänheten"
    assert second.commitment.text == "och distriktet ska dela ut flygblad inför valet."
    assert (first.commitment.unit, second.commitment.deadline) == ("arrangemang", "inför valet")


def test_join_after_split_gives_the_sentence_back():
    review = Choice(What.JOIN, at(EVENTS)).apply(Choice(What.SPLIT, at(EVENTS)).apply(read()))
    assert texts(review) == texts(read())


def test_join_takes_in_a_sentence_that_is_no_commitment():
    review = Choice(What.JOIN, at(PAPER)).apply(read())
    assert review.candidate_at(at(PAPER)).commitment.text == f"{PAPER} {FACT}"


def test_join_never_reaches_over_a_heading():
    review = Choice(What.JOIN, at(PAPER)).apply(read())
    with pytest.raises(Gone):
        Choice(What.JOIN, at(PAPER)).apply(review)


def test_a_line_becomes_a_heading_and_text_again():
    review = Choice(What.MAKE_HEADING, at(FACT)).apply(read())
    assert review.heading_of(at(FACT)).text == FACT
    assert review.unmake_heading(at(FACT)) == read()


def test_what_another_tab_has_taken_away_is_gone():
    review = Choice(What.JOIN, at(BOARD_MEETS)).apply(read())
    for choice in (review.keep, review.drop, review.unmake_heading):
        with pytest.raises(Gone):
            choice(at(PAPER))


def test_headings_lose_the_documents_own_numbers():
    review = review_of(
        read_plan("Verksamhetsplan 2031\n\n2. Mål:\n\n- Vi ska hålla tre möten.\n".encode(), filename="a.md")
    )
    assert review.headings[1].text == "Mål"


def test_areas_are_numbered_from_one_and_background_is_not():
    numbers = [(area.number, len(area.candidates)) for area in numbered_areas(read())]
    assert numbers == [(None, 0), (None, 0), (1, 2), (2, 3)]


def test_cuts_come_with_the_likeliest_first():
    text = "Vi ska hålla möten, och vi ska skriva brev – det är viktigt för alla."
    assert text[cuts_of(text)[0] :].startswith("det är viktigt")
    assert cuts_of("Möten hålls.") == ()


def test_a_cut_that_leaves_a_scrap_comes_last():
    text = "Vi ska ordna möten för alla och bjuda in till studier, föreläsningar, och diskussioner."
    first, *_, last = cuts_of(text)
    assert text[first:].startswith("och bjuda in")
    assert text[last:] == "och diskussioner."


TAKEN = st.sampled_from([What.KEEP, What.DROP, What.SPLIT, What.JOIN, What.MAKE_HEADING, What.UNMAKE_HEADING])


@given(st.lists(st.tuples(TAKEN, st.integers(0, 40)), max_size=12))
def test_sentences_stay_to_the_letter_whatever_is_chosen(taken):
    review = read()
    for what, number in taken:
        starts = [paragraph.start for paragraph in paragraphs_of(review) if paragraph.heading]
        starts += [sentence.start for sentence in sentences_of(paragraphs_of(review))]
        with suppress(Gone):
            review = Choice(what, starts[number % len(starts)]).apply(review)
    ends = 0
    for candidate in review.candidates:
        assert PLAN[candidate.start : candidate.end] == candidate.commitment.text
        assert candidate.start >= ends
        ends = candidate.end


@given(st.text(alphabet="abå .!\n-•1AÖ", max_size=200))
@example("1. .")
def test_the_page_holds_every_word_of_the_document(text):
    review = Review(text, review_of(read_plan("Ett två tre.".encode(), filename="a.txt")).headings[:1])
    shown = "".join(part.marker + "".join(found.text for found in part.sentences) for part in paragraphs_of(review))
    assert letters(shown) == letters(text)


def letters(text: str) -> str:
    return "".join(character for character in text if character.isalnum())


@pytest.mark.parametrize(("words", "is_fine"), [("20 oktober", True), ("inför kongressen", True), ("i julas", False)])
def test_a_deadline_is_a_day_or_an_event(words, is_fine):
    candidate = read().candidate_at(at(EVENTS)).commitment
    form = CommitmentForm({"c-kind": candidate.kind, "c-deadline": words}, read=candidate)
    assert ("deadline" not in form.errors) == is_fine
