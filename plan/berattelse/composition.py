"""Who led the district, and when. A printed report names those who have agreed to it; of the others only the role."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import FilteredRelation, Q

from distrikt.organisation.models import Body
from distrikt.organisation.roles import BOARD, BodyKind, Role
from plan.models import YearPlan
from plan.wording import day_words, listing, number_word

_ONE_AND_MANY = {
    Role.CHAIR: ("ordförande", "ordförande"),
    Role.SECRETARY: ("sekreterare", "sekreterare"),
    Role.TREASURER: ("kassör", "kassörer"),
    Role.BOARD_MEMBER: ("ledamot", "ledamöter"),
    Role.SUBSTITUTE: ("ersättare", "ersättare"),
}


@dataclass(frozen=True, slots=True)
class Holder:
    """Someone who was in the board, or was the ombudsman, some time during the plan's period.

    `name` is empty for who has not agreed to be named. `since` and `until` are None for who was there when the period
    began or ended.
    """

    role: Role
    name: str
    since: date | None
    until: date | None

    @property
    def time(self) -> str:
        """hela året, från 14 mars, till 20 augusti, 14 mars–20 augusti"""
        if self.since and self.until:
            return f"{day_words(self.since)}–{day_words(self.until)}"
        if self.since:
            return f"från {day_words(self.since)}"
        return f"till {day_words(self.until)}" if self.until else "hela året"


@dataclass(frozen=True, slots=True)
class Board:
    """The board of the year, for the table: those who may be named, in order of role."""

    named: tuple[Holder, ...]


def read_bodies(plan: YearPlan) -> tuple[tuple[Body, ...], tuple[Holder, ...]]:
    """Every body of the district, by name, and those who held the district's posts in the plan's period. One query."""
    in_period = Q(assignments__starts_on__lte=plan.ends_on) & (
        Q(assignments__ends_on=None) | Q(assignments__ends_on__gte=plan.starts_on)
    )
    posts = FilteredRelation("assignments", condition=Q(assignments__role__in=[*BOARD, Role.OMBUDSMAN]) & in_period)
    bodies: dict[int, Body] = {}
    holders = []
    for row in (
        Body.objects.annotate(post=posts)
        .order_by("name", "post__starts_on", "post__pk")
        .values_list(
            *("pk", "kind", "name", "slug", "is_active"),
            *("post__role", "post__starts_on", "post__ends_on", "post__public_consent"),
            *("post__user__first_name", "post__user__last_name", "post__user__is_protected"),
            named=True,
        )
    ):
        bodies.setdefault(row.pk, Body(pk=row.pk, kind=row.kind, name=row.name, slug=row.slug, is_active=row.is_active))
        if row.post__role and (row.kind == BodyKind.BOARD or row.post__role == Role.OMBUDSMAN):
            may_be_named = row.post__public_consent and not row.post__user__is_protected
            starts_on, ends_on = row.post__starts_on, row.post__ends_on
            holders.append(
                Holder(
                    role=Role(row.post__role),
                    name=f"{row.post__user__first_name} {row.post__user__last_name}" if may_be_named else "",
                    since=starts_on if starts_on > plan.starts_on else None,
                    until=ends_on if ends_on and ends_on < plan.ends_on else None,
                )
            )
    return tuple(bodies.values()), tuple(holders)


def board_of(holders: Iterable[Holder]) -> list[Holder]:
    """Those of the board, in the order of their posts."""
    order = list(BOARD)
    return sorted((holder for holder in holders if holder.role in order), key=lambda holder: order.index(holder.role))


def board_draft(board: Sequence[Holder]) -> str:
    """Styrelsen har under året bestått av ordförande, sekreterare, fem ledamöter och två ersättare."""
    if not board:
        return ""
    counts = Counter(holder.role for holder in board)
    seats = [_seats(role, count) for role, count in counts.items()]
    return f"Styrelsen har under året bestått av {listing(seats)}."


def _seats(role: Role, count: int) -> str:
    one, many = _ONE_AND_MANY[role]
    return one if count == 1 else f"{number_word(count)} {many}"


def ombudsman_draft(holders: Iterable[Holder]) -> str:
    """Robin Ek har varit anställd som ombudsman från 3 februari. Without a name the sentence speaks of the post."""
    sentences = []
    for holder in holders:
        if holder.role != Role.OMBUDSMAN:
            continue
        who = f"{holder.name} har varit anställd som ombudsman" if holder.name else "Distriktet har haft en ombudsman"
        sentences.append(f"{who} {'under hela året' if holder.time == 'hela året' else holder.time}.")
    return " ".join(sentences)
