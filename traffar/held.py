"""What stays held: an app upstairs says of an activity why it cannot be planned again. None where it can.

It is asked in the transaction that would make it planned, and may hold what it goes by.
"""

from collections.abc import Callable

from distrikt.registry import Registry

# By the activity's id: the reason in Swedish.
reasons: Registry[Callable[[int], str | None]] = Registry("traffar.held")


def why_it_stays_held(activity: int) -> str | None:
    return next((why for _, reason in reasons if (why := reason(activity))), None)
