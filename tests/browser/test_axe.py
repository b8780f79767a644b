"""Every page of the demo district, narrow and wide, light and dark.

Axe finds nothing, nothing is wider than a phone, there is one heading of the first order, the language is told, and
the console is silent: the Content-Security-Policy has refused nothing.
"""

import re
import uuid
from collections.abc import Callable

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from axe_playwright_python.base import AXE_SCRIPT
from django.urls import get_resolver, reverse
from playwright.sync_api import Page

from distrikt.organisation.actions import invite
from distrikt.organisation.models import Assignment, Body, Invitation, User
from distrikt.organisation.roles import Role
from distrikt.utskick.actions import request_job
from distrikt.utskick.models import Letter, Message
from distrikt.webb.demo.people import LOGINS
from plan.intake.actions import PlanFacts, save_intake, start_intake
from plan.models import Area, Intake, YearPlan
from plan.reading import read_plan
from tests.browser.conftest import DESK, NOON, PHONE
from tests.cast import PASSWORD, PEOPLE, Cast
from tests.organisation.test_first_run import printed_link
from tests.plan.read_in_text import BOARD_MEETS, PLAN
from tests.styrelse.world import board_rows
from tests.webb.test_role_url import ROWS, VIEWERS
from tests.webb.world import address_book
from traffar.links import outcome_link
from traffar.models import Activity, CalendarFeed, SignUp, SignUpTerms
from traffar.public.addresses import public_path
from traffar.sign_up.links import sign_up_path

pytestmark = pytest.mark.browser

# The demo's people by the names of the cast, in whose order they stand.
LOGIN_OF = {name: person.login for name, person in zip(PEOPLE, LOGINS, strict=False)}
# In the dark everything stands where it stood; only the colours are others.
COLOURS = {"runOnly": ["color-contrast", "link-in-text-block"]}

FORM = """() => {
  const root = document.documentElement;
  for (const folded of document.querySelectorAll("main details")) folded.open = true;
  const found = [];
  if (root.lang !== "sv") found.push(`lang=${root.lang}`);
  const headings = document.querySelectorAll("h1").length;
  if (headings !== 1) found.push(`${headings} h1`);
  if (root.scrollWidth > root.clientWidth) found.push(`${root.scrollWidth} wide`);
  return found;
}"""
AXE = """options => axe.run({ resultTypes: ["violations"], preload: false, ...options }).then(({ violations }) =>
  violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(" ")}`)))"""


def faults(page: Page) -> list[str]:
    """What is wrong with the page that stands open, with all unfolded that can be folded away."""
    page.evaluate(AXE_SCRIPT)
    found = []
    for width in (DESK, PHONE):
        page.set_viewport_size({"width": width, "height": 800})
        told = page.evaluate(FORM)
        for scheme, options in (("light", {}), ("dark", COLOURS)):
            page.emulate_media(color_scheme=scheme)
            told += page.evaluate(AXE, options)
        found += [f"{page.url} {width}: {fault}" for fault in told]
    return found


def faults_of(page: Page, addresses: list[str]) -> list[str]:
    """What is wrong with the pages at the addresses. Files, fragments and what takes only POST are none.

    Nor is a mail as it looks: no script runs in its sandbox, and axe is one.
    """
    found = []
    for address in addresses:
        answer = page.request.get(address)
        is_mail = "sandbox" in answer.headers.get("content-security-policy", "")
        if answer.body().lstrip().startswith(b"<!DOCTYPE html>") and not is_mail:
            page.goto(address)
            found += faults(page)
    return found


# -- the house --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["chair", "sundsvall", "member", "administrator"])
def test_the_pages_that_a_person_opens(demo, open_as, name):
    page, arguments = open_as(LOGIN_OF[name]), make_rows()
    column = VIEWERS.index(name)
    opened = [reverse(url, kwargs=arguments(url)) for url, letters in ROWS.items() if letters[column] == "o"]
    assert faults_of(page, [*opened, *MORE.get(name, [])]) == []


