"""The attendance list on paper. Made while one waits and never stored: it holds names, and is short."""

from collections.abc import Sequence
from datetime import date

from django.template.loader import render_to_string

from distrikt.organisation.models import District
from traffar.models import Activity
from traffar.sign_up.reports import Guest
from traffar.when import when_words


def attendance_document(activity: Activity, guests: Sequence[Guest], today: date) -> str:
    """The document to typeset, with boxes to tick and some empty lines for those who just come."""
    context = {
        "activity": activity,
        "district": District.objects.first(),
        "when": when_words(activity.starts_at, activity.ends_at, today=today),
        "guests": guests,
        "people": sum(guest.seats for guest in guests),
        "empty_lines": range(8),
    }
    return render_to_string("traffar/attendance_document.html", context)
