"""The start page: what do I need to do, what happens next, how is the plan doing – in that order, by role."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse

from distrikt.access import Viewer, may
from distrikt.organisation.roles import Role
from distrikt.utskick.reports import recent_alarm
from plan.berattelse.models import AnnualReport
from plan.models import Intake, YearPlan
from plan.reports import CommitmentFollowUp, PlanStanding, plan_standing, urgent_commitments
from plan.uppgifter.reports import due_this_week
from plan.wording import capitalised
from traffar.helping.reports import HelpRow, lacking_for
from traffar.models import Activity, ActivityKind, ActivityQuerySet, SignUp
from traffar.reports import where_and_who
from traffar.styrelse.awaiting import awaited_of
from traffar.when import short_when_words

# Older than this nobody remembers how many came.
ASK_FOR_DAYS = 30
# A report is written between the plan's end and the annual conference, before the end of March.
REPORT_SEASON_DAYS = 120
TODO_ROWS, BOARD_ROWS, TASK_ROWS, DRAFT_ROWS, OWN_ROWS, COMING_ROWS, URGENT_ROWS = 10, 4, 4, 2, 3, 6, 4
HELP_ROWS = 3
# What a line adds when the viewer has signed up.
SIGNED_UP: dict[str, str] = {
    SignUp.Status.COMING: " · du är anmäld",
    SignUp.Status.QUEUED: " · du står i kö",
    SignUp.Status.OFFERED: " · en plats väntar på ditt svar",
}
# What the page says of a plan.
PLAN_FIELDS = ("year", "title", "starts_on", "ends_on", "status")
# Those who act for a body of their own, not for the district as a whole.
LOCAL = (Role.CONTACT, Role.CONVENER, Role.REGION_MEMBER)


# An activity: (id, title, "lör 19 sep kl. 11 · Navet · Sundsvall", address, status).
Line = tuple[int, str, str, str, str]


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the page: what, a line about it, where it leads, and the word on its button."""

    title: str
    meta: str
    url: str
    action: str = ""


@dataclass(frozen=True, slots=True)
class StartPage:
    """`own` is what comes next of the viewer's own bodies, `coming` the rest, `help` what others lack; `links` is all
    that there is for those who see no content."""

    todo: tuple[Row, ...]
    help: tuple[HelpRow, ...]
    own: tuple[Row, ...]
    coming: tuple[Row, ...]
    links: tuple[Row, ...]
    standing: PlanStanding | None
    urgent: tuple[CommitmentFollowUp, ...]


def start_page(viewer: Viewer, now: datetime) -> StartPage:
    """The page for a viewer at a time. The number of queries does not grow with the rows."""
    plans = list(YearPlan.objects.visible_to(viewer).only(*PLAN_FIELDS).order_by("-year"))
    plan = next((p for p in plans if not p.is_draft and p.starts_on <= viewer.today), None)
    standing = plan_standing(plan, viewer.today) if plan else None
    own = Activity.objects.organised_by(viewer)
    todo = [
        *_alarm(viewer, now),
        *_board(viewer, now),
        *_tasks(viewer),
        *_unfinished(own, viewer, now),
        *_plan_steps(viewer, plans),
    ]
    coming = Activity.objects.published_to(viewer).coming(now).filter(status=Activity.Status.PLANNED)
    local = viewer.bodies(*LOCAL)
    own_coming = list(_lines(coming.arranged_by(local), viewer, OWN_ROWS)) if local else []
    others = [line for line in _lines(coming, viewer, COMING_ROWS) if line not in own_coming]
    signed_up = _signed_up([line[0] for line in (*own_coming, *others)], viewer)
    return StartPage(
        todo=tuple(todo[:TODO_ROWS]),
        help=tuple(lacking_for(viewer, now, HELP_ROWS)),
        own=tuple(_to_come(own_coming, signed_up)),
        coming=tuple(_to_come(others[: COMING_ROWS - len(own_coming)], signed_up)),
        links=() if viewer.sees_content else tuple(_links(viewer)),
        standing=standing,
        # What a plan that is over never came to is no longer urgent.
        urgent=tuple(_urgent_for(viewer, standing)[:URGENT_ROWS])
        if standing and viewer.today <= standing.plan.ends_on
        else (),
    )


def _alarm(viewer: Viewer, now: datetime) -> Iterator[Row]:
    """That mail stands still, or that somebody has to decide of one, to those who can see to it."""
    if not may(viewer, "utskick.see_health"):
        return
    alarm, in_trouble = recent_alarm(now)
    if alarm:
        yield Row(alarm, "Utan mejl når ingen påminnelse fram", reverse("utskick:health"), "Se driftläget")
    if in_trouble and may(viewer, "utskick.list_messages"):
        text = f"{in_trouble} mejl kom kanske inte fram"
        yield Row(text, "Skicka igen, eller låt det vara", reverse("utskick:message_list"), "Ta ställning")