def test_the_pages_of_somebody_without_an_account(demo, visit):
    coming = Activity.objects.filter(audience="everyone", status="planned", starts_at__gt=NOON)
    event = coming.filter(sign_up_terms=None).first()
    SignUpTerms.objects.create(
        activity=event, open_to="everyone", asks_food=True, asks_childcare=True, asks_rides=True, own_question="Tal?"
    )
    page, states = visit(), ["unconfirmed", "coming", "queued", "ended"]
    guests = [SignUp.objects.create(activity=event, status=state, turn=n) for n, state in enumerate(states)]
    addresses = [f"/oppet/anmalan/{event.pk}/", "/oppet/anmalan/tack/", *map(sign_up_path, guests)]
    assert faults_of(page, addresses) == []


MORE = {
    # A plan that is not adopted, the year before, lists with many rows and with none, and what is not there.
    "chair": [
        *("/plan/2031/", "/plan/2031/andra/", "/plan/2031/antag/", "/plan/2031/atagande/2.1/andra/"),
        *("/plan/2025/", "/berattelse/2025/", "/traffar/?visa=alla", "/traffar/?q=saknas", "/finns-inte/"),
    ],
    "member": ["/manniskor/"],
}


def person(name: str) -> User:
    return User.objects.get(email=f"{LOGIN_OF[name]}@distrikt.example")


def make_rows() -> Callable[[str], dict[str, object]]:
    """Rows for the table's addresses, of the demo and what it lacks: a review, a job, an invitation, a draft."""
    chair, contact = person("chair"), Assignment.objects.get(user=person("sundsvall"))
    plan = YearPlan.objects.get(year=NOON.year)
    event = untold()
    Activity.objects.filter(pk=event.pk).update(audience=Activity.Audience.EVERYONE)
    SignUpTerms.objects.create(activity=event, open_to=SignUpTerms.OpenTo.EVERYONE, asks_food=True)
    guest = SignUp.objects.create(activity=event, person=person("member"), status="coming", turn=1, food="vegan")
    save_intake(intake=intake(chair), facts=PlanFacts(2031, "Plan", "", NOON.date(), NOON.date()))
    people = {name: person(name) for name in ("chair", "secretary", "sundsvall")}
    cast = Cast(people, {"distriktsstyrelsen": Body.objects.get(slug="distriktsstyrelsen")})
    board = board_rows(cast, plan.commitments.all()[0])
    rows = {
        **board,
        "organisation:person": contact.user_id,
        "organisation:assignment_create": contact.user_id,
        "organisation:assignment": contact.pk,
        "organisation:invitation": invitation(chair).pk,
        "traffar:feed": CalendarFeed.objects.create(owner=person("sundsvall"), kind=CalendarFeed.Kind.OWN).pk,
        "traffar:public": open_to_all().pk,
        "traffar:poster": open_to_all().pk,
        "traffar:": event.pk,
        "plan:": intake(chair).pk,
        "utskick:message": failed_message(contact).pk,
        "utskick:letter": draft_letter().pk,
        "utskick:": request_job(kind="annual_report", object_id=plan.pk, by=chair.pk, at=NOON).pk,
    }
    return address_book(
        rows, area=Area.objects.filter(plan=plan, number=1).get(), sign_up=guest.pk, meeting=board["styrelse:"]
    )


def failed_message(about: Assignment) -> Message:
    facts = {"kind": "assignment_received", "object_id": about.pk, "recipient": about.user, "email": about.user.email}
    return Message.objects.create(**facts, key="a", message_id="<a@distrikt.example>", status="failed")


def draft_letter() -> Letter:
    branch = Body.objects.get(slug="sundsvall")
    facts = {"group": f"body:{branch.pk}", "group_name": branch.name, "subject": "Höstens möten", "body": "## Vi ses!"}
    return Letter.objects.create(writer=person("sundsvall"), **facts)


def intake(by: User) -> Intake:
    reading = read_plan(PLAN.encode(), filename="plan.txt")
    return start_intake(reading=reading, submission=uuid.uuid4(), year=None, source_name="", by=by.pk, at=NOON)


def invitation(by: User) -> Invitation:
    body = Body.objects.get(slug="sundsvall")
    row = Invitation(email="ny@distrikt.example", first_name="Ny", body=body, role=Role.MEMBER)
    invite(invitation=row, by=by, at=NOON)
    return row


