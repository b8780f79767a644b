"""Who is signed up to what is to come: one activity where there is room, and one that is full with a queue."""

from collections.abc import Mapping
from datetime import date

from distrikt.organisation.models import User
from distrikt.webb.demo.days import noon
from traffar.models import Activity, SignUp, SignUpTerms
from traffar.sign_up import actions

PLACES = 10


def make_sign_ups(people: Mapping[str, User], *, today: date) -> None:
    """The cast signs up, one after another, at noon, and the outbox tells each."""
    coming = Activity.objects.filter(status=Activity.Status.PLANNED, starts_at__gt=noon(today)).exclude(
        audience=Activity.Audience.OWN
    )
    full, roomy = coming.order_by("starts_at")[:2]
    SignUpTerms.objects.bulk_create(
        [
            SignUpTerms(activity=full, capacity=PLACES, asks_food=True),
            SignUpTerms(activity=roomy, asks_rides=True, asks_childcare=True),
        ]
    )
    opened = (
        coming.filter(audience=Activity.Audience.EVERYONE).exclude(pk__in=[full.pk, roomy.pk]).order_by("starts_at")
    )
    SignUpTerms.objects.bulk_create(
        SignUpTerms(
            activity=activity,
            open_to=SignUpTerms.OpenTo.EVERYONE,
            capacity=PLACES * 4,
            asks_food=True,
            own_question="Vill du vara med och duka?",
        )
        for activity in opened[:1]
    )
    everyone = [person for person in people.values() if not person.is_protected]
    for number, person in enumerate(everyone[: PLACES + 3]):
        food = "vegan" if number % 4 == 1 else ""
        _come(full, person, today, food=food)
    for number, person in enumerate(everyone[::3]):
        ride = SignUp.Ride.GIVES if number % 3 == 0 else SignUp.Ride.NEEDS if number % 3 == 1 else SignUp.Ride.NONE
        _come(roomy, person, today, companions=number % 2, ride=ride, ride_seats=3 if ride == SignUp.Ride.GIVES else 0)


def _come(activity: Activity, person: User, today: date, **said: object) -> None:
    new = SignUp(activity=activity, person=person, source=SignUp.Source.ACCOUNT, **said)
    actions.sign_up(new=new, at=noon(today))