def _board(viewer: Viewer, now: datetime) -> Iterator[Row]:
    """What a meeting of the board waits for the viewer to do, and its questions between meetings."""
    for row in awaited_of(viewer, now)[:BOARD_ROWS]:
        yield Row(row.title, row.meta, row.url, row.action)


def _tasks(viewer: Viewer) -> Iterator[Row]:
    """One's own tasks that are overdue or due this week."""
    for pk, title, when in due_this_week(viewer, TASK_ROWS):
        yield Row(title, capitalised(when), reverse("uppgifter:task_finish", args=[pk]), "Klar")


def _unfinished(own: ActivityQuerySet, viewer: Viewer, now: datetime) -> Iterator[Row]:
    """What nobody has told the outcome of, then drafts that nobody has published; the latest of each first."""
    rows = own.unfinished(now, since=now - timedelta(days=ASK_FOR_DAYS))
    drafts = 0
    for pk, title, meta, url, status in _lines(rows, viewer, TODO_ROWS):
        if status != Activity.Status.DRAFT:
            yield Row(f"Hur gick det? {title}", meta, reverse("traffar:outcome_report", args=[pk]), "Berätta")
        elif (drafts := drafts + 1) <= DRAFT_ROWS:
            yield Row(f"Utkast: {title}", meta, url, "Se över")


def _plan_steps(viewer: Viewer, plans: list[YearPlan]) -> Iterator[Row]:
    """What the board and the ombudsman do with the plan and its report, when it is time."""
    if not may(viewer, "plan.edit_plan"):
        return
    unfinished = Intake.objects.visible_to(viewer).order_by("-read_at").values_list("pk", "year", "source_name").first()
    if unfinished:
        pk, year, source_name = unfinished
        title = f"Granska verksamhetsplanen {year or ''}".rstrip()
        url = reverse("plan:plan_read_review", args=[pk])
        yield Row(title, source_name or "Inklistrad text", url, "Fortsätt granska")
    elif not plans:
        yield Row("Läs in verksamhetsplanen", "Ur dokumentet, mening för mening", reverse("plan:plan_read"), "Börja")
    for plan in plans:
        if plan.is_draft:
            url = reverse("plan:plan_detail", args=[plan.year])
            yield Row(f"Anta {plan.title}", "Planen är ett utkast tills den är antagen", url, "Se över")
    over = [p for p in plans if not p.is_draft and 0 < (viewer.today - p.ends_on).days <= REPORT_SEASON_DAYS]
    approved = set(_approved_years()) if over else set()
    for plan in over:
        if plan.year not in approved:
            url = reverse("berattelse:report_detail", args=[plan.year])
            yield Row(f"Skriv verksamhetsberättelsen för {plan.year}", "Programmet har gjort ett utkast", url, "Skriv")


def _approved_years() -> Iterator[int]:
    yield from AnnualReport.objects.filter(status=AnnualReport.Status.APPROVED).values_list("plan__year", flat=True)


def _signed_up(activities: Sequence[int], viewer: Viewer) -> dict[int, str]:
    """The status of the viewer's sign-up to those (ids) that they have signed up to."""
    own = SignUp.objects.live().filter(activity__in=activities, person=viewer.person_id).order_by()
    return dict(own.values_list("activity", "status"))


def _to_come(lines: Iterable[Line], signed_up: Mapping[int, str]) -> Iterator[Row]:
    for pk, title, meta, url, _ in lines:
        yield Row(title, f"{meta}{SIGNED_UP.get(signed_up.get(pk, ''), '')}", url)


def _links(viewer: Viewer) -> Iterator[Row]:
    """What the administrator of the system comes here for."""
    if may(viewer, "organisation.grant_assignment"):
        yield Row("Bjud in", "Med ett uppdrag i något av organen", reverse("organisation:invitation_create"))
        yield Row("Väntande inbjudningar", "Skicka igen eller dra tillbaka", reverse("organisation:invitation_list"))
    if may(viewer, "organisation.edit_district"):
        yield Row("Inställningar", "Distriktets namn, logotyp och organ", reverse("organisation:district_edit"))


def _urgent_for(viewer: Viewer, standing: PlanStanding) -> list[CommitmentFollowUp]:
    """The board and the ombudsman carry the whole plan; others what their own bodies answer for."""
    if may(viewer, "plan.edit_plan"):
        return urgent_commitments(standing)
    return urgent_commitments(standing, viewer.bodies(*LOCAL))


def _lines(activities: ActivityQuerySet, viewer: Viewer, most: int) -> Iterator[Line]:
    base = reverse("traffar:activity_list")
    columns = ("pk", "kind", "title", "starts_at", "place", "organiser__name", "status")
    for pk, kind, title, starts_at, place, organiser, status in activities.values_list(*columns)[:most]:
        when = short_when_words(starts_at, today=viewer.today)
        meta = f"{when} · {where_and_who(place, organiser)}"
        yield pk, title or ActivityKind(kind).heading, meta, f"{base}{pk}/", status