def untold() -> Activity:
    return Activity.objects.get(organiser__slug="sundsvall", status="planned", starts_at__lt=NOON)


def open_to_all() -> Activity:
    return Activity.objects.public().arranged_by([Body.objects.get(slug="sundsvall").pk]).coming(NOON)[0]


# -- the doors --------------------------------------------------------------------------------------------------------


def account_pages() -> list[str]:
    """Allauth's addresses that need no argument; the log-out, which asks first, comes where it comes."""
    (account,) = (found for found in get_resolver().url_patterns if str(found.pattern) == "konto/")
    ways = [way for name in account.reverse_dict for way, *_ in account.reverse_dict.getlist(name)]
    return sorted({f"/konto/{path}" for [(path, arguments), *_] in ways if not arguments})


def send(page: Page, address: str, **typed: str) -> None:
    """Type into the fields of a form and send it."""
    page.goto(address)
    for name, text in typed.items():
        page.locator(f"[name={name}]").fill(text)
    page.locator("main form button[type=submit]:not([name])").first.click()
    page.wait_for_load_state()


def test_the_account_of_someone_logged_in(demo, open_as):
    assert faults_of(open_as(LOGIN_OF["member"]), account_pages()) == []


def test_log_in_by_a_second_factor(demo, visit):
    TOTP.activate(person("member"), generate_totp_secret())
    code = RecoveryCodes.activate(person("member")).get_unused_codes()[0]
    page = visit()
    send(page, "/konto/login/", login=person("member").email, password=PASSWORD)
    assert page.url.endswith("/konto/2fa/authenticate/")
    assert faults(page) == []
    send(page, page.url, code=code)
    second_factor = [address for address in account_pages() if "2fa" in address]
    assert faults_of(page, second_factor) == []


def test_what_a_visitor_sees(demo, visit, mailoutbox):
    page, email = visit(), person("member").email
    found = faults_of(page, account_pages())
    send(page, "/konto/login/", login=email, password="fel")
    found += faults(page)
    send(page, "/konto/login/code/", email=email)
    found += faults(page)
    send(page, "/konto/password/reset/", email=email)
    found += faults(page)
    invitation(person("chair"))
    links = [re.search(r"http://[^/]+(/(?:valkommen|konto/password)/\S+)", mail.body) for mail in mailoutbox]
    opened = [link[1] for link in links if link]
    assert len(opened) == 2
    told = "/t/" + outcome_link(untold(), person("sundsvall")).split("/t/")[1]
    assert found + faults_of(page, [*opened, told, "/t/falsk/", "/valkommen/falsk/", "/finns-inte/"]) == []


def test_the_open_pages(demo, visit):
    cancelled = Activity.objects.public().filter(status="cancelled").first()
    held = Activity.objects.public().held()[0]
    shown = [public_path(activity) for activity in (open_to_all(), cancelled, held)]
    lists = ["/oppet/", "/oppet/?forening=kramfors", "/oppet/forening/sundsvall/"]
    page = visit()
    assert faults_of(page, [*lists, *shown]) == []
    assert page.context.cookies() == []


def test_the_first_run(transactional_db, visit, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    page = visit()
    send(page, printed_link())
    assert faults_of(page, [page.url]) == []


def test_a_form_that_came_back(demo, open_as):
    page = open_as(LOGIN_OF["sundsvall"])
    send(page, "/traffar/ny/", place="Navet")
    assert faults(page) == []


def test_a_menu_that_is_open(demo, open_as):
    page = open_as(LOGIN_OF["chair"])
    for menu in page.locator("summary", has_text="Mer").all():
        menu.evaluate("summary => { summary.parentElement.open = true }")
    assert faults(page) == []


def test_a_sentence_that_is_picked_in_a_review(demo, open_as):
    page = open_as(LOGIN_OF["chair"])
    address = f"/plan/las-in/{intake(person('chair')).pk}/?mening={PLAN.index(BOARD_MEETS)}"
    assert faults_of(page, [address]) == []
