"""Finds the pages in an installation, logs in to each, and counts its queries."""

from datetime import date

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse

from distrikt.organisation.models import User
from distrikt.webb.demo.people import DOMAIN
from tests.bench.pages import BARE, PAGES, Page, Visit
from traffar.models import Activity, CalendarFeed
from traffar.styrelse.models import BoardMeeting


class NotThere(Exception):
    """The page cannot be measured, for this reason."""


def visit_pages(today: date) -> tuple[list[Visit], dict[str, str]]:
    """Each page that is there, visited once to warm up and once to count; and why the others cannot be."""
    visits, missing = [_visit(BARE, today)], {}
    for page in PAGES:
        try:
            visits.append(_visit(page, today))
        except NotThere as reason:
            missing[page.name] = str(reason)
    return visits, missing


def _visit(page: Page, today: date) -> Visit:
    try:
        url = reverse(page.url_name, kwargs=_arguments(page.url_name, today)) + page.query
    except NoReverseMatch:
        raise NotThere("saknas") from None
    client = Client(raise_request_exception=False, SERVER_NAME="127.0.0.1")
    client.force_login(User.objects.get(email=f"{page.login}@{DOMAIN}"))
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        response = client.get(url)
    if response.status_code != 200:
        raise NotThere(f"svarar {response.status_code}")
    return Visit(page.name, url, client.cookies["sessionid"].value, len(queries))


def _arguments(url_name: str, today: date) -> dict[str, object]:
    """What the address of each page names: rows of this year, in the middle of what there is."""
    match url_name:
        case "plan:plan_detail" | "plan:year_wheel" | "berattelse:report_detail":
            return {"year": today.year}
        case "plan:area_detail":
            return {"year": today.year, "slug": "omrade-5"}
        case "plan:commitment_detail":
            return {"year": today.year, "number": "5.5"}
        case "traffar:activity_detail":
            held = Activity.objects.filter(status=Activity.Status.HELD, starts_at__year=today.year)
            return {"pk": held.latest("starts_at").pk}
        case "styrelse:meeting_table" | "styrelse:minutes_detail":
            return {"pk": BoardMeeting.objects.under_way().latest("pk").pk}
        case "traffar:month_detail":
            return {"month": f"{today:%Y-%m}"}
        case "traffar:feed_file":
            owner = User.objects.get(email=f"ordforande@{DOMAIN}")
            return {"token": CalendarFeed.objects.create(owner=owner, kind=CalendarFeed.Kind.ALL).token}
        case "organisation:branch_detail":
            return {"slug": "sundsvall"}
        case _:
            return {}
