"""`manage.py check_minutes` tells what is no longer as it was adjusted."""

from io import StringIO

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command

from distrikt.uploads import checksum
from tests.styrelse.meetings import adjust, decide, hold_meeting, item_of
from traffar.styrelse import locks
from traffar.styrelse.models import AgendaItem, Attachment, Decision

pytestmark = pytest.mark.django_db


@pytest.fixture
def adjusted(board, meeting):
    hold_meeting(board, meeting)
    decide(board, item_of(meeting, "report"))
    Attachment.objects.create(meeting=meeting, title="Budget", sha256=checksum(b"x"), file=ContentFile(b"x", "a.pdf"))
    return adjust(board, meeting)


@pytest.fixture
def past_the_program():
    """What somebody does who has the keys of the database."""
    locks.drop_locks()
    yield
    locks.make_locks()


def told() -> tuple[str, int]:
    output = StringIO()
    try:
        call_command("check_minutes", stdout=output)
    except SystemExit as end:
        return output.getvalue(), int(end.code or 0)
    return output.getvalue(), 0


def test_all_is_well(adjusted):
    assert told() == ("Protokollen stämmer: 1 justerade, inga luckor bland paragraferna.\n", 0)


def test_other_words(adjusted, past_the_program):
    Decision.objects.update(text="Styrelsen beslutar att inte köpa något.")
    text, status = told()
    assert status == 1
    assert f"Distriktsstyrelsen 1/2026: innehållet stämmer inte med koden {adjusted.code}." in text
    assert "Låset styrelse_decision_locked_update saknas" in text


def test_a_gap_and_a_row_without_a_lock(adjusted, past_the_program):
    AgendaItem.objects.filter(paragraph=3).delete()
    AgendaItem.objects.filter(paragraph=5).update(locked_at=None)
    text, _ = told()
    assert "Serien ”Distriktsstyrelsen 2026” saknar § 3." in text
    assert "1 rader är inte låsta (ärenden)" in text


@pytest.mark.parametrize("content", [None, b"y"])
def test_a_file_that_is_another_or_gone(adjusted, content):
    file = Attachment.objects.get().file
    file.storage.delete(file.name)
    if content:
        file.storage.save(file.name, ContentFile(content))
    text, _ = told()
    assert ("är inte den som lades in" if content else "saknas") in text
