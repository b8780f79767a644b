"""When the district wants peace: hours of the night and weeks of the year in which nothing that can wait is sent."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from distrikt.clock import STOCKHOLM
from distrikt.organisation.models import District

_WEEKS = re.compile(r"(\d{1,2})(?:\s*[-–]\s*(\d{1,2}))?")


def weeks_in(text: str) -> frozenset[int]:
    """The ISO weeks that "28–31, 52" names; ValueError for what is no week."""
    weeks: set[int] = set()
    for part in filter(None, (part.strip() for part in text.split(","))):
        found = _WEEKS.fullmatch(part)
        first, last = (int(found[1]), int(found[2] or found[1])) if found else (0, 0)
        if not 1 <= first <= last <= 53:
            raise ValueError(part)
        weeks.update(range(first, last + 1))
    return frozenset(weeks)


@dataclass(frozen=True, slots=True)
class Calm:
    """Quiet from an hour in the evening until one in the morning, Stockholm's clock, and through whole weeks."""

    quiet_from: time
    quiet_until: time
    weeks: frozenset[int]

    @classmethod
    def of_district(cls, district: District | None = None) -> "Calm":
        """As the settings say. One query, if the district is not at hand."""
        district = district or District.objects.first() or District()
        return cls(district.quiet_from, district.quiet_until, weeks_in(district.quiet_weeks))

    def is_quiet_week(self, day: date) -> bool:
        return day.isocalendar().week in self.weeks

    def next_moment(self, moment: datetime) -> datetime:
        """The moment itself or, in quiet hours, when they end. Quiet weeks hold back Monday's mail alone."""
        local = moment.astimezone(STOCKHOLM)
        clock = local.time()
        if self.quiet_from > self.quiet_until:
            is_quiet, next_day = clock >= self.quiet_from or clock < self.quiet_until, clock >= self.quiet_from
        else:
            is_quiet, next_day = self.quiet_from <= clock < self.quiet_until, False
        if not is_quiet:
            return moment
        day = local.date() + timedelta(days=next_day)
        return datetime.combine(day, self.quiet_until, tzinfo=STOCKHOLM)

    def free_moment(self, moment: datetime, not_after: datetime | None) -> datetime:
        """When what can wait may go. What would say nothing any more when the quiet hours end cannot wait for that."""
        free = self.next_moment(moment)
        return moment if not_after and free > not_after else free
