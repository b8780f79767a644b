from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest

from distrikt.organisation.models import Body
from plan.berattelse.models import AnnualReport
from plan.berattelse.reports import Report, build_report
from plan.models import Area, Commitment, Contribution, YearPlan
from tests.cast import Cast
from traffar.models import Activity, ActivityKind

TODAY = date(2027, 1, 20)


@dataclass
class Year:
    """The plan of 2026 and its report, with the means to fill them."""

    plan: YearPlan
    row: AnnualReport

    def area(self, heading: str, *, background: bool = False) -> Area:
        position = self.plan.areas.count() + 1
        return Area.objects.create(
            plan=self.plan,
            position=position,
            heading=heading,
            slug=f"omrade-{position}",
            number=None if background else position,
            kind=Area.Kind.BACKGROUND if background else Area.Kind.COMMITMENTS,
            text="Läget är allvarligt." if background else "",
        )

    def commitment(self, area: Area, text: str = "Vi ska ordna träffar.", **fields: object) -> Commitment:
        position = area.commitments.count() + 1
        return Commitment.objects.create(
            plan=self.plan,
            area=area,
            position=position,
            number=f"{area.number}.{position}",
            text=text,
            **{"kind": Commitment.Kind.COUNTABLE, **fields},
        )

    def held(
        self, kind: ActivityKind, organiser: Body, *towards: Commitment, days: int = 30, **fields: object
    ) -> Activity:
        starts_at = datetime(2026, 1, 1, 17, tzinfo=UTC) + timedelta(days=days)
        activity = Activity.objects.create(
            kind=kind,
            organiser=organiser,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=2),
            **{"status": Activity.Status.HELD, **fields},
        )
        for commitment in towards:
            Contribution.objects.create(
                commitment=commitment,
                source_kind="activity",
                source_id=activity.pk,
                state=Contribution.State.DONE,
                day=starts_at.date(),
                label=f"{activity.display_title}, {organiser.name}",
            )
        return activity

    def report(self) -> Report:
        row = AnnualReport.objects.select_related("plan").get(pk=self.row.pk)
        return build_report(row.plan, row, TODAY)


@pytest.fixture
def year(cast: Cast) -> Year:
    plan = YearPlan.objects.create(
        year=2026,
        title="Verksamhetsplan 2026",
        organisation="Partiet i Granlandet",
        starts_on=date(2026, 1, 1),
        ends_on=date(2026, 12, 31),
        status=YearPlan.Status.ADOPTED,
        adopted_on=date(2026, 3, 14),
    )
    return Year(plan, AnnualReport.objects.create(plan=plan))
