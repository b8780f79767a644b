"""Reminders come once, at their time, to those concerned; what can wait waits, and is told at most once a day."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from distrikt.clock import STOCKHOLM
from distrikt.organisation.models import District
from distrikt.utskick import outbox, planning
from distrikt.utskick.calm import Calm, weeks_in
from distrikt.utskick.links import unsubscribe_url
from distrikt.utskick.models import Message, Preference, ReminderSetting
from distrikt.utskick.reminders import Line, digest_sources
from plan.models import Commitment
from tests.plan.builders import contribute, make_commitment, make_plan
from tests.traffar.activities import NOW, at, make_activity
from traffar.actions import cancel_activity, edit_activity
from traffar.models import Activity

# Sundsvall's activity is on Saturday 26 September at 11.
WEDNESDAY = datetime(2026, 9, 23, 6, tzinfo=STOCKHOLM)
MONDAY = datetime(2026, 9, 28, 6, tzinfo=STOCKHOLM)


@pytest.fixture(autouse=True)
def mails_go_at_once(monkeypatch):
    monkeypatch.setattr(outbox, "nudge_senders", lambda: None)


def plan_at(now: datetime) -> list[tuple[str, str, str]]:
    """(kind, recipient, when) of all that waits after planning at this moment, by time."""
    planning.plan_reminders(now=now)
    planning.plan_digests(now=now)
    rows = Message.objects.filter(status="waiting").order_by("due_at", "email")
    return [(row.kind, row.email.split("@")[0], f"{row.due_at.astimezone(STOCKHOLM):%d %H:%M}") for row in rows]


class TestNear:
    def test_those_who_act_for_it_are_reminded_three_days_and_one_day_before(self, cast):
        make_activity(cast)
        assert plan_at(WEDNESDAY) == [("activity_near", "sundsvall", "23 09:00")]
        assert plan_at(WEDNESDAY + timedelta(days=2)) == [
            ("activity_near", "sundsvall", "23 09:00"),
            ("activity_near", "sundsvall", "25 09:00"),
        ]

    def test_planned_again_and_again_it_is_once(self, cast):
        make_activity(cast)
        for _ in range(3):
            assert len(plan_at(WEDNESDAY)) == 1

    def test_a_co_host_and_the_contact_are_concerned_and_nobody_else(self, cast):
        activity = make_activity(cast, contact=cast.member)
        activity.co_hosts.add(cast.bodies["ange"])
        assert {who for _, who, _ in plan_at(WEDNESDAY)} == {"sundsvall", "ange", "member"}

    def test_what_is_registered_late_is_not_told_of_as_if_it_were_early(self, cast):
        make_activity(cast)
        assert plan_at(WEDNESDAY + timedelta(days=1, hours=10)) == [("activity_near", "sundsvall", "25 09:00")]

    def test_moved_after_queueing_the_old_one_does_not_go_and_a_new_one_does(self, cast):
        activity = make_activity(cast)
        plan_at(WEDNESDAY)
        Activity.objects.filter(pk=activity.pk).update(starts_at=at(27, 11), ends_at=at(27, 13))
        outbox.send_due(clock=lambda: WEDNESDAY + timedelta(hours=4))
        assert Message.objects.get().status == "cancelled"
        assert plan_at(WEDNESDAY + timedelta(days=1)) == [("activity_near", "sundsvall", "24 09:00")]

    def test_whose_role_has_ended_after_queueing_is_not_told(self, cast):
        make_activity(cast)
        plan_at(WEDNESDAY)
        cast.sundsvall.assignments.update(ends_on=date(2026, 9, 22))
        outbox.send_due(clock=lambda: WEDNESDAY + timedelta(hours=4))
        assert (Message.objects.get().status, mail.outbox) == ("cancelled", [])

    def test_the_mail_says_what_when_and_where_and_how_to_end_it(self, cast):
        make_activity(cast, place="Navet")
        plan_at(WEDNESDAY)
        outbox.send_due(clock=lambda: WEDNESDAY + timedelta(hours=4))
        [sent] = mail.outbox
        assert sent.subject.startswith("Snart: Torgmöte, lördag 26 september kl. 11–13")
        assert "Navet" in sent.body
        assert "avsluta" in sent.extra_headers["List-Unsubscribe"]

    def test_the_district_may_choose_other_days_or_none(self, cast):
        make_activity(cast)
        ReminderSetting.objects.create(kind="activity_near", days="2")
        noon = WEDNESDAY + timedelta(hours=6)
        assert plan_at(noon) == [("activity_near", "sundsvall", "24 09:00")]
        ReminderSetting.objects.update(is_on=False)
        Message.objects.all().delete()
        assert plan_at(noon) == []


class TestChanges:
    def test_those_concerned_are_told_that_it_moved_but_not_who_moved_it(self, cast):
        activity, hosts = make_activity(cast), [cast.bodies["ange"]]
        activity.co_hosts.set(hosts)
        activity.starts_at, activity.ends_at = at(27, 11), at(27, 13)
        with time_machine.travel(WEDNESDAY):
            edit_activity(activity=activity, co_hosts=hosts, version=activity.version, by=cast.sundsvall.pk, at=NOW)
            outbox.send_due(clock=lambda: datetime.now(UTC))
        [sent] = mail.outbox
        assert sent.to == [cast.ange.email]
        assert "söndag 27 september" in sent.subject
        assert "lördag 26 september" in sent.body

    def test_when_it_was_has_its_year_when_that_is_not_this_one(self, cast):
        january = at(7, 18, month=1, year=2027)
        activity = make_activity(cast, starts_at=january)
        activity.starts_at, activity.ends_at = (january + timedelta(days=7, hours=more) for more in (0, 2))
        with time_machine.travel(WEDNESDAY):
            edit_activity(activity=activity, co_hosts=[], version=1, by=cast.ombudsman.pk, at=WEDNESDAY)
            outbox.send_due(clock=lambda: datetime.now(UTC))
        [sent] = mail.outbox
        body = sent.body.replace("\xa0", " ")
        assert "Förut: torsdag 7 januari 2027" in body
        assert "Torsdag 14 januari 2027" in body

    def test_a_new_description_moves_nobody(self, cast):
        activity = make_activity(cast)
        activity.description = "Kaffe finns."
        edit_activity(activity=activity, co_hosts=[], version=activity.version, by=cast.ombudsman.pk, at=NOW)
        assert not Message.objects.exists()

    def test_those_concerned_are_told_that_it_is_cancelled_and_why(self, cast):
        activity = make_activity(cast)
        with time_machine.travel(WEDNESDAY):
            cancel_activity(activity=activity, reason="Stormvarning.", by=cast.ombudsman.pk)
            outbox.send_due(clock=lambda: datetime.now(UTC))
        [sent] = mail.outbox
        assert (sent.to, "Stormvarning." in sent.body) == ([cast.sundsvall.email], True)


def test_the_contact_is_asked_the_day_after_and_once_more(cast):
    make_activity(cast, contact=cast.sundsvall)
    sunday = datetime(2026, 9, 27, 6, tzinfo=STOCKHOLM)
    assert plan_at(sunday) == [("outcome_request", "sundsvall", "27 10:00")]
    assert plan_at(sunday + timedelta(days=3))[-1] == ("outcome_request", "sundsvall", "30 10:00")
    Activity.objects.update(status="held")
    outbox.send_due(clock=lambda: sunday + timedelta(days=3, hours=6))
    assert mail.outbox == []


class TestCalm:
    calm = Calm(time(21), time(7), frozenset())

    @pytest.mark.parametrize(
        ("moment", "then"),
        [
            ("2026-09-15T12:00", "2026-09-15T12:00"),
            ("2026-09-15T22:00", "2026-09-16T07:00"),
            ("2026-09-16T05:00", "2026-09-16T07:00"),
            ("2026-12-31T23:59", "2027-01-01T07:00"),
            ("2028-02-29T22:00", "2028-03-01T07:00"),
            ("2026-10-24T22:00", "2026-10-25T07:00"),
            ("2027-03-27T23:00", "2027-03-28T07:00"),
        ],
    )
    def test_what_falls_in_the_night_waits_until_the_morning(self, moment, then):
        at_moment, expected = (datetime.fromisoformat(text).replace(tzinfo=STOCKHOLM) for text in (moment, then))
        assert self.calm.next_moment(at_moment) == expected

    @pytest.mark.parametrize(("text", "weeks"), [("", set()), ("28–31, 52", {28, 29, 30, 31, 52}), ("7", {7})])
    def test_weeks_in_words(self, text, weeks):
        assert weeks_in(text) == weeks

    @pytest.mark.parametrize("text", ["54", "0", "31-28", "jul", "1-"])
    def test_what_is_no_week(self, text):
        with pytest.raises(ValueError, match=r".+"):
            weeks_in(text)

    def test_two_that_can_wait_come_on_two_days_as_long_as_that_is_not_too_late(self, cast):
        make_activity(cast)
        make_activity(cast, starts_at=at(26, 15), title="Öppet hus")
        assert plan_at(WEDNESDAY) == [
            ("activity_near", "sundsvall", "23 09:00"),
            ("activity_near", "sundsvall", "24 09:00"),
        ]


class TestDigest:
    @pytest.fixture(autouse=True)
    def line(self, monkeypatch, cast):
        lines = [
            Line(cast.chair.pk, cast.chair.email, f"Sak {weight}", f"https://x.example/{weight}", weight)
            for weight in (1, 5, 3, 4)
        ]
        monkeypatch.setitem(digest_sources._entries, "test", lambda monday: lines)

    def test_on_monday_three_things_come_the_weightiest_first(self, cast):
        assert ("digest", "chair", "28 08:00") in plan_at(MONDAY)
        outbox.send_due(clock=lambda: MONDAY + timedelta(hours=3))
        [sent] = [message for message in mail.outbox if message.to == [cast.chair.email]]
        assert sent.subject == "Tre saker den här veckan"
        assert [word for word in sent.body.split() if word.isdecimal()][:3] == ["5", "4", "3"]
        assert "Och 1 till." in sent.body

    def test_on_other_days_and_in_quiet_weeks_there_is_none(self, cast):
        assert plan_at(MONDAY + timedelta(days=1)) == []
        District.objects.update(quiet_weeks="40")
        assert plan_at(MONDAY) == []

    def test_who_does_not_want_it_does_not_get_it(self, cast):
        Preference.objects.create(user=cast.chair, kind="digest", is_on=False)
        assert "chair" not in {who for _, who, _ in plan_at(MONDAY)}


def test_a_deadline_near_by_and_silent_branches_stand_in_mondays_mail(cast):
    make_commitment(
        make_plan(), kind="one-off", deadline=date(2026, 10, 20), responsible=cast.bodies["sundsvall"], text="En sak."
    )
    planning.plan_digests(now=MONDAY)
    lines = {row.email: [line["text"] for line in row.payload["lines"]] for row in Message.objects.all()}
    assert lines[cast.sundsvall.email] == ["Punkt 1.1 ska vara klar senast 20 oktober: En sak."]
    assert lines[cast.ombudsman.email][0].startswith("Ring ")


class TestLagging:
    """Sundsvall has promised eight in the year; at the turn of each quarter it is told, and at the second the chair."""

    @pytest.fixture
    def promise(self, cast):
        return make_commitment(make_plan(2026), responsible=cast.bodies["sundsvall"], text="Åtta torgmöten.")

    def told(self, cast, monday: str) -> set[str]:
        planning.plan_digests(now=datetime.fromisoformat(f"{monday}T07:00+02:00"))
        lines = {row.email: str(row.payload["lines"]) for row in Message.objects.all()}
        people = {"sundsvall": cast.sundsvall, "chair": cast.chair, "member": cast.member}
        return {name for name, person in people.items() if "Åtta torgmöten" in lines.get(person.email, "")}

    @pytest.mark.parametrize(
        ("monday", "told"), [("2026-04-06", {"sundsvall"}), ("2026-07-06", {"sundsvall", "chair"})]
    )
    def test_what_lags_for_a_second_quarter_is_told_the_chair_too(self, cast, promise, monday, told):
        assert self.told(cast, monday) == told

    def test_what_was_done_since_does_not_hide_that_it_lagged_before(self, cast, promise):
        contribute(promise, date(2026, 3, 3), date(2026, 5, 5))
        assert self.told(cast, "2026-07-06") == {"sundsvall", "chair"}

    def test_what_was_in_phase_at_the_last_turn_lags_for_the_first_time(self, cast, promise):
        contribute(promise, date(2026, 3, 3), date(2026, 3, 10))
        assert self.told(cast, "2026-07-06") == {"sundsvall"}

    def test_what_came_to_be_too_many_later_is_no_second_quarter(self, cast, promise):
        Commitment.objects.filter(pk=promise.pk).update(operator="<=", target=2)
        contribute(promise, date(2026, 5, 1), date(2026, 5, 2), date(2026, 6, 1))
        assert self.told(cast, "2026-07-06") == {"sundsvall"}


class TestChoices:
    def test_preferences_are_kept_and_hold(self, cast, log_in):
        client = log_in("sundsvall")
        assert "Påminnelse om aktivitet" in client.get("/jag/aviseringar/").content.decode()
        client.post("/jag/aviseringar/", {"digest": "on"})
        make_activity(cast)
        assert plan_at(WEDNESDAY) == []

    def test_unsubscribe_by_one_click_and_a_get_changes_nothing(self, cast):
        path = unsubscribe_url(cast.sundsvall.pk, "activity_near").removeprefix("http://127.0.0.1:8000")
        assert Client().get(path).status_code == 200
        assert not Preference.objects.exists()
        assert Client().post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
        assert Preference.objects.get().is_on is False

    @pytest.mark.parametrize("kind", ["activity_cancelled", "okänd"])
    def test_a_duty_cannot_be_ended(self, cast, kind):
        path = unsubscribe_url(cast.sundsvall.pk, kind).removeprefix("http://127.0.0.1:8000")
        assert Client().post(path).status_code == 404
        assert not Preference.objects.exists()

    @pytest.mark.parametrize(
        ("changed", "error"),
        [
            ({"activity_near-days": ""}, "Skriv minst en dag"),
            ({"quiet_from": "00:00", "quiet_until": "23:59"}, "Högst 16 timmar"),
            ({"quiet_from": "08:00", "quiet_until": "08:00"}, "Högst 16 timmar"),
            ({"quiet_weeks": "1-53"}, "Högst 26 veckor"),
        ],
    )
    def test_settings_that_would_silence_everything_are_asked_about(self, cast, log_in, changed, error):
        client = log_in("secretary")
        typed = {
            "version": client.get("/installningar/paminnelser/").context["form"].initial["version"],
            "quiet_from": "21:00",
            "quiet_until": "07:00",
            "quiet_weeks": "",
            "activity_near-is_on": "on",
            "activity_near-days": "3",
            "outcome_request-days": "1",
        }
        page = client.post("/installningar/paminnelser/", {**typed, **changed}).content.decode()
        assert error in page[page.index("error-summary") :]
        assert not ReminderSetting.objects.exists()

    def test_two_who_change_the_timing_see_each_others_days(self, cast, log_in):
        client = log_in("secretary")
        typed = {
            "version": client.get("/installningar/paminnelser/").context["form"].initial["version"],
            "quiet_from": "21:00",
            "quiet_until": "07:00",
            "quiet_weeks": "",
            "activity_near-is_on": "on",
            "outcome_request-days": "1",
            "sign_up_near-days": "1",
        }
        assert client.post("/installningar/paminnelser/", {**typed, "activity_near-days": "4"}).status_code == 302
        second = client.post("/installningar/paminnelser/", {**typed, "activity_near-days": "7"})
        assert second.status_code == 409
        assert [(told.mine, told.theirs) for told in second.context["differences"]] == [("7", "4")]

    def test_reminder_settings_keep_the_districts_timing(self, cast, log_in):
        client = log_in("secretary")
        form = client.get("/installningar/paminnelser/").context["form"]
        typed = {
            "version": form.initial["version"],
            "quiet_from": "20:00",
            "quiet_until": "08:00",
            "quiet_weeks": "28-31",
            "activity_near-is_on": "on",
            "activity_near-days": "5, 2",
            "outcome_request-days": "1",
        }
        wrong = client.post("/installningar/paminnelser/", {**typed, "quiet_weeks": "60"})
        assert "ingen vecka" in wrong.content.decode()
        assert not ReminderSetting.objects.exists()
        assert client.post("/installningar/paminnelser/", typed).status_code == 302
        assert ReminderSetting.objects.get(kind="activity_near").days_before == (5, 2)
        assert not ReminderSetting.objects.get(kind="outcome_request").is_on


def test_planning_takes_as_many_queries_for_one_activity_as_for_thirty(cast):
    counts = []
    for number in (1, 29):
        for index in range(number):
            make_activity(cast, "sundsvall" if index % 2 else "ange", title=f"Möte {number} {index}")
        with CaptureQueriesContext(connection) as queries:
            planning.plan_reminders(now=WEDNESDAY)
        counts.append(len(queries))
    assert counts[0] == counts[1]


class TestBounces:
    @pytest.fixture
    def gone(self, cast):
        cast.sundsvall.bounced_email = cast.sundsvall.email
        cast.sundsvall.save()

    def test_what_can_wait_is_not_sent_to_an_address_that_takes_no_mail(self, cast, gone):
        make_activity(cast)
        plan_at(WEDNESDAY)
        outbox.send_due(clock=lambda: WEDNESDAY + timedelta(hours=4))
        assert (Message.objects.get().status, mail.outbox) == ("cancelled", [])

    def test_the_ombudsman_and_the_persons_page_say_so_until_there_is_another_address(self, cast, gone, log_in):
        planning.plan_digests(now=MONDAY)
        lines = Message.objects.get(recipient=cast.ombudsman).payload["lines"]
        assert lines[0]["text"].startswith("Mejl till Amina Warsame kommer inte fram")
        page = f"/manniskor/{cast.sundsvall.pk}/"
        assert "tar inte emot mejl" in log_in("ombudsman").get(page).content.decode()
        cast.sundsvall.email = "ny@ny.example"
        cast.sundsvall.save()
        assert "tar inte emot mejl" not in log_in("ombudsman").get(page).content.decode()
