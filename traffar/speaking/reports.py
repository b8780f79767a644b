"""What is shown of the speaking share: a line on the activity's page, and the sums of a year."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from distrikt.access import Viewer
from traffar.models import Activity, ActivityKind, SpeakingShare
from traffar.speaking.shares import Comparison, Counted, compare
from traffar.when import day_bounds, local_day, short_day_words

TOO_FEW = "Räknad, men med för få inlägg i någon grupp för att visas."


@dataclass(frozen=True, slots=True)
class CountedActivity:
    """An activity where somebody counted."""

    pk: int
    title: str
    when: str
    organiser: str


@dataclass(frozen=True, slots=True)
class SpeakingYear:
    """The sums of a year, the activities behind them, and the other years that something was counted in."""

    year: int
    comparisons: tuple[Comparison, ...]
    activities: tuple[CountedActivity, ...]
    other_years: tuple[int, ...]

    @property
    def hides_small(self) -> bool:
        return any(comparison.hides_small for comparison in self.comparisons)


def speaking_words(activity: Activity) -> str:
    """kvinnor 48 %, män 52 % av tiden; 31 inlägg. Nothing when nobody has counted. One query."""
    rows = activity.speaking_shares.filter(turns__gt=0).values_list("activity_id", "group", "turns", "seconds")
    comparisons = compare(Counted(*row) for row in rows)
    return shown_words(comparisons[0]) if comparisons else ""


def shown_words(comparison: Comparison) -> str:
    return comparison.words if comparison.groups else TOO_FEW


def count_words(shares: Iterable[SpeakingShare]) -> str:
    """kvinnor 12 inlägg på 14:20, män 9 inlägg på 20:05: for those who count, who see all of it."""
    return ", ".join(f"{share.group} {share.turns} inlägg på {clock(share.seconds)}" for share in shares)


def clock(seconds: int) -> str:
    """Minutes and seconds: 14:05."""
    return f"{seconds // 60}:{seconds % 60:02}"


def speaking_year_page(year: int, viewer: Viewer) -> SpeakingYear:
    """Two queries. The sums are the same for everybody who sees what the district does."""
    visible = SpeakingShare.objects.visible_to(viewer)
    rows = list(
        visible.counted_between(*day_bounds(date(year, 1, 1), date(year, 12, 31)))
        .order_by("activity__starts_at", "pk")
        .values_list(
            *("activity_id", "group", "turns", "seconds"),
            *("activity__title", "activity__kind", "activity__starts_at", "activity__organiser__name"),
        )
    )
    activities = {
        pk: CountedActivity(
            pk=pk,
            title=title or ActivityKind(kind).heading,
            when=short_day_words(local_day(starts_at), today=date(year, 1, 1)),
            organiser=organiser,
        )
        for pk, _, _, _, title, kind, starts_at, organiser in rows
    }
    moments = visible.filter(turns__gt=0).values_list("activity__starts_at", flat=True).distinct()
    years = {local_day(moment).year for moment in moments}
    return SpeakingYear(
        year=year,
        comparisons=tuple(compare(Counted(*row[:4]) for row in rows)),
        activities=tuple(activities.values()),
        other_years=tuple(sorted(years - {year})),
    )
