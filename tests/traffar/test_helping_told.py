"""Where helping each other is told of: mails, Monday's mail, the weekly letter, the start page, the annual report."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from distrikt.clock import STOCKHOLM
from distrikt.utskick import outbox, planning
from distrikt.utskick.groups import find_group, reached
from distrikt.utskick.models import Message, Preference, ReminderSetting
from distrikt.utskick.reminders import reminder_rules
from distrikt.utskick.week import week_text
from distrikt.webb.start import start_page
from plan.berattelse.chapters import Material, Part
from tests.plan.builders import make_plan
from tests.traffar.activities import NOW, at, edit_form, make_activity
from tests.traffar.helping import make_offer, make_request, offer_form
from traffar.actions import cancel_activity
from traffar.chapters import activity_parts
from traffar.concerned import concerned_by
from traffar.groups import group_key
from traffar.helping.actions import Arrival, close_request, edit_offer, offer_help, thank_helpers, withdraw_offer
from traffar.helping.reminders import help_lines, lacking
from traffar.models import Activity, HelpOffer

MONDAY = date(2026, 9, 14)


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture(autouse=True)
def mails_go_at_once(monkeypatch):
    monkeypatch.setattr(outbox, "nudge_senders", lambda: None)


def send() -> list[str]:
    """The subjects of what is sent now, with plain spaces."""
    outbox.send_due(clock=lambda: datetime.now(UTC))
    return [sent.subject.replace("\xa0", " ") for sent in mail.outbox]


class TestMails:
    def answered(self, cast, request, **fields) -> HelpOffer:
        offer = HelpOffer(request=request, body=cast.bodies["ange"], **{"people": 2, "cars": 1, **fields})
        return offer_help(offer=offer, by=cast.ange.pk, at=NOW)

    def test_the_contact_is_told_who_comes_and_what_is_left(self, cast):
        self.answered(cast, make_request(cast, make_activity(cast, contact=cast.sundsvall)))
        assert send() == ["Ånge kan komma: Torgmöte, lördag 26 september kl. 11–13, v. 39"]
        [sent] = mail.outbox
        body = sent.body.replace("\xa0", " ")
        assert (sent.to, "2 personer och 1 bil" in body, "1 person saknas" in body) == (
            [cast.sundsvall.email],
            True,
            True,
        )

    def test_without_a_contact_whoever_asked_is_told_and_nobody_of_the_own_answer(self, cast):
        self.answered(cast, make_request(cast, created_by=cast.sundsvall))
        self.answered(cast, make_request(cast, make_activity(cast, contact=cast.ange)))
        assert list(Message.objects.values_list("email", flat=True)) == [cast.sundsvall.email]

    def test_a_change_is_told_once_and_the_mail_before_it_no_longer_goes(self, cast):
        offer = self.answered(cast, make_request(cast, make_activity(cast, contact=cast.sundsvall)))
        offer.people = 3
        edit_offer(offer=offer, version=1, by=cast.ange.pk, at=NOW)
        assert len(send()) == 1
        assert "Inget saknas" in mail.outbox[0].body
        assert set(Message.objects.values_list("status", flat=True)) == {"cancelled", "sent"}

    @pytest.mark.parametrize(("begins", "when"), [(at(16, 11), "16 07:00"), (at(16, 6), "15 23:00")])
    def test_what_is_answered_at_night_is_told_in_the_morning_unless_that_is_too_late(self, cast, begins, when):
        request = make_request(cast, make_activity(cast, contact=cast.sundsvall, starts_at=begins))
        with time_machine.travel(at(15, 23)):
            self.answered(cast, request)
        assert f"{Message.objects.get().due_at.astimezone(STOCKHOLM):%d %H:%M}" == when

    def test_a_withdrawal_is_told(self, cast):
        offer = self.answered(cast, make_request(cast, make_activity(cast, contact=cast.sundsvall)))
        withdraw_offer(offer=offer, by=cast.ange.pk, at=NOW)
        assert send() == ["Ånge kan inte komma: Torgmöte, lördag 26 september kl. 11–13, v. 39"]

    def test_of_what_is_cancelled_no_answer_is_told(self, cast):
        request = make_request(cast, make_activity(cast, contact=cast.sundsvall))
        self.answered(cast, request)
        Activity.objects.update(status="cancelled", cancel_reason="Storm.")
        assert send() == []

    def test_it_can_be_switched_off(self, cast):
        Preference.objects.create(user=cast.sundsvall, kind="help_answered", is_on=False)
        self.answered(cast, make_request(cast, make_activity(cast, contact=cast.sundsvall)))
        assert send() == []

    def test_those_who_came_are_thanked_once(self, cast):
        request = make_request(cast, make_activity(cast, starts_at=at(12), status="held"))
        came = make_offer(cast, request, offered_by=cast.ange)
        make_offer(cast, request, "klimatnatverket", offered_by=cast.convener)
        request.thanks = "Ni bar borden!"
        for version in (1, 2):
            thank_helpers(request=request, arrivals={came.pk: Arrival(2, 0)}, version=version, by=cast.sundsvall.pk)
        assert send() == ["Tack för hjälpen: Torgmöte, lördag 12 september kl. 18–20, v. 37"]
        assert (mail.outbox[0].to, "Ni bar borden!" in mail.outbox[0].body) == ([cast.ange.email], True)


class TestMoved:
    def test_those_who_promised_are_told_that_it_moves_and_that_it_is_cancelled(self, cast, log_in):
        request = make_request(cast)
        make_offer(cast, request, offered_by=cast.ange)
        activity = request.activity
        url = reverse("traffar:activity_edit", args=[activity.pk])
        log_in("sundsvall").post(url, edit_form(activity, day="2026-09-27"))
        activity.refresh_from_db()
        cancel_activity(activity=activity, reason="Storm.", by=cast.sundsvall.pk)
        assert set(Message.objects.values_list("kind", "email")) == {
            ("activity_moved", cast.ange.email),
            ("activity_cancelled", cast.ange.email),
        }

    def test_they_are_concerned_while_they_can_log_in(self, cast):
        request = make_request(cast)
        make_offer(cast, request, offered_by=cast.ange)
        pk = request.activity_id
        assert set(concerned_by([pk], MONDAY)[pk]) == {cast.sundsvall.pk, cast.ange.pk}
        assert cast.ange in reached(find_group(group_key(request.activity)), cast.viewer("chair"))
        type(cast.ange).objects.filter(pk=cast.ange.pk).update(is_active=False)
        assert set(concerned_by([pk], MONDAY)[pk]) == {cast.sundsvall.pk}


class TestMonday:
    def lines(self) -> dict[str, str]:
        return {line.email.split("@")[0]: line.text.replace("\xa0", " ") for line in help_lines(MONDAY)}

    def test_others_are_told_what_is_missing_near_them(self, cast):
        make_request(cast)
        words = "Sundsvall behöver hjälp med Torgmöte lör 26 sep kl. 11: 3 personer och 1 bil saknas."
        assert self.lines() == dict.fromkeys(["ombudsman", "ange", "convener", "region"], words)

    def test_who_has_answered_or_asks_is_not_told_again(self, cast):
        request = make_request(cast)
        make_offer(cast, request)
        request.activity.co_hosts.add(cast.bodies["klimatnatverket"])
        assert set(self.lines()) == {"ombudsman", "region"}

    def test_nobody_is_told_when_nothing_is_missing_or_it_is_closed_or_far_off(self, cast):
        make_offer(cast, make_request(cast), people=3, cars=1)
        close_request(request=make_request(cast))
        make_request(cast, make_activity(cast, starts_at=at(20, month=11)))
        make_request(cast, make_activity(cast, status="draft"))
        assert self.lines() == {}

    def test_several_are_one_line(self, cast):
        make_request(cast)
        make_request(cast, make_activity(cast, "timra", starts_at=at(20)), people=1, cars=0)
        assert self.lines()["ange"] == (
            "Timrå behöver hjälp med Torgmöte sön 20 sep kl. 18: 1 person saknas. Och 1 till."
        )

    def test_it_takes_four_queries_whatever_the_number(self, cast):
        for _ in range(5):
            make_offer(cast, make_request(cast))
        with CaptureQueriesContext(connection) as queries:
            self.lines()
        assert len(queries) == 4


class TestNear:
    """Sundsvall's square meeting is on Saturday 26 September: three days before is the Wednesday."""

    WEDNESDAY = at(23, 6)

    @pytest.fixture(autouse=True)
    def of_help_alone(self, monkeypatch):
        rules = [(key, rule) for key, rule in reminder_rules if key == "help_lacking"]
        monkeypatch.setattr(planning, "reminder_rules", rules)

    def told(self, now: datetime = WEDNESDAY) -> set[str]:
        """Who has a mail waiting after planning at this moment."""
        planning.plan_reminders(now=now)
        waiting = Message.objects.filter(kind="help_lacking", status="waiting")
        return {email.split("@")[0] for email in waiting.values_list("email", flat=True)}

    def sent(self) -> dict[str, str]:
        """The text of each mail that goes on the Wednesday morning, by its recipient."""
        outbox.send_due(clock=lambda: self.WEDNESDAY + timedelta(hours=4))
        return {message.to[0].split("@")[0]: message.body.replace("\xa0", " ") for message in mail.outbox}

    def test_contacts_of_other_branches_and_the_ombudsman_are_told_on_the_morning_three_days_before(self, cast):
        make_request(cast)
        assert self.told(self.WEDNESDAY - timedelta(days=2)) == set()
        assert self.told() == {"ange", "ombudsman"}
        assert set(Message.objects.values_list("due_at", flat=True)) == {at(23, 9)}

    def test_the_mail_says_what_is_missing_where_to_answer_and_how_to_end_it(self, cast):
        activity = make_activity(cast, place="Navet", contact=cast.sundsvall, contact_phone="070-123 45 67")
        make_offer(cast, make_request(cast, activity, meets_at=time(9, 30)), "timra")
        self.told()
        text = self.sent()["ange"]
        assert mail.outbox[0].subject.replace("\xa0", " ") == (
            "Sundsvall behöver hjälp: Torgmöte, lördag 26 september kl. 11–13, v. 39"
        )
        for words in ("Navet", "2 personer och 1 bil saknas.", "Samling kl. 9.30.", "Kontakt: Amina Warsame, 070-123"):
            assert words in text
        assert f"{activity.get_absolute_url()}#hjalp" in text
        assert mail.outbox[0].reply_to == [cast.sundsvall.email]
        assert "avsluta" in mail.outbox[0].extra_headers["List-Unsubscribe"]

    def test_a_protected_contact_is_not_named_and_gets_no_answers(self, cast):
        make_request(cast, make_activity(cast, contact=cast.sundsvall, contact_phone="070-123 45 67"))
        type(cast.sundsvall).objects.filter(pk=cast.sundsvall.pk).update(is_protected=True)
        self.told()
        text = self.sent()["ange"]
        assert ("Amina" in text, "070-123" in text, mail.outbox[0].reply_to) == (False, False, [])

    def test_planned_again_and_with_several_requests_it_is_one_mail_a_person(self, cast):
        activity = make_activity(cast)
        for people in (3, 2):
            make_request(cast, activity, people=people)
        for _ in range(3):
            self.told()
        assert Message.objects.count() == 2
        text = self.sent()["ange"]
        assert "3 personer och 1 bil saknas." in text
        assert "2 personer och 1 bil saknas." in text

    def test_who_asks_or_has_answered_is_not_told(self, cast):
        request = make_request(cast, created_by=cast.ombudsman)
        assert self.told() == {"ange"}
        Message.objects.all().delete()
        make_offer(cast, request)
        assert self.told() == set()

    def test_co_hosts_ask_and_whoever_promised_for_another_has_answered(self, cast):
        request = make_request(cast)
        request.activity.co_hosts.add(cast.bodies["ange"])
        make_offer(cast, request, "timra", offered_by=cast.ombudsman)
        assert self.told() == set()

    def test_nobody_is_told_when_nothing_is_missing_or_it_is_closed_or_a_draft(self, cast):
        make_offer(cast, make_request(cast), "timra", people=3, cars=1)
        close_request(request=make_request(cast))
        make_request(cast, make_activity(cast, status="draft"))
        assert self.told() == set()

    def test_the_contact_of_a_branch_at_rest_is_not_told(self, cast):
        make_request(cast)
        type(cast.bodies["ange"]).objects.filter(slug="ange").update(is_active=False)
        assert self.told() == {"ombudsman"}

    @pytest.mark.parametrize(
        "happens",
        [
            lambda cast, request: make_offer(cast, request, "timra", people=3, cars=1),
            lambda cast, request: make_offer(cast, request),
            lambda cast, request: close_request(request=request),
            lambda cast, request: Activity.objects.update(status="cancelled", cancel_reason="Storm."),
            lambda cast, request: Activity.objects.update(starts_at=at(27, 11), ends_at=at(27, 13)),
            lambda cast, request: cast.ange.assignments.update(ends_on=date(2026, 9, 22)),
        ],
        ids=["promised", "answered", "closed", "cancelled", "moved", "role_ended"],
    )
    def test_what_is_no_longer_so_is_not_sent(self, cast, happens):
        request = make_request(cast)
        assert "ange" in self.told()
        happens(cast, request)
        assert "ange" not in self.sent()
        assert Message.objects.get(email=cast.ange.email).status == "cancelled"

    def test_moved_it_is_told_of_anew(self, cast):
        make_request(cast)
        self.told()
        Activity.objects.update(starts_at=at(27, 11), ends_at=at(27, 13))
        self.sent()
        assert self.told(self.WEDNESDAY + timedelta(days=1)) == {"ange", "ombudsman"}

    def test_it_can_be_switched_off_and_the_district_may_choose_other_days(self, cast, log_in):
        assert "Hjälp saknas i närheten" in log_in("ange").get("/jag/aviseringar/").content.decode()
        assert "Hjälp saknas i närheten" in log_in("secretary").get("/installningar/paminnelser/").content.decode()
        Preference.objects.create(user=cast.ange, kind="help_lacking", is_on=False)
        ReminderSetting.objects.create(kind="help_lacking", days="5")
        make_request(cast)
        assert self.told() == set()
        assert self.told(self.WEDNESDAY - timedelta(days=2)) == {"ombudsman"}

    def test_it_takes_as_many_queries_for_thirty_as_for_one(self, cast):
        counts = []
        for number in (1, 29):
            for _ in range(number):
                make_offer(cast, make_request(cast), "timra")
            with CaptureQueriesContext(connection) as queries:
                list(lacking(self.WEDNESDAY, self.WEDNESDAY + planning.AHEAD, (3,)))
            counts.append(len(queries))
        assert counts == [4, 4]


