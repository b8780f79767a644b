"""The demo district: plausible on any day, complete, and never put among real data."""

from collections import Counter
from datetime import date, timedelta
from io import StringIO
from itertools import pairwise

import pytest
from django.core.management import CommandError, call_command
from django.db.models import F
from django.utils import timezone

from distrikt.organisation.models import Assignment, Body, BodyKind, District, User
from distrikt.organisation.roles import BOARD, ROLES_IN, Role
from distrikt.utskick.models import Message
from distrikt.webb.demo.activities import SILENT_BRANCH, UNTOLD
from distrikt.webb.demo.customs import CUSTOMS
from distrikt.webb.demo.days import days_off
from distrikt.webb.demo.follow_up import DECIDED, SAID
from distrikt.webb.demo.passphrase import new_passphrase
from distrikt.webb.demo.people import CAST, DOMAIN, LOGINS
from distrikt.webb.demo.plan import make_plan
from distrikt.webb.demo.programme import draw_programme, read_outcomes, read_series
from distrikt.webb.demo.year import make_demo
from plan.berattelse.models import AnnualReport, Outcome
from plan.models import Amendment, Area, CheckIn, Commitment, Contribution, YearPlan
from traffar.models import Activity, ActivityKind, Family

PASSWORD = "gran-kaffe-torg-uggla-vinge-47"
SEPTEMBER = date(2020, 9, 15)
# An ordinary day, a leap day, the last day of a year and the first.
DAYS = [SEPTEMBER, date(2024, 2, 29), date(2026, 12, 31), date(2026, 1, 1)]

NAMES_IN_THE_ISSUE = [
    *("ordforande", "sekreterare", "ombudsman", "sundsvall", "ange"),
    *("natverk", "region", "revisor", "medlem", "admin"),
]


@pytest.fixture
def demo(db):
    make_demo(today=SEPTEMBER, password=PASSWORD)


@pytest.mark.parametrize("today", DAYS, ids=str)
def test_the_year_stands_as_it_did_that_day(db, today):
    make_demo(today=today, password=PASSWORD)
    over = Activity.objects.filter(starts_at__date__lt=today)
    to_come = Activity.objects.filter(starts_at__date__gte=today)
    assert set(to_come.values_list("status", flat=True)) <= {"planned", "draft", "cancelled"}
    assert set(over.values_list("status", flat=True)) == {"held", "cancelled", "planned"}
    untold = over.filter(status=Activity.Status.PLANNED)
    assert Counter(untold.values_list("organiser__slug", flat=True)) == Counter(UNTOLD)
    assert not CheckIn.objects.filter(day__gt=today).exists()
    assert not Amendment.objects.filter(decided_on__gt=today).exists()
    assert not YearPlan.objects.filter(adopted_on__gt=today).exists()
    assert not Activity.objects.filter(created_at__date__gt=today).exists()
    assert YearPlan.objects.current(today).year == today.year


def test_the_ledger_agrees_with_the_activities(demo):
    call_command("check_contributions", stdout=StringIO())
    within = {"day__gte": F("commitment__plan__starts_on"), "day__lte": F("commitment__plan__ends_on")}
    assert Contribution.objects.filter(**within).exists()
    assert not Contribution.objects.exclude(**within).exists()


def test_a_database_with_anything_in_it_is_refused(db):
    District.objects.create(pk=1, name="Partiet i Granlandet")
    with pytest.raises(CommandError, match="inte tom"):
        call_command("demo")
    assert District.objects.get().name == "Partiet i Granlandet"
    assert not User.objects.exists()


def test_a_database_with_a_lone_account_is_refused(db):
    User.objects.create_user("ada@distrikt.example", first_name="Ada", last_name="Berg")
    with pytest.raises(CommandError, match="inte tom"):
        call_command("demo")


def test_if_empty_leaves_a_filled_database_alone_and_tells_how_to_get_in(demo, client):
    out = StringIO()
    call_command("demo", "--if-empty", stdout=out)
    assert "manage.py demo --new-password" in out.getvalue()
    assert client.login(email=f"medlem@{DOMAIN}", password=PASSWORD)


