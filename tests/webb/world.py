"""One row of everything, for the tables that open every page."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from uuid import UUID

from django.core.files.base import ContentFile
from model_bakery import baker

from distrikt.clock import STOCKHOLM
from distrikt.organisation.models import Assignment, Invitation
from distrikt.organisation.roles import Role
from distrikt.utskick.models import Job, Letter, Message
from plan.berattelse.models import AnnualReport
from plan.models import Area, Commitment, Intake, YearPlan
from tests.cast import Cast
from tests.consistency.test_pages import our_patterns
from tests.styrelse.world import board_rows
from traffar.models import Activity, ActivityPhoto, CalendarFeed, HelpOffer, HelpRequest, SignUp, SignUpTerms

YEAR = 2026
ROW = UUID(int=1)
YESTERDAY_NOON = datetime(YEAR, 9, 14, 12, tzinfo=STOCKHOLM)


def make_world(cast: Cast) -> Callable[[str], dict[str, object]]:
    """An adopted plan with an unfinished report, an activity of Sundsvall's, the chair's unfinished
    reading, and what the board prepares.

    Returns a function from a URL's name to its arguments.
    """
    plan = YearPlan.objects.create(
        year=YEAR, title="Verksamhetsplan 2026", starts_on=date(YEAR, 1, 1), ends_on=date(YEAR, 12, 31),
        status=YearPlan.Status.ADOPTED, adopted_on=date(YEAR, 3, 14), decision="Årskonferensen § 14",
    )  # fmt: skip
    area = Area.objects.create(plan=plan, position=1, number=1, heading="Utåtriktat", slug="utatriktat")
    Commitment.objects.create(
        plan=plan, area=area, position=1, number="1.1", text="Sundsvall ska hålla minst åtta torgmöten.",
        kind="countable", target=8, operator=">=", responsible=cast.bodies["sundsvall"],
    )  # fmt: skip
    report = AnnualReport.objects.create(plan=plan)
    activity = baker.make(
        Activity, kind="square_meeting", organiser=cast.bodies["sundsvall"], contact=cast.sundsvall,
        starts_at=YESTERDAY_NOON, ends_at=YESTERDAY_NOON + timedelta(hours=2), status=Activity.Status.PLANNED,
        audience=Activity.Audience.EVERYONE,
    )  # fmt: skip
    SignUpTerms.objects.create(activity=activity, open_to=SignUpTerms.OpenTo.EVERYONE)
    sign_up = SignUp.objects.create(activity=activity, person=cast.member, status="coming", source="account")
    open_activity = baker.make(
        Activity, kind="open_event", title="Torgdag", organiser=cast.bodies["sundsvall"], audience="everyone",
        starts_at=YESTERDAY_NOON, ends_at=YESTERDAY_NOON + timedelta(hours=2), status=Activity.Status.PLANNED,
    )  # fmt: skip
    photo = baker.make(ActivityPhoto, activity=activity, image=ContentFile(b"jpeg", "torget.jpg"))
    asked = HelpRequest.objects.create(activity=activity, people=3)
    offer = HelpOffer.objects.create(request=asked, body=cast.bodies["ange"], people=1, offered_by=cast.ange)
    invitation = baker.make(
        Invitation, email="ny@distrikt.example", body=cast.bodies["sundsvall"], role=Role.CONTACT,
        invited_by=cast.chair, expires_at=YESTERDAY_NOON + timedelta(days=14),
    )  # fmt: skip
    Intake.objects.create(pk=ROW, source_text="Vi ska hålla tre möten.", headings=[], candidates=[], read_by=cast.chair)
    Job.objects.create(pk=ROW, kind="annual_report", object_id=report.pk, requested_by=cast.chair)
    assignment = Assignment.objects.get(user=cast.sundsvall)
    message = baker.make(
        Message, kind="activity_near", object_id=activity.pk, recipient=cast.sundsvall, status="sent",
        key="a", message_id="<a@distrikt.example>", subject="Hej", text="Hej", html="<p>Hej</p>",
    )  # fmt: skip
    letter = Letter.objects.create(
        writer=cast.sundsvall, subject="Höstens möten", body="Vi ses!", group=f"body:{cast.bodies['sundsvall'].pk}",
        group_name="Sundsvall",
    )  # fmt: skip
    feed = CalendarFeed.objects.create(owner=cast.sundsvall, kind=CalendarFeed.Kind.OWN)
    board = board_rows(cast, next(iter(Commitment.objects.all())))
    rows = {
        **board,
        "organisation:person": cast.sundsvall.pk,
        "organisation:assignment_create": cast.sundsvall.pk,
        "organisation:assignment": assignment.pk,
        "organisation:invitation": invitation.pk,
        "traffar:photo": photo.pk,
        "traffar:feed": feed.pk,
        "traffar:public": open_activity.pk,
        "traffar:poster": open_activity.pk,
        "traffar:help_request_create": activity.pk,
        "traffar:help_offer_create": asked.pk,
        "traffar:help_offer": offer.pk,
        "traffar:help_request": asked.pk,
        "traffar:": activity.pk,
        "plan:": ROW,
        "utskick:message": message.pk,
        "utskick:letter": letter.pk,
        "utskick:": ROW,
    }
    return address_book(rows, area=area, sign_up=sign_up.pk, meeting=board["styrelse:"])


def address_book(
    rows: dict[str, object], *, area: Area, sign_up: int = 0, meeting: int = 0
) -> Callable[[str], dict[str, object]]:
    """A function from a URL's name to its arguments: the row is that of the first start of the name in `rows`."""
    words = {"year": area.plan.year, "number": f"{area.number}.1", "key": f"area:{area.pk}", "month": "2026-09"}
    words |= {"sign_up": sign_up, "meeting": meeting, "kind": "commitment", "person": rows.get("styrelse:handover", 0)}
    nothing = {"token": "falsk", "name": "saknas.png"}

    def arguments(url: str) -> dict[str, object]:
        found = {**words, **nothing, "slug": area.slug if url == "plan:area_detail" else "sundsvall"}
        found["pk"] = next((pk for start, pk in rows.items() if url.startswith(start)), None)
        return {name: found[name] for name in _converters(url)}

    return arguments


def _converters(url: str) -> list[str]:
    """The names in a URL's path; of two paths by the same name the shorter one."""
    paths = [pattern for space, pattern in our_patterns() if f"{space}:{pattern.name}" == url]
    return min((list(pattern.pattern.converters) for pattern in paths), key=len)
