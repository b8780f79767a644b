"""Are adjusted minutes still what was adjusted? What `manage.py check_minutes` tells of."""

from collections import defaultdict
from collections.abc import Iterator

from distrikt.uploads import checksum
from traffar.styrelse.locks import lockable_models, missing_locks
from traffar.styrelse.minutes import content_hash, minutes_of
from traffar.styrelse.models import AgendaItem, Attachment, BoardMeeting
from traffar.styrelse.numbering import gaps


def faults() -> Iterator[str]:
    """What is wrong, in Swedish: nothing when all is as it was adjusted."""
    for name in missing_locks():
        yield f"Låset {name} saknas i databasen. Kör manage.py migrate."
    for meeting in BoardMeeting.objects.with_activity().filter(status=BoardMeeting.Status.ADJUSTED):
        name = f"{meeting.body_name} {meeting.number}/{meeting.year}"
        if content_hash(minutes_of(meeting)) != meeting.content_hash:
            yield f"{name}: innehållet stämmer inte med koden {meeting.code}."
        yield from (f"{name}: {words}" for words in (*_unlocked(meeting), *_changed_files(meeting)))
    yield from _gaps()


def _unlocked(meeting: BoardMeeting) -> Iterator[str]:
    """Rows that came to the meeting after it was locked, or lost their lock."""
    for model in lockable_models():
        fields = {field.name for field in model._meta.get_fields()}
        path = next((field for field in ("meeting", "item") if field in fields), "pk")
        meeting_of = {"meeting": "meeting", "item": "item__meeting", "pk": "pk"}[path]
        rows = model._default_manager.filter(**{meeting_of: meeting.pk, "locked_at": None})
        if number := rows.count():
            yield f"{number} rader är inte låsta ({model._meta.verbose_name_plural})."


def _changed_files(meeting: BoardMeeting) -> Iterator[str]:
    for row in Attachment.objects.filter(meeting=meeting):
        try:
            with row.file.open() as file:
                found = checksum(file.read())
        except OSError:
            yield f"filen till ”{row.title}” saknas."
            continue
        if found != row.sha256:
            yield f"filen till ”{row.title}” är inte den som lades in."


def _gaps() -> Iterator[str]:
    given: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    rows = AgendaItem.objects.filter(paragraph__isnull=False).order_by("series", "paragraph")
    for body, series, paragraph in rows.values_list("meeting__body__name", "series", "paragraph"):
        given[body, str(series)].append(int(paragraph or 0))
    for (body, series), numbers in given.items():
        if missing := gaps(numbers):
            # The series begins with the id of the body.
            name = f"{body} {series.partition(' ')[2]}"
            yield f"Serien ”{name}” saknar {', '.join(f'§ {number}' for number in missing[:20])}."
