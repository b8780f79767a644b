"""Whom a letter can be written to: groups that apps register, made of assignments in force.

A group says who belongs to it; who is reached also depends on the writer. People with protected personal data are
reached by the chair and the ombudsman alone, closed accounts by nobody, and each person once.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from django.db.models import Q

from distrikt.access import Viewer, may
from distrikt.organisation.models import Assignment, Body, User, UserQuerySet
from distrikt.organisation.roles import BOARD, BodyKind, Role
from distrikt.registry import Registry
from distrikt.utskick.rules import WRITING_TO_OWN

# A row's number in a key: longer ones are no numbers of ours, and too large for the database.
LONGEST_NUMBER = 12


@dataclass(frozen=True, slots=True)
class Seat:
    """Those who hold one of the roles in one of the bodies (ids); where none is named, any will do. One is named."""

    roles: frozenset[str] = frozenset()
    bodies: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        if not self.roles and not self.bodies:
            raise ValueError("a seat without role and body would be everybody's")

    def covers(self, role: str, body: int) -> bool:
        return (not self.roles or role in self.roles) and (not self.bodies or body in self.bodies)

    def as_query(self) -> Q:
        query = Q(role__in=self.roles) if self.roles else Q()
        return query & Q(body__in=self.bodies) if self.bodies else query


@dataclass(frozen=True, slots=True)
class Group:
    """A group under its key ("roles:board"): who belongs to it by assignment, and single people (ids) besides.

    The name is as it stands in a sentence, after "till"; `section` is the heading where one chooses.
    """

    key: str
    name: str
    section: str
    seats: tuple[Seat, ...]
    people: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class GroupSource:
    """What an app has to write to. A group is known by what stands after the colon of its key.

    `find` gives it, or None when there is no such group any longer; `is_open` says whether a viewer may write to it;
    `offered` are those that the viewer chooses among.
    """

    find: Callable[[str], Group | None]
    is_open: Callable[[Viewer, str], bool]
    offered: Callable[[Viewer], list[Group]] = lambda viewer: []


sources: Registry[GroupSource] = Registry("utskick.groups")


def find_group(key: str) -> Group | None:
    """The group as it is now, whoever asks. None when there is none."""
    source, _, number = key.partition(":")
    known = sources.get(source)
    return known.find(number) if known else None


def own_group(viewer: Viewer, key: str) -> Group | None:
    """The group, if the viewer may write to it."""
    source, _, number = key.partition(":")
    known = sources.get(source)
    return known.find(number) if known and known.is_open(viewer, number) else None


def offered_groups(viewer: Viewer) -> list[Group]:
    return [group for _, source in sources for group in source.offered(viewer)]


def row_number(text: str) -> int:
    """The number of a row in a key; 0, which no row has, for what is no number."""
    return int(text) if text.isdecimal() and len(text) <= LONGEST_NUMBER else 0


def reached(group: Group, writer: Viewer) -> UserQuerySet:
    """Those whom a letter from the writer to the group goes to, on the writer's day."""
    seats = Q(pk__in=[])
    for seat in group.seats:
        seats |= seat.as_query()
    held = Assignment.objects.in_force(writer.today).filter(seats)
    everyone: UserQuerySet = User.objects.filter(Q(pk__in=held.values("user")) | Q(pk__in=group.people))
    return everyone.filter(is_active=True, **_within_reach(writer))


def sizes(groups: Collection[Group], writer: Viewer) -> dict[str, int]:
    """{key: how many are reached}: one query, and one more for each group that names single people."""
    held = Assignment.objects.in_force(writer.today).filter(user__is_active=True)
    reach = {f"user__{name}": value for name, value in _within_reach(writer).items()}
    rows = list(held.filter(**reach).order_by().values_list("user", "role", "body"))
    return {
        group.key: reached(group, writer).count() if group.people else len(_seated(group, rows)) for group in groups
    }


def _seated(group: Group, rows: Iterable[tuple[int, str, int]]) -> set[int]:
    return {user for user, role, body in rows if any(seat.covers(role, body) for seat in group.seats)}


def _within_reach(writer: Viewer) -> dict[str, bool]:
    return {} if writer.holds(Role.CHAIR, Role.OMBUDSMAN) else {"is_protected": False}


# -- what the ground floor knows: roles, and the people of a body ----------------------------------------------------

DISTRICT, BRANCHES, NETWORKS, OTHERS = "Hela distriktet", "Partiföreningar", "Nätverk", "Övriga organ"

# The administrator runs the system, and by that alone gets no letters.
_EVERYONE = frozenset(role.value for role in Role if role != Role.ADMINISTRATOR)
_BY_ROLE: dict[str, tuple[str, frozenset[str]]] = {
    "everyone": ("alla med uppdrag i distriktet", _EVERYONE),
    "board": ("distriktsstyrelsen", frozenset(BOARD)),
    "contacts": ("kontaktpersonerna", frozenset({Role.CONTACT})),
    "conveners": ("nätverkens sammankallande", frozenset({Role.CONVENER})),
    "representatives": ("parlamentarikerna", frozenset({Role.REPRESENTATIVE})),
    "delegates": ("kongressombuden", frozenset({Role.CONGRESS_DELEGATE})),
}
# The board is a group by its roles, and the district's own body holds everyone.
_SECTION_OF = {
    BodyKind.BRANCH: BRANCHES,
    BodyKind.NETWORK: NETWORKS,
    BodyKind.EXECUTIVE: OTHERS,
    BodyKind.REGION_GROUP: OTHERS,
    BodyKind.NOMINATING: OTHERS,
    BodyKind.AUDITORS: OTHERS,
}


def _writes_to_all(viewer: Viewer, _: str = "") -> bool:
    return may(viewer, "utskick.write_to_all")


def _find_role(name: str) -> Group | None:
    known = _BY_ROLE.get(name)
    return Group(f"roles:{name}", known[0], DISTRICT, (Seat(roles=known[1]),)) if known else None


def _offered_roles(viewer: Viewer) -> list[Group]:
    found = map(_find_role, _BY_ROLE) if _writes_to_all(viewer) else ()
    return [group for group in found if group]


def _of_body(body: Body) -> Group:
    section = _SECTION_OF[BodyKind(body.kind)]
    return Group(f"body:{body.pk}", body.name, section, (Seat(bodies=frozenset({body.pk})),))


def _bodies() -> list[Body]:
    bodies = Body.objects.active().filter(kind__in=_SECTION_OF)
    order = list(_SECTION_OF)
    return sorted(bodies, key=lambda body: order.index(BodyKind(body.kind)))


def _find_body(number: str) -> Group | None:
    body = Body.objects.active().filter(kind__in=_SECTION_OF, pk=row_number(number)).first()
    return _of_body(body) if body else None


def _body_is_open(viewer: Viewer, number: str) -> bool:
    return _writes_to_all(viewer) or row_number(number) in viewer.bodies(*WRITING_TO_OWN)


def _offered_bodies(viewer: Viewer) -> list[Group]:
    return [_of_body(body) for body in _bodies() if _body_is_open(viewer, str(body.pk))]


OWN_SOURCES = {
    "roles": GroupSource(_find_role, _writes_to_all, _offered_roles),
    "body": GroupSource(_find_body, _body_is_open, _offered_bodies),
}