def test_the_weekly_letter_says_what_is_missing(cast):
    make_request(cast, make_activity(cast, starts_at=at(18), place="Navet"))
    letter = week_text(cast.viewer("ombudsman"), "https://distrikt.example").replace("\xa0", " ")
    assert "Torgmöte, Navet · Sundsvall. Hjälp behövs: 3 personer och 1 bil saknas." in letter


class TestStartPage:
    def rows(self, cast, name: str) -> list[str]:
        page = start_page(cast.viewer(name), NOW)
        return [f"{row.title}: {row.missing}".replace("\xa0", " ") for row in page.help]

    def test_what_is_missing_stands_with_contacts_and_the_ombudsman(self, cast, log_in):
        request = make_request(cast)
        for name in ("ange", "ombudsman", "convener", "region"):
            assert self.rows(cast, name) == ["Torgmöte: 3 personer och 1 bil saknas"]
        for name in ("sundsvall", "member", "auditor", "administrator"):
            assert self.rows(cast, name) == []
        assert reverse("traffar:help_offer_create", args=[request.pk]) in log_in("ange").get("/").content.decode()

    def test_who_has_answered_sees_it_no_more(self, cast):
        make_offer(cast, make_request(cast))
        assert self.rows(cast, "ange") == []
        assert self.rows(cast, "convener") == ["Torgmöte: 2 personer och 1 bil saknas"]

    @pytest.mark.parametrize("name", ["ange", "ombudsman"])
    def test_it_takes_one_query_more_whatever_the_number(self, cast, name, monkeypatch):
        for _ in range(10):
            make_request(cast)
        start_page(cast.viewer(name), NOW)
        with CaptureQueriesContext(connection) as with_help:
            start_page(cast.viewer(name), NOW)
        monkeypatch.setattr("distrikt.webb.start.lacking_for", lambda *_: [])
        with CaptureQueriesContext(connection) as without:
            start_page(cast.viewer(name), NOW)
        assert len(with_help) == len(without) + 1


