"""Branches help each other: two ask for help with what is near, one of them has an answer, and a third has thanked."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from distrikt.organisation.models import Body
from distrikt.webb.demo.activities import contacts
from distrikt.webb.demo.days import noon
from distrikt.webb.demo.district import BRANCHES
from traffar.models import FAMILY_OF, Activity, ActivityKind, Family, HelpOffer, HelpRequest

OUTDOORS = [kind for kind in ActivityKind if FAMILY_OF[kind] == Family.OUTREACH]
# What is asked for: the first has an answer, the second waits for one.
NEEDS: tuple[dict[str, Any], ...] = (
    {"people": 5, "cars": 2, "message": "Fler händer gör att vi hinner prata med alla som kommer."},
    {"people": 3, "material": 1, "material_words": "högtalare", "message": "Vi bär bord och bjuder på kaffe."},
)
# The branches that come, the nearest first among those that do not arrange it themselves.
HELPERS = ("timra", "sundsvall", "harnosand", "solleftea", "ornskoldsvik", "ange", "kramfors")


def make_help(bodies: Mapping[str, Body], *, today: date) -> None:
    """What comes next at two branches asks, outdoors if it can be; the one held last outdoors was helped."""
    of_branches = Activity.objects.filter(organiser__slug__in=BRANCHES).select_related("organiser")
    coming = of_branches.filter(status=Activity.Status.PLANNED, starts_at__gt=noon(today + timedelta(days=1)))
    asking: dict[str, Activity] = {}
    for activity in sorted(coming, key=lambda activity: (activity.kind not in OUTDOORS, activity.starts_at)):
        asking.setdefault(activity.organiser.slug, activity)
    for need, activity in zip(NEEDS, asking.values(), strict=False):
        request = HelpRequest.objects.create(
            activity=activity,
            created_by=activity.contact,
            created_at=noon(today - timedelta(days=3)),
            **need,
        )
        if need is NEEDS[0]:
            _answer(request, bodies, today)
    held = of_branches.filter(kind__in=OUTDOORS, status=Activity.Status.HELD, starts_at__lt=noon(today))
    if latest := held.order_by("-starts_at").first():
        _thank(latest, bodies)


def _answer(request: HelpRequest, bodies: Mapping[str, Body], today: date) -> None:
    helper = _helper(request.activity)
    HelpOffer.objects.create(
        request=request,
        body=bodies[helper],
        people=2,
        cars=1,
        seats=3,
        offered_by=contacts(bodies)[helper],
        created_at=noon(today - timedelta(days=1)),
    )


def _thank(activity: Activity, bodies: Mapping[str, Body]) -> None:
    helper = _helper(activity)
    request = HelpRequest.objects.create(
        activity=activity,
        people=3,
        cars=1,
        message="Vi vill vara fler som pratar med folk.",
        thanks="Utan er hade vi stått där fyra personer. Ni bar både bord och samtal!",
        is_thanked=True,
        created_by=activity.contact,
        created_at=activity.starts_at - timedelta(days=14),
    )
    HelpOffer.objects.create(
        request=request,
        body=bodies[helper],
        people=3,
        cars=1,
        came=True,
        came_people=4,
        came_cars=1,
        offered_by=contacts(bodies)[helper],
        created_at=activity.starts_at - timedelta(days=10),
    )


def _helper(activity: Activity) -> str:
    """The branch that comes, by slug."""
    hosts = {activity.organiser.slug, *(body.slug for body in activity.co_hosts.all())}
    return next(slug for slug in HELPERS if slug not in hosts)
