"""What must hold for every reading of every text, looked for by random texts."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plan.reading import DocumentRefused, PlanReading, as_json, read_plan, read_sentence
from plan.reading.sentences import split_sentences

WORDS = st.sampled_from(
    [
        *("Vi", "ska", "skall", "styrelsen", "Den", "kommer att", "ordna", "minst", "8", "möten", "per termin"),
        *("under året.", "–", "och", "som", "1.", "2.1", "-", "•", "#", "##", "|", "||", "===", "---", "*", "**"),
        *("#+TITLE:", "Studier", "Januari:", "bl.a.", "t.ex.", "«»", "åäö", "Å", "\u200b", "\ufeff", "(", ")", "?"),
        *("!", ";", ":", "varje kvartal", "5-7", "%", "Ansvarig: kassören", "Styrelsen\tska\tfest"),
        *("Verksamhetsplan 2020 för Föreningen", "[bookmark: _GoBack]Studier", "Vi vill:", "Styrelsen skall"),
    ]
)
BREAKS = st.sampled_from([" ", "\n", "\n\n", "\r\n", "\t", "\n  ", "\n- ", "\n1. ", "\n## "])
PLANLIKE = st.lists(st.tuples(WORDS, BREAKS), max_size=60).map(lambda pairs: "".join(w + b for w, b in pairs))
SLOW = settings(max_examples=150, deadline=None)


def read_if_possible(data: bytes) -> PlanReading | None:
    try:
        return read_plan(data, filename="plan.txt")
    except DocumentRefused:
        return None


def check(reading: PlanReading) -> None:
    for commitment in reading.commitments:
        assert reading.text[commitment.start : commitment.end] == commitment.text
        assert commitment.text.strip() == commitment.text != ""
    for before, after in pairwise(reading.commitments):
        assert before.end <= after.start
    for area in reading.areas:
        assert 0 <= area.start <= area.end <= len(reading.text)
        assert all(area.start <= found.start and found.end <= area.end for found in area.commitments)
        assert area.role == "commitments" or not area.commitments
    assert as_json(reading)["areas"] is not None


@SLOW
@given(PLANLIKE)
def test_offsets_match_and_commitments_stand_in_order_without_overlap(text: str) -> None:
    reading = read_if_possible(text.encode())
    if reading:
        check(reading)


@SLOW
@given(st.text(max_size=400))
def test_any_text_is_read_or_refused(text: str) -> None:
    reading = read_if_possible(text.encode("utf-8", "surrogatepass"))
    if reading:
        check(reading)


@SLOW
@given(st.binary(max_size=400), st.sampled_from([b"", b"%PDF-1.7\n", b"PK\x03\x04", b"\xff\xfe", b"\xd0\xcf\x11\xe0"]))
def test_any_bytes_are_read_or_refused(data: bytes, head: bytes) -> None:
    reading = read_if_possible(head + data)
    if reading:
        check(reading)


@SLOW
@given(st.text(min_size=1, max_size=300))
def test_sentences_cover_all_that_is_not_blank(text: str) -> None:
    spans = split_sentences(text)
    outside = text
    for span in reversed(spans):
        outside = outside[: span.start] + outside[span.end :]
    assert not outside.strip().strip("\u200b\ufeff").strip()


@SLOW
@given(PLANLIKE, st.integers(0, 200), st.integers(0, 200))
def test_a_span_marked_by_hand_is_read_or_refused(text: str, one: int, other: int) -> None:
    start, end = sorted((one, other))
    if not text[start:end].replace("\u200b", "").replace("\ufeff", "").strip():
        with pytest.raises(ValueError, match="Markera"):
            read_sentence(text, start=start, end=end)
        return
    commitment = read_sentence(text, start=start, end=end)
    assert text[commitment.start : commitment.end] == commitment.text
