"""Whom a letter about an activity can be written to: those who are concerned by it."""

from distrikt.access import Viewer, may
from distrikt.utskick.groups import Group, GroupSource, Seat, row_number
from traffar.concerned import DISTRICT_HOSTS, FOR_THE_DISTRICT, ROLES
from traffar.models import Activity, HelpOffer
from traffar.when import local_day, short_when_words

SOURCE = "activity"


def group_key(activity: Activity) -> str:
    return f"{SOURCE}:{activity.pk}"


def _find(number: str) -> Group | None:
    """Those who act for the organiser and the co-hosts, the activity's contact, and who promised to help."""
    known = Activity.objects.select_related("organiser").prefetch_related("co_hosts")
    activity = known.filter(pk=row_number(number)).first()
    if activity is None:
        return None
    hosts = [activity.organiser, *activity.co_hosts.all()]
    seats = [Seat(roles=ROLES, bodies=frozenset(body.pk for body in hosts))]
    if any(body.kind in DISTRICT_HOSTS for body in hosts):
        seats.append(Seat(roles=FOR_THE_DISTRICT))
    coming = HelpOffer.objects.filter(request__activity=activity).order_by().values_list("offered_by", flat=True)
    when = short_when_words(activity.starts_at, today=local_day(activity.starts_at))
    return Group(
        key=group_key(activity),
        name=f"de som berörs av {activity.display_title}, {when}",
        section="Aktivitet",
        seats=tuple(seats),
        people=frozenset(person for person in (activity.contact_id, *coming) if person),
    )


def may_write(viewer: Viewer, activity: Activity) -> bool:
    """Those who write to all, and those who write to their own about what these arrange: theirs are its people, too
    (`2-domain.md`, Letters)."""
    if may(viewer, "utskick.write_to_all"):
        return True
    return may(viewer, "utskick.write_letter") and may(viewer, "traffar.change_activity", activity)


def _is_open(viewer: Viewer, number: str) -> bool:
    activity = Activity.objects.visible_to(viewer).filter(pk=row_number(number)).prefetch_related("co_hosts").first()
    return activity is not None and may_write(viewer, activity)


CONCERNED = GroupSource(find=_find, is_open=_is_open)
