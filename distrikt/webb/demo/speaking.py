"""What was counted of the speaking share: at most members' meetings women and men, at some new and old members."""

from random import Random

from traffar.models import Activity, ActivityKind, SpeakingCount, SpeakingShare

COUNTED_AT = (ActivityKind.MEMBERS_MEETING, ActivityKind.BOARD_MEETING, ActivityKind.FEMINISM_MEETUP)
# The groups, with how many turns they take and how long each is, in seconds: from and to.
GROUPS = {
    ("kvinnor", "män"): ((6, 14, 40, 95), (7, 16, 55, 120)),
    ("nya", "gamla"): ((2, 6, 30, 70), (9, 18, 50, 110)),
}


def make_speaking() -> None:
    draw = Random("taltid")  # noqa: S311 – invented figures, no secrets
    held = Activity.objects.filter(status=Activity.Status.HELD, kind__in=COUNTED_AT).order_by("starts_at", "pk")
    for number, activity in enumerate(held):
        names = ("nya", "gamla") if number % 5 == 4 else ("kvinnor", "män")
        SpeakingCount.objects.create(activity=activity)
        for name, (fewest, most, shortest, longest) in zip(names, GROUPS[names], strict=True):
            turns = draw.randint(fewest, most)
            seconds = sum(draw.randint(shortest, longest) for _ in range(turns))
            SpeakingShare.objects.create(activity=activity, group=name, turns=turns, seconds=seconds)
