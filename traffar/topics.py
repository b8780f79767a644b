"""Which activity a mail is about, for the rows of the outbox: its title and day, and nobody's name."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Model, QuerySet, Value

from distrikt.mail import About, Topic
from traffar.models import Activity, ActivityKind, HelpRequest, SignUp
from traffar.when import local_day, short_when_words

ACTIVITY, SIGN_UP, REQUEST = "activity", "sign_up", "request"
# Each with the way from the row to its activity.
_SORTS: dict[str, tuple[type[Model], str]] = {
    ACTIVITY: (Activity, ""),
    SIGN_UP: (SignUp, "activity__"),
    REQUEST: (HelpRequest, "activity__"),
}


def _words(rows: Collection[About]) -> dict[About, str]:
    """Torgmöte, lör 26 sep kl. 11"""
    first, *others = [_columns(sort, [pk for of, pk in rows if of == sort]) for sort in {of for of, _ in rows}]
    found = first.union(*others, all=True) if others else first
    return {
        (sort, pk): f"{title or ActivityKind(kind).heading}, {short_when_words(starts_at, today=local_day(starts_at))}"
        for sort, pk, kind, title, starts_at in found
    }


def _columns(sort: str, numbers: Collection[int]) -> QuerySet[Model, tuple[str, int, str, str, datetime]]:
    model, way = _SORTS[sort]
    rows = model._default_manager.filter(pk__in=numbers).order_by()
    return rows.values_list(Value(sort), "pk", f"{way}kind", f"{way}title", f"{way}starts_at")


_ABOUT = {
    ACTIVITY: (
        *("activity_near", "activity_moved", "activity_restored", "activity_cancelled", "series_moved"),
        *("series_cancelled", "outcome_request", "sign_up_closing", "help_lacking"),
    ),
    SIGN_UP: (
        *("sign_up_confirm", "sign_up_coming", "sign_up_queued", "sign_up_offered", "sign_up_removed"),
        *("sign_up_near", "guest_moved", "guest_restored", "guest_cancelled"),
    ),
    REQUEST: ("help_answered", "help_thanked"),
}
TOPICS = {kind: Topic(sort, _words) for sort, kinds in _ABOUT.items() for kind in kinds}