def test_if_empty_says_nothing_where_no_demo_has_been(db):
    User.objects.create_user("ada@ny.example", first_name="Ada", last_name="Berg")
    out = StringIO()
    call_command("demo", "--if-empty", stdout=out)
    assert out.getvalue() == ""


def test_new_password_is_for_the_cast_alone_and_ends_what_the_old_one_opened(demo, client):
    own = User.objects.create_user("ada@ny.example", PASSWORD, first_name="Ada", last_name="Berg")
    client.login(email=f"medlem@{DOMAIN}", password=PASSWORD)
    out = StringIO()
    call_command("demo", "--new-password", stdout=out)
    password = printed_password(out)
    assert client.get("/").status_code == 302
    assert not client.login(email=f"medlem@{DOMAIN}", password=PASSWORD)
    assert all(client.login(email=person.email, password=password) for person in LOGINS)
    assert User.objects.get(pk=own.pk).check_password(PASSWORD)


def test_new_password_is_refused_where_no_demo_has_been(db):
    User.objects.create_user("ada@ny.example", PASSWORD, first_name="Ada", last_name="Berg")
    with pytest.raises(CommandError, match="inget demodistrikt"):
        call_command("demo", "--new-password")
    assert User.objects.get().check_password(PASSWORD)


def test_a_date_that_is_none_is_refused(db):
    with pytest.raises(CommandError, match="inget datum"):
        call_command("demo", "--date", "2020-02-30")
    assert not District.objects.exists()


def printed_password(out: StringIO) -> str:
    return next(line.split(": ")[1] for line in out.getvalue().splitlines() if "Lösenord" in line)


def test_the_printed_log_ins_work(db, client):
    out = StringIO()
    call_command("demo", "--date", "2020-09-15", stdout=out)
    password = printed_password(out)
    for name in NAMES_IN_THE_ISSUE:
        assert f"{name}@{DOMAIN}" in out.getvalue()
        assert client.login(email=f"{name}@{DOMAIN}", password=password)
        assert client.get("/").status_code == 200


def test_every_password_is_its_own():
    drawn = {new_passphrase() for _ in range(50)}
    assert len(drawn) == 50
    assert all(phrase.isascii() and len(phrase) > 20 for phrase in drawn)


def test_the_cast_fills_every_role_and_body(demo):
    held = Assignment.objects.in_force(SEPTEMBER)
    assert set(held.values_list("role", flat=True)) == set(Role)
    assert set(held.values_list("body", flat=True)) == set(Body.objects.values_list("pk", flat=True))
    board = Counter(held.filter(body__kind=BodyKind.BOARD).values_list("role", flat=True))
    assert sum(board.values()) - board[Role.SUBSTITUTE] == 9
    assert board[Role.SUBSTITUTE] == 4
    assert all(board[role] for role in BOARD)


def test_nobody_holds_a_role_where_there_is_none(demo):
    for assignment in Assignment.objects.select_related("body"):
        assert assignment.role in ROLES_IN[assignment.body.kind]


def test_names_and_addresses_are_told_apart():
    assert len({person.email for person in CAST}) == len(CAST)
    assert len({person.name for person in CAST}) == len(CAST)
    assert len(LOGINS) == 10


def test_the_plan_has_the_areas_of_the_districts_own(demo):
    headings = Area.objects.filter(plan__year=2020).values_list("heading", "kind")
    assert list(headings) == [
        ("Det politiska läget", "background"),
        *(
            (heading, "commitments")
            for heading in (
                "Studier",
                "Distriktsträffar",
                "Kongress",
                "Distriktsstyrelse",
                "Ombudsman",
                "Internfeminism",
                "Nätverk",
                "Utåtriktade aktiviteter och aktioner",
                "Regionpolitiken",
                "Partiföreningarna",
            )
        ),
    ]
    assert Commitment.objects.filter(plan__year=2020, target__isnull=False).count() >= 10


def test_the_tables_name_commitments_of_the_plan(db):
    plan = make_plan(2020, today=SEPTEMBER)
    numbers = set(plan.commitments.values_list("number", flat=True))
    named = {number for series in read_series() for number in series.serves}
    assert named | {said.number for said in SAID} | {decided.number for decided in DECIDED} <= numbers


