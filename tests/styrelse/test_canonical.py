"""The code of minutes: what it is the hash of does not change with the program."""

from dataclasses import asdict, dataclass

from traffar.styrelse.minutes import (
    AttachmentText,
    Attendee,
    DecisionText,
    Minutes,
    Paragraph,
    canonical,
    content_hash,
    minutes_from,
)

FILE = AttachmentText(id=7, number=1, title="Avtalet", sha256="ab" * 32, is_confidential=False)
DECISION = DecisionText(
    id=8, text="Styrelsen beslutar att köpa en banderoll.", is_confidential=False, method="count", votes=(3, 1, 0),
    responsible="Sara Lind", due_on="2026-10-01", amount=12500,
)  # fmt: skip
PARAGRAPH = Paragraph(
    id=9, number=34, title="Banderoll", kind="matter", text="Robin **berättar**.", outcome="", arrives=("Omar Haddad",),
    leaves=(), recused=("Tove Ek",), proposals=(("Omar Haddad", "Avslag.", False),), decisions=(DECISION,),
    reservations=(("Omar Haddad", "För dyrt."),), attachments=(FILE,), is_confidential=False, is_immediate=True,
    voting=4, has_quorum=True,
)  # fmt: skip
MINUTES = Minutes(
    body="Distriktsstyrelsen", year=2026, number=4, held_on="2026-09-29", place="Kansliet, Sundsvall",
    is_entered_afterwards=False,
    attendees=(Attendee("Sara Lind", "ledamot", "member", was_there=True, apology=False, serves=False, duty=""),),
    paragraphs=(PARAGRAPH,), adjusters=(("Sara Lind", "ledamot"),), attachments=(),
)  # fmt: skip
# Minutes that are adjusted bear codes like this one: whoever must change it here has broken theirs (`canonical`).
CODE = "635ede967312dec41176b579c4d4c08650255618d946a890df92a0ebdf1799a5"


def test_the_code_is_what_it_always_was():
    assert content_hash(MINUTES) == CODE


def test_it_says_which_format_it_is_of_and_no_ids():
    assert canonical(MINUTES).startswith(b'{"format":1,"minutes":{"adjusters":')
    assert b'"id"' not in canonical(MINUTES)


def test_a_field_that_is_added_later_changes_no_code_until_it_says_something():
    @dataclass(frozen=True, slots=True)
    class Later(AttachmentText):
        pages: int = 0

    was, now = canonical(FILE), {**asdict(FILE)}
    assert canonical(Later(**now)) == was
    assert canonical(Later(**now, pages=3)) != was


def test_what_was_stored_of_them_is_read_again():
    assert minutes_from(asdict(MINUTES)) == MINUTES
