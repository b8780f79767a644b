"""The lists of activities, and the month."""

from dataclasses import dataclass
from datetime import datetime
from typing import cast

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from distrikt.access import Request, Viewer, may
from distrikt.organisation.models import Body
from distrikt.paging import query_of
from plan.models import Area, YearPlan
from traffar.filters import ActivityFilter
from traffar.models import Activity, ActivityQuerySet
from traffar.month import build_month, month_url
from traffar.reports import activity_rows
from traffar.when import month_of

PER_PAGE = 50
# Nobody turns more than forty pages; counting further would cost more than the page itself.
MOST_LISTED = 2000


@dataclass(frozen=True, slots=True)
class Tab:
    """A way into the list, and what is said when there is nothing in it; some are for those who arrange things."""

    key: str
    label: str
    empty: str
    for_organisers: bool = False


TABS = (
    Tab("kommande", "Kommande", "Här står det som ska hända i distriktet, med det närmaste först."),
    Tab(
        "hur-gick-det",
        "Hur gick det?",
        "Här står det som har varit och som ingen har berättat om än. Just nu: ingenting.",
        for_organisers=True,
    ),
    Tab("hallna", "Hållna", "Här står det som har blivit av, med antal som kom."),
    Tab(
        "utkast",
        "Utkast",
        "Ett utkast syns bara för er som ordnar, och räknas inte mot planen förrän det publiceras.",
        for_organisers=True,
    ),
    Tab("alla", "Alla", "Här står allt som är inlagt, det senaste först."),
)


def _activities(tab: Tab, viewer: Viewer, now: datetime) -> ActivityQuerySet:
    match tab.key:
        case "hur-gick-det":
            return Activity.objects.organised_by(viewer).awaiting_outcome(now)
        case "hallna":
            return Activity.objects.published_to(viewer).held()
        case "utkast":
            return Activity.objects.organised_by(viewer).drafts()
        case "alla":
            return Activity.objects.visible_to(viewer).order_by("-starts_at")
        case _:
            return Activity.objects.published_to(viewer).coming(now)


@require_safe
def activity_list(request: Request) -> HttpResponse:
    viewer = request.viewer
    if not viewer.sees_content:
        raise Http404
    organises = may(viewer, "traffar.add_activity")
    tabs = [tab for tab in TABS if organises or not tab.for_organisers]
    tab = next((tab for tab in tabs if tab.key == request.GET.get("visa")), tabs[0])
    plan = YearPlan.objects.visible_to(viewer).only("pk").current(viewer.today)
    filters = ActivityFilter(
        request.GET,
        queryset=_activities(tab, viewer, timezone.now()),
        bodies=Body.objects.active().order_by("name").values_list("pk", "slug", "name"),
        areas=Area.objects.filter(plan=plan, number__isnull=False)
        .order_by("position")
        .values_list("pk", "slug", "heading"),
    )
    pages = Paginator(filters.qs, PER_PAGE)
    pages.count = filters.qs.order_by()[:MOST_LISTED].count()
    page = pages.get_page(request.GET.get("sida"))
    context = {
        "filters": filters,
        "tabs": [(other.label, query_of(request, visa=other.key), other is tab) for other in tabs],
        "tab": tab,
        "page": page,
        "rows": activity_rows(cast(ActivityQuerySet, page.object_list), today=viewer.today),
        "query": query_of(request),
        "month_url": month_url(viewer.today),
        "can_add": organises,
        "can_count_subscriptions": may(viewer, "traffar.count_subscriptions"),
    }
    return render(request, "traffar/activity_list.html", context)


@require_safe
def month_detail(request: Request, month: str) -> HttpResponse:
    first = month_of(month)
    if first is None or not request.viewer.sees_content:
        raise Http404
    context = {"month": build_month(first, request.viewer), "can_add": may(request.viewer, "traffar.add_activity")}
    return render(request, "traffar/month_detail.html", context)