def test_the_programme_is_drawn_from_the_year_alone():
    assert draw_programme(2020) == draw_programme(2020)
    assert draw_programme(2020) != draw_programme(2021)


@pytest.mark.parametrize("year", range(2019, 2033))
def test_a_programme_is_plausible_in_any_year(year):
    events = draw_programme(year)
    off = days_off(year)
    fixed = (series for series in read_series() if "/" in series.when[0])
    on_fixed_days = {title.split(" @ ")[0] for series in fixed for title in series.titles}
    assert 140 <= len(events) <= 175
    assert {event.kind for event in events} == set(ActivityKind)
    assert sum(event.kind == ActivityKind.BOARD_MEETING for event in events) == 10
    assert len({event.outcome for event in events}) >= 60
    assert any(event.cancel_reason for event in events)
    assert any(event.tentative for event in events)
    for event in events:
        custom = CUSTOMS[event.kind]
        assert event.starts_at < event.ends_at
        assert custom.fewest <= event.headcount <= custom.most
        assert event.guests <= event.headcount
        if event.title not in on_fixed_days:
            assert event.day.weekday() in custom.weekdays
            assert event.day not in off


@pytest.mark.parametrize("year", range(2019, 2033))
def test_the_evenings_of_a_course_follow_in_the_same_room(year):
    for series in (row for row in read_series() if row.kind.family == Family.STUDIES):
        titles = {title.format(n=n) for title in series.titles for n in range(1, 20)}
        events = [e for e in draw_programme(year) if e.title in titles and e.organiser == series.organiser]
        assert len({event.day for event in events}) == len(series.when)
        assert len({event.place for event in events}) == 1


def test_a_study_circle_is_a_series_every_other_week(demo):
    evenings = Activity.objects.filter(series__isnull=False, starts_at__year=2020).order_by("starts_at")
    days = [timezone.localdate(evening.starts_at) for evening in evenings]
    assert {later - day for day, later in pairwise(days)} == {timedelta(weeks=2)}
    assert len({evening.series for evening in evenings}) == 1
    assert evenings[0].series.rule.startswith("varannan ")


def test_every_kind_has_customs_and_outcomes():
    assert set(CUSTOMS) == set(read_outcomes()) == set(ActivityKind)


def test_one_branch_has_been_silent(demo):
    last = Activity.objects.filter(organiser__slug=SILENT_BRANCH, starts_at__date__lt=SEPTEMBER).latest("starts_at")
    assert SEPTEMBER - timezone.localdate(last.starts_at) > timedelta(days=60)


def test_the_year_holds_every_fate_of_a_commitment(demo):
    of_year = Commitment.objects.filter(plan__year=2020)
    assert of_year.filter(closed_on__isnull=False).exists()
    assert of_year.filter(dropped_on__isnull=False).exists()
    assert Amendment.objects.filter(kind=Amendment.Kind.CHANGED, commitment__plan__year=2020).exists()
    assert of_year.filter(contributions=None).exists()
    assert of_year.get(number="5.2").last_year


def test_last_years_report_is_approved_and_this_years_is_begun(demo):
    approved, draft = AnnualReport.objects.get(plan__year=2019), AnnualReport.objects.get(plan__year=2020)
    assert approved.plan.status == YearPlan.Status.CLOSED
    assert not Outcome.objects.filter(report=approved, value="").exists()
    assert approved.outcomes.exclude(comment="").count() >= 8
    assert draft.is_draft
    assert 0 < draft.chapters.count() < approved.chapters.count()


def test_on_the_first_of_january_last_year_awaits_its_outcomes(db):
    make_demo(today=date(2026, 1, 1), password=PASSWORD)
    report = AnnualReport.objects.get(plan__year=2025)
    assert report.is_draft
    assert report.chapters.exists()
    assert not report.outcomes.exists()


def test_the_outbox_has_sent_mondays_mail_and_knows_what_comes(demo):
    sent = Message.objects.filter(kind="digest", status="sent")
    assert sent.filter(recipient__email=f"ombudsman@{DOMAIN}").exists()
    assert all("https://" in text or "http://" in text for text in sent.values_list("text", flat=True))
    assert not Message.objects.filter(status="sending").exists()
