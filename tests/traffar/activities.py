"""Activities and plans for the tests of this room."""

import uuid
from datetime import date, datetime, timedelta
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from distrikt.clock import STOCKHOLM
from plan.models import Area, Commitment, CommitmentCounts, YearPlan
from tests.cast import Cast
from traffar.models import Activity, ActivityKind

# The day that the clock of these tests stands at: a Tuesday in week 38.
NOW = datetime(2026, 9, 15, 12, 0, tzinfo=STOCKHOLM)


def at(day: int, hour: int = 18, month: int = 9, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, tzinfo=STOCKHOLM)


def make_activity(cast: Cast, body: str = "sundsvall", starts_at: datetime | None = None, **fields) -> Activity:
    starts_at = starts_at or at(26, 11)
    values = {"kind": ActivityKind.SQUARE_MEETING, "ends_at": starts_at + timedelta(hours=2), **fields}
    return Activity.objects.create(organiser=cast.bodies[body], starts_at=starts_at, **values)


def make_plan(year: int = 2026) -> YearPlan:
    """An adopted plan with two commitments: 1.1 counts open events and square meetings, 1.2 is about study circles."""
    plan = YearPlan.objects.create(
        year=year,
        title=f"Verksamhetsplan {year}",
        starts_on=date(year, 1, 1),
        ends_on=date(year, 12, 31),
        status=YearPlan.Status.ADOPTED,
        adopted_on=date(year, 3, 1),
    )
    area = Area.objects.create(plan=plan, position=1, number=1, heading="Utåtriktat", slug="utatriktat")
    texts = ["Distriktet ska synas på torgen.", "Varje partiförening ska hålla en studiecirkel."]
    for position, text in enumerate(texts, start=1):
        Commitment.objects.create(
            plan=plan, area=area, position=position, number=f"1.{position}", text=text, kind=Commitment.Kind.ONGOING
        )
    first = plan.commitments.get(number="1.1")
    CommitmentCounts.objects.create(commitment=first, source_kind="activity", value=ActivityKind.SQUARE_MEETING)
    return plan


def new_form(cast: Cast, **changed) -> dict[str, object]:
    """What the phone sends for a new square meeting in Sundsvall."""
    return {
        "submission": str(uuid.uuid4()),
        "kind": "square_meeting",
        "day": "2026-09-26",
        "starts": "11:00",
        "ends": "13:00",
        "place": "Navet",
        "organiser": cast.bodies["sundsvall"].pk,
        "audience": "members",
        **changed,
    }


def edit_form(activity: Activity, **changed) -> dict[str, object]:
    """What the edit form sends when nothing but these fields is changed."""
    starts, ends = activity.starts_at.astimezone(STOCKHOLM), activity.ends_at.astimezone(STOCKHOLM)
    return {
        "version": activity.version,
        "kind": activity.kind,
        "title": activity.title,
        "day": starts.date().isoformat(),
        "starts": f"{starts:%H:%M}",
        "ends": f"{ends:%H:%M}",
        "place": activity.place,
        "organiser": activity.organiser_id,
        "audience": activity.audience,
        **changed,
    }


def outcome_form(activity: Activity, **changed) -> dict[str, object]:
    return {"version": activity.version, "photo_submission": str(uuid.uuid4()), "headcount": "34", **changed}


def picture(kind: str = "JPEG", size: tuple[int, int] = (40, 30), **options) -> SimpleUploadedFile:
    content = BytesIO()
    Image.new("RGB", size, "teal").save(content, kind, **options)
    return SimpleUploadedFile(f"bild.{kind.lower()}", content.getvalue())
