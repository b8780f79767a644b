"""How sign-up stands, for whoever looks at the activity."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from distrikt.access import Viewer, may
from plan.wording import counted
from traffar.models import Activity, SignUp, SignUpTerms
from traffar.sign_up.reports import SignUpNumbers, numbers_of
from traffar.when import local_day, short_day_words


@dataclass(frozen=True, slots=True)
class SignUpPanel:
    """What the activity's page says of its sign-up; `own` is the viewer's, None when there is none."""

    terms: SignUpTerms | None
    words: str
    is_full: bool
    own: SignUp | None
    place: str
    submission: uuid.UUID
    can_set_terms: bool
    can_sign_up: bool
    can_accept: bool
    can_cancel: bool
    can_see_names: bool


def sign_up_panel(activity: Activity, viewer: Viewer, now: datetime) -> SignUpPanel | None:
    """None where there is no sign-up and the viewer cannot open one. Two queries at most,
    when the activity comes with its terms."""
    changes = may(viewer, "traffar.change_activity", activity) and not activity.is_cancelled
    terms: SignUpTerms | None = getattr(activity, "sign_up_terms", None)
    if terms is None and not (changes and activity.starts_at > now):
        return None
    own, words, is_full = None, "", False
    if terms:
        terms.activity = activity
        own = SignUp.objects.live().filter(activity=activity, person=viewer.person_id).first()
        numbers = numbers_of(activity, terms)
        words, is_full = _words(terms, numbers, now), numbers.left == 0 or numbers.queued > 0
    is_to_come = activity.is_to_come(now)
    return SignUpPanel(
        terms=terms,
        words=words,
        is_full=is_full,
        own=own,
        place=terms.place if terms and (changes or (own and own.is_coming)) else activity.place,
        submission=uuid.uuid4(),
        can_set_terms=changes,
        can_sign_up=bool(terms and not own and terms.is_open(now) and may(viewer, "traffar.sign_up", activity)),
        can_accept=bool(own and own.is_offered and is_to_come),
        can_cancel=bool(own and is_to_come),
        can_see_names=bool(terms and may(viewer, "traffar.see_sign_ups", activity)),
    )


def is_full(terms: SignUpTerms) -> bool:
    """Whoever signs up now stands in the queue. One query."""
    numbers = numbers_of(terms.activity, terms)
    return numbers.left == 0 or numbers.queued > 0


def open_words(terms: SignUpTerms, now: datetime) -> str:
    """The same for visitors: how much room there is, and until when."""
    return _words(terms, numbers_of(terms.activity, terms), now)


def _words(terms: SignUpTerms, numbers: SignUpNumbers, now: datetime) -> str:
    """12 av 20 platser är tagna, 3 står i kö. Sista dag tors 24 sep."""
    day = terms.closes_on
    if terms.capacity is None:
        said = (
            counted(numbers.placed, "person är anmäld", "personer är anmälda")
            if numbers.placed
            else "Ingen är anmäld än"
        )
    else:
        said = f"{numbers.placed} av {terms.capacity} platser är tagna"
    if numbers.queued:
        said += f", {numbers.queued} står i kö"
        if numbers.left:
            said += ", och först står ett sällskap som behöver fler platser än som är lediga"
    if not terms.is_open(now):
        return f"{said}. Anmälan är stängd."
    return f"{said}. Sista dag {short_day_words(day, today=local_day(now))}." if day else f"{said}."


def last_day_words(activity: Activity, today: date) -> str:
    """What the last day to sign up is, for who has moved the activity; "" where there is none."""
    day = SignUpTerms.objects.filter(activity=activity).values_list("closes_on", flat=True).first()
    return f"Sista dag att anmäla sig är {short_day_words(day, today=today)}. Ändra den under Anmälan." if day else ""


def place_of(row: SignUp) -> str:
    """Where it is, as far as the one who signed up may know: those without a place see what everyone sees."""
    terms = SignUpTerms.objects.filter(activity=row.activity_id).first() if row.is_coming else None
    return (terms.place_for_signed_up if terms else "") or row.activity.place
