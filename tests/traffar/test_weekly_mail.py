"""The weekly mail: when it comes, what it tells and to whom."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from distrikt.organisation.models import District
from distrikt.utskick import outbox, planning
from distrikt.utskick.letterhead import as_sent_or_now
from distrikt.utskick.models import Message
from tests.traffar.activities import NOW, at
from tests.traffar.subscribers import THURSDAY, open_activity, subscribe
from traffar.models import Activity
from traffar.weekly import actions
from traffar.weekly.links import subscription_link
from traffar.weekly.programme import Entry, concerning, programme

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to(NOW, tick=False)
    return time_machine


def send(moment) -> list:
    """Everything that has been sent when what is due by the moment has gone."""
    outbox.send_due(clock=lambda: moment)
    return mail.outbox


class TestWeekly:
    def test_it_comes_on_thursday_morning_with_its_way_out(self, cast):
        row = subscribe(cast, "sundsvall")
        open_activity(cast, title="Torgmöte på <Åsen>", place="Navet")
        assert actions.plan_weekly(THURSDAY) == 1
        assert send(at(17, 7)) == []
        [sent] = send(at(17, 8))
        assert sent.to == ["vera@gast.example"]
        assert sent.subject == "Torgmöte på <Åsen>"
        assert "/oppet/torgmote-pa-asen-" in sent.body
        assert "Lördag 19 september kl. 11–13, v. 38" in sent.body
        html = sent.alternatives[0][0]
        assert "Torgmöte på &lt;Åsen&gt;" in html
        link = subscription_link(row.pk)
        assert link in sent.body
        assert link in html
        assert sent.extra_headers["List-Unsubscribe"] == f"<{link}>"
        assert sent.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        kept = as_sent_or_now(Message.objects.get(), at=at(18))
        assert link not in kept.text + kept.html, "those who look after the outbox cannot end it for somebody"

    def test_the_worker_plans_it_with_all_the_rest(self, cast):
        subscribe(cast)
        open_activity(cast)
        planning.plan_all(now=THURSDAY)
        assert Message.objects.filter(kind="weekly").count() == 1

    def test_planned_again_and_again_it_is_one(self, cast):
        subscribe(cast)
        open_activity(cast)
        planned = [actions.plan_weekly(THURSDAY + timedelta(hours=hours)) for hours in range(12)]
        assert sum(planned) == 1
        assert actions.plan_weekly(THURSDAY + timedelta(days=7)) == 0, "the activity is over by then"

    @pytest.mark.parametrize("day", [14, 15, 16, 18, 19, 20])
    def test_other_days_have_none(self, cast, day):
        subscribe(cast)
        open_activity(cast, starts_at=at(21, 11))
        assert actions.plan_weekly(at(day, 8)) == 0

    def test_quiet_weeks_are_kept(self, cast):
        subscribe(cast)
        open_activity(cast)
        District.objects.update(quiet_weeks="38")
        assert actions.plan_weekly(THURSDAY) == 0

    @pytest.mark.parametrize(
        "fields",
        [
            {"status": "draft"},
            {"audience": "members"},
            {"audience": "own"},
            {"audience": "invited", "status": "cancelled", "cancel_reason": "Sjukt"},
            {"status": "held"},
            {"starts_at": at(28, 0)},
            {"starts_at": at(16, 11)},
        ],
    )
    def test_of_nothing_there_is_no_mail(self, cast, fields):
        subscribe(cast)
        open_activity(cast, **fields)
        assert actions.plan_weekly(THURSDAY) == 0

    def test_who_has_not_confirmed_gets_none(self, cast):
        subscribe(cast, confirmed_at=None)
        open_activity(cast)
        assert actions.plan_weekly(THURSDAY) == 0

    def test_what_was_cancelled_is_told_as_such(self, cast):
        subscribe(cast)
        activity = open_activity(cast, title="Torgmöte")
        actions.plan_weekly(THURSDAY)
        Activity.objects.filter(pk=activity.pk).update(status="cancelled", cancel_reason="Storm")
        [sent] = send(at(17, 8))
        assert sent.subject == "Inställt: Torgmöte"
        assert "Storm" in sent.body

    def test_what_is_gone_before_it_is_sent_is_not_told(self, cast):
        row = subscribe(cast)
        activity = open_activity(cast)
        actions.plan_weekly(THURSDAY)
        Activity.objects.filter(pk=activity.pk).update(audience="members")
        assert send(at(17, 8)) == []
        assert Message.objects.get(object_id=row.pk).status == Message.Status.CANCELLED

    def test_each_is_told_of_the_chosen_branches_and_the_district(self, cast):
        titles = {"sundsvall": "Torget", "ange": "Ängen", "klimatnatverket": "Klimatkväll"}
        for body, title in titles.items():
            open_activity(cast, body, title=title)
        helped = open_activity(cast, "timra", title="Fest")
        helped.co_hosts.add(cast.bodies["ange"])
        for slug in ("sundsvall", "ange", "kramfors"):
            subscribe(cast, slug, email=f"{slug}@gast.example")
        subscribe(cast, email="allt@gast.example")
        actions.plan_weekly(THURSDAY)
        told = {
            sent.to[0].split("@")[0]: {title for title in [*titles.values(), "Fest"] if title in sent.body}
            for sent in send(at(17, 8))
        }
        assert told == {
            "sundsvall": {"Torget", "Klimatkväll"},
            "ange": {"Ängen", "Fest", "Klimatkväll"},
            "kramfors": {"Klimatkväll"},
            "allt": {"Torget", "Ängen", "Fest", "Klimatkväll"},
        }

    def test_many_entries_end_in_a_number(self, cast, monkeypatch):
        monkeypatch.setattr("traffar.weekly.emails.MOST_ENTRIES", 2)
        subscribe(cast)
        for number in range(5):
            open_activity(cast, title=f"Möte {number}")
        actions.plan_weekly(THURSDAY)
        [sent] = send(at(17, 8))
        assert sent.subject == "Möte 0, och 4 saker till"
        assert "Och 3 till." in sent.body
        assert sent.body.count("/oppet/mote-") == 2

    def test_marks_that_turn_the_writing_around_are_left_out(self, cast):
        subscribe(cast)
        open_activity(cast, title="Möte\u202e\r\nBcc: x@y.example", place="Navet\nsalen")
        actions.plan_weekly(THURSDAY)
        [sent] = send(at(17, 8))
        assert sent.subject == "Möte Bcc: x@y.example"
        assert "Navet salen" in sent.body

    def test_one_and_thirty_cost_the_same(self, cast):
        counts = []
        for number in range(30):
            subscribe(cast, "ange", email=f"a{number}@gast.example")
            open_activity(cast, "ange").co_hosts.add(cast.bodies["timra"])
            if number in (0, 29):
                Message.objects.all().delete()
                with CaptureQueriesContext(
                    connection,
                ) as queries:
                    assert actions.plan_weekly(THURSDAY) == number + 1
                counts.append(len(queries))
        assert counts[0] == counts[1]


numbers = st.frozensets(st.integers(1, 6), max_size=4)


@given(st.lists(st.tuples(numbers, st.booleans())), numbers)
def test_nothing_that_concerns_the_reader_is_left_out_and_nothing_else_is_told(hosts, bodies):
    entries = [Entry(str(n), "", "", "", False, "", of, district) for n, (of, district) in enumerate(hosts)]
    told = concerning(entries, bodies)
    assert told == [entry for entry in entries if entry in told], "in their order"
    for entry in entries:
        concerns = entry.is_for_district or bool(entry.bodies & bodies) or not bodies
        assert (entry in told) == concerns


def test_it_tells_of_the_sunday_after_the_next_weekend_and_no_more(cast):
    last = open_activity(cast, starts_at=at(27, 22), title="Sist")
    open_activity(cast, starts_at=at(28, 0))
    assert [entry.title for entry in programme(at(17, 8))] == [last.title]
