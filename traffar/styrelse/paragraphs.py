"""The §§ that a meeting gets: which series they belong to, and the next one in it."""

from django.db.models import (
    Case,
    CharField,
    Exists,
    IntegerField,
    Max,
    OuterRef,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Concat

from traffar.styrelse.models import AgendaItem, BoardMeeting, BoardMeetingQuerySet, BoardRules
from traffar.styrelse.numbering import series_of


def runs_through_the_year() -> bool:
    """Whether the §§ of a year's meetings follow on each other: so they do until somebody sets it otherwise."""
    return not BoardRules.objects.filter(numbering=BoardRules.Numbering.MEETING).exists()


def series(meeting: BoardMeeting) -> str:
    """The series that the §§ of the meeting belong to."""
    runs = runs_through_the_year()
    return series_of(meeting.body_id, meeting.year, meeting.number, runs_through_the_year=runs)


def last_number(name: str) -> int:
    """The last § that a series has; 0 when it has none."""
    given = AgendaItem.objects.filter(series=name).aggregate(last=Max("paragraph"))["last"]
    return int(given or 0)


def with_last_number(meetings: BoardMeetingQuerySet) -> BoardMeetingQuerySet:
    """Meetings that know what their first § would be (`first_number`), without a query of its own."""
    year = Concat(Cast("body_id", CharField()), Value(" "), Cast("year", CharField()), output_field=CharField())
    given = AgendaItem.objects.filter(series=OuterRef("series_of_year")).order_by("-paragraph")
    own = BoardRules.objects.filter(numbering=BoardRules.Numbering.MEETING)
    last = Subquery(given.values("paragraph")[:1])
    return meetings.annotate(series_of_year=year).annotate(
        last_number=Case(When(Exists(own), then=Value(0)), default=Coalesce(last, 0), output_field=IntegerField())
    )


def first_number(meeting: BoardMeeting) -> int | None:
    """The § that the first item gets when the meeting ends; None once it has. Needs `with_last_number`."""
    return None if meeting.has_ended else int(vars(meeting)["last_number"]) + 1