class TestReport:
    def came(self, cast, organiser: str, body: str, people: int, **fields) -> HelpOffer:
        activity = make_activity(cast, organiser, at(3), **{"status": "held", **fields})
        return make_offer(cast, make_request(cast, activity), body, came=True, came_people=people)

    def parts(self, cast) -> list[Part]:
        """What is told of help, apart from what else is told of activities."""
        bodies = tuple(sorted(cast.bodies.values(), key=lambda body: body.name))
        material = Material(make_plan(), None, bodies, (), ())  # type: ignore[arg-type]  # nothing else is read
        return [part for part in activity_parts(material) if "hjälp" in part.draft]

    def test_each_is_told_of_for_what_it_did(self, cast):
        self.came(cast, "sundsvall", "ange", 3)
        self.came(cast, "timra", "ange", 2)
        self.came(cast, "sundsvall", "klimatnatverket", 1)
        make_offer(cast, make_request(cast, make_activity(cast, "ange", at(4), status="held")), "timra")
        assert {part.chapter: part.draft for part in self.parts(cast)} == {
            "branch:ange": "Föreningen har hjälpt till hos Sundsvall och Timrå vid två tillfällen, "
            "med sammanlagt fem personer.",
            "network:klimatnatverket": "Nätverket har hjälpt till hos Sundsvall vid ett tillfälle, med en person.",
            "branches": "Föreningarna hjälptes åt vid två tillfällen, med sammanlagt fem personer.",
        }

    def test_the_table_names_no_branch_for_what_it_did_not(self, cast):
        self.came(cast, "sundsvall", "ange", 3)
        [part] = [part for part in self.parts(cast) if part.chapter == "branches"]
        assert [(row.name, row.times, row.people, row.whom) for row in part.facts.rows] == [("Ånge", 1, 3, "Sundsvall")]

    def test_help_to_what_several_arrange_counts_once(self, cast):
        offer = self.came(cast, "sundsvall", "ange", 3)
        offer.request.activity.co_hosts.set([cast.bodies["timra"], cast.bodies["kramfors"]])
        make_offer(cast, make_request(cast, offer.request.activity), "ange", came=True, came_people=2)
        assert "Föreningarna hjälptes åt vid ett tillfälle, med sammanlagt fem personer." in [
            part.draft for part in self.parts(cast)
        ]

    def test_other_years_and_what_was_not_held_do_not_count(self, cast):
        self.came(cast, "sundsvall", "ange", 3, status="planned")
        offer = self.came(cast, "sundsvall", "timra", 3)
        Activity.objects.filter(pk=offer.request.activity_id).update(
            starts_at=at(3, year=2025), ends_at=at(4, year=2025)
        )
        assert self.parts(cast) == []


def test_an_answer_by_the_page_reaches_the_contact(cast, log_in):
    request = make_request(cast, make_activity(cast, contact=cast.sundsvall))
    form = offer_form(cast)
    for _ in range(2):
        log_in("ange").post(reverse("traffar:help_offer_create", args=[request.pk]), form)
    assert len(send()) == 1
