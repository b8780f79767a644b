"""A series after it was registered: its page, and what a change to one does to the others."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.urls import reverse
from icalendar import Calendar

from distrikt.clock import STOCKHOLM
from distrikt.saving import EditConflict
from distrikt.utskick import outbox
from distrikt.utskick.models import Message
from plan.models import Contribution
from tests.traffar.activities import NOW, at, edit_form, make_activity, make_plan
from traffar.actions import edit_activity, link_commitments
from traffar.models import Activity, ActivityKind, ActivitySeries, SignUp


@pytest.fixture(autouse=True)
def a_tuesday_in_september():
    with time_machine.travel(NOW, tick=False):
        yield


def make_series(cast, number: int = 5, body: str = "sundsvall", **fields) -> list[Activity]:
    """Study circles on Thursdays at 18, the first two of them over: 3 and 10 September, then 17, 24 and 1 October."""
    series = ActivitySeries.objects.create(rule="varje torsdag kl. 18")
    first = at(3)
    return [
        make_activity(
            cast,
            body,
            starts_at=first + timedelta(weeks=week),
            **{"kind": ActivityKind.STUDY_CIRCLE, "series": series, "place": "Navet", **fields},
        )
        for week in range(number)
    ]


def url_of(name: str, activity: Activity) -> str:
    return reverse(f"traffar:{name}", args=[activity.pk])


def times(rows: list[Activity]) -> list[str]:
    current = Activity.objects.filter(pk__in=[row.pk for row in rows]).order_by("pk")
    return [f"{row.starts_at.astimezone(STOCKHOLM):%d/%m %H.%M}" for row in current]


def values(rows: list[Activity], field: str) -> list[object]:
    return list(Activity.objects.filter(pk__in=[row.pk for row in rows]).order_by("pk").values_list(field, flat=True))


class TestThePage:
    def test_shows_the_rule_and_leads_to_the_ones_beside(self, cast, log_in):
        rows = make_series(cast)
        text = log_in("member").get(rows[2].get_absolute_url()).content.decode()
        assert "Varje torsdag kl. 18" in text
        assert f'href="{rows[1].get_absolute_url()}">← tors 10 sep kl. 18' in text
        assert f'href="{rows[3].get_absolute_url()}">tors 24 sep kl. 18 →' in text

    def test_leads_to_no_draft_of_others(self, cast, log_in):
        rows = make_series(cast)
        Activity.objects.filter(pk=rows[3].pk).update(status="draft")
        following = log_in("ange").get(rows[2].get_absolute_url()).context["series"].following
        assert following.url == rows[4].get_absolute_url()

    def test_of_what_stands_alone_says_nothing(self, cast, log_in):
        page = log_in("member").get(make_activity(cast).get_absolute_url())
        assert page.context["series"] is None

    @pytest.mark.parametrize("name", ["activity_detail", "activity_edit", "activity_cancel", "activity_delete"])
    def test_takes_as_many_queries_for_one_as_for_thirty(self, cast, log_in, name, django_assert_max_num_queries):
        counts = []
        for number in (4, 33):
            activity = make_series(cast, number)[2]
            client = log_in("sundsvall")
            with django_assert_max_num_queries(14) as queries:
                client.get(url_of(name, activity))
            counts.append(len(queries))
        assert counts[0] == counts[1]

    @pytest.mark.parametrize("name", ["activity_edit", "activity_cancel", "activity_delete"])
    def test_asks_what_it_is_about_and_proposes_only_this(self, cast, log_in, name):
        rows = make_series(cast)
        scope = log_in("sundsvall").get(url_of(name, rows[3])).context["scope"]
        assert scope["scope"].value() == "this"
        assert [radio.choice_label for radio in scope.offered] == [
            "Bara den här",
            "Den här och den följande",
            "Den här och alla 2 andra som är kvar",
        ]

    def test_asks_nothing_when_no_other_is_left(self, cast, log_in):
        for activity in (make_activity(cast), make_series(cast, 3)[2]):
            page = log_in("sundsvall").get(url_of("activity_edit", activity))
            assert page.context["scope"].offered == []
            assert "Den hör till en serie" not in page.content.decode()


class TestAChange:
    @pytest.mark.parametrize(
        ("scope", "moved"),
        [
            ("", {3}),
            ("this", {3}),
            ("following", {3, 4}),
            ("all", {2, 3, 4}),
        ],
    )
    def test_reaches_as_far_as_is_asked(self, cast, log_in, scope, moved):
        rows = make_series(cast)
        form = edit_form(rows[3], day="2026-09-25", starts="19:00", ends="21:00", scope=scope)
        assert log_in("sundsvall").post(url_of("activity_edit", rows[3]), form).status_code == 302
        before = ["03/09 18.00", "10/09 18.00", "17/09 18.00", "24/09 18.00", "01/10 18.00"]
        after = ["", "", "18/09 19.00", "25/09 19.00", "02/10 19.00"]
        assert times(rows) == [after[n] if n in moved else before[n] for n in range(5)]
        assert values(rows, "version") == [2 if n in moved else 1 for n in range(5)]

    def test_keeps_the_wall_clock_over_the_end_of_summer_time(self, cast, log_in):
        rows = make_series(cast, 10)
        form = edit_form(rows[2], starts="19:30", ends="21:30", scope="all")
        log_in("sundsvall").post(url_of("activity_edit", rows[2]), form)
        assert times(rows)[-3:] == ["22/10 19.30", "29/10 19.30", "05/11 19.30"]

    def test_copies_only_what_was_changed(self, cast, log_in):
        rows = make_series(cast)
        Activity.objects.filter(pk=rows[3].pk).update(title="Med gäst", starts_at=at(24, 17), place="Biblioteket")
        rows[4].co_hosts.add(cast.bodies["ange"])
        form = edit_form(rows[2], starts="18:30", ends="20:30", bring="Fika", scope="all")
        log_in("sundsvall").post(url_of("activity_edit", rows[2]), form)
        assert times(rows)[2:] == ["17/09 18.30", "24/09 17.30", "01/10 18.30"]
        assert values(rows, "place")[2:] == ["Navet", "Biblioteket", "Navet"]
        assert values(rows, "title")[2:] == ["", "Med gäst", ""]
        assert values(rows, "bring") == ["", "", "Fika", "Fika", "Fika"]
        assert list(rows[4].co_hosts.all()) == [cast.bodies["ange"]]

    def test_of_the_co_hosts_is_made_in_all(self, cast, log_in):
        rows = make_series(cast)
        form = edit_form(rows[2], co_hosts=[cast.bodies["timra"].pk], scope="all")
        log_in("sundsvall").post(url_of("activity_edit", rows[2]), form)
        assert [list(row.co_hosts.all()) for row in rows[1:4]] == [[], *[[cast.bodies["timra"]]] * 2]

    def test_leaves_alone_what_is_held_cancelled_or_another_bodys(self, cast, log_in):
        rows = make_series(cast, 7)
        Activity.objects.filter(pk=rows[3].pk).update(status="cancelled", cancel_reason="Storm")
        Activity.objects.filter(pk=rows[4].pk).update(status="held")
        Activity.objects.filter(pk=rows[5].pk).update(organiser=cast.bodies["ange"])
        log_in("sundsvall").post(url_of("activity_edit", rows[2]), edit_form(rows[2], place="Torget", scope="all"))
        assert values(rows, "place") == ["Navet", "Navet", "Torget", "Navet", "Navet", "Navet", "Torget"]

    def test_to_nothing_new_touches_no_other(self, cast, log_in):
        rows = make_series(cast)
        log_in("sundsvall").post(url_of("activity_edit", rows[2]), edit_form(rows[2], scope="all"))
        assert values(rows, "version") == [1, 1, 2, 1, 1]
        assert ActivitySeries.objects.get().rule == "varje torsdag kl. 18"

    def test_of_time_is_added_to_the_rule(self, cast, log_in):
        rows = make_series(cast)
        form = edit_form(rows[3], day="2026-09-25", starts="19:00", ends="21:00", scope="following")
        log_in("sundsvall").post(url_of("activity_edit", rows[3]), form)
        rule = "varje torsdag kl. 18; från 25 september 2026 1 dag senare, 1 timme senare"
        assert ActivitySeries.objects.get().rule == rule

    def test_to_a_time_that_does_not_exist_in_one_changes_none(self, cast, log_in):
        rows = make_series(cast)
        Activity.objects.filter(pk=rows[4].pk).update(
            starts_at=at(27, 18, month=3, year=2027), ends_at=at(27, 20, month=3, year=2027)
        )
        form = edit_form(rows[2], day="2026-09-18", starts="02:30", ends="04:30", scope="all")
        page = log_in("sundsvall").post(url_of("activity_edit", rows[2]), form)
        assert "27 mars 2027 går inte att ändra likadant: tiden finns inte" in page.context["form"].errors["day"][0]
        assert values(rows, "version") == [1] * 5
        assert not Message.objects.exists()

    def test_that_would_end_one_before_it_begins_changes_none(self, cast, log_in):
        rows = make_series(cast)
        Activity.objects.filter(pk=rows[3].pk).update(ends_at=at(24, 18) + timedelta(minutes=30))
        form = edit_form(rows[2], starts="19:00", ends="20:00", scope="all")
        page = log_in("sundsvall").post(url_of("activity_edit", rows[2]), form)
        assert "24 september 2026" in page.context["form"].errors["day"][0]
        assert values(rows, "version") == [1] * 5

    def test_by_two_people_at_once_is_a_conflict_and_changes_none(self, cast, log_in):
        rows = make_series(cast)
        form = edit_form(rows[2], place="Torget", scope="all")
        Activity.objects.filter(pk=rows[2].pk).update(version=2, place="Biblioteket")
        page = log_in("sundsvall").post(url_of("activity_edit", rows[2]), form)
        assert page.status_code == 409
        assert page.context["scope"]["scope"].value() == "all"
        assert values(rows, "place") == ["Navet", "Navet", "Biblioteket", "Navet", "Navet"]
        with pytest.raises(EditConflict):
            edit_activity(activity=rows[2], co_hosts=[], version=1, by=cast.sundsvall.pk, at=NOW, others=[rows[3].pk])

    def test_in_another_meanwhile_is_not_written_over(self, cast, log_in):
        rows = make_series(cast)
        form = edit_form(rows[2], place="Torget", scope="all")
        Activity.objects.filter(pk=rows[3].pk).update(version=7, bring="Kaffe")
        log_in("sundsvall").post(url_of("activity_edit", rows[2]), form)
        rows[3].refresh_from_db()
        assert (rows[3].place, rows[3].bring, rows[3].version) == ("Torget", "Kaffe", 8)

    def test_sent_twice_is_made_once(self, cast, log_in):
        rows = make_series(cast)
        form = edit_form(rows[2], starts="19:00", ends="21:00", scope="all")
        for _ in range(2):
            assert log_in("sundsvall").post(url_of("activity_edit", rows[2]), form).status_code == 302
        assert times(rows)[2:] == ["17/09 19.00", "24/09 19.00", "01/10 19.00"]

    def test_stands_in_the_ledger_for_each(self, cast, log_in):
        rows, commitment = make_series(cast), make_plan().commitments.get(number="1.2")
        link_commitments(activities=rows, commitments=[commitment.pk], by=cast.sundsvall.pk)
        form = edit_form(rows[2], day="2026-09-18", title="Cirkel", scope="all")
        log_in("sundsvall").post(url_of("activity_edit", rows[2]), form)
        ledger = Contribution.objects.order_by("day").values_list("day", "label")
        assert [f"{day:%d/%m} {label}" for day, label in ledger] == [
            "03/09 Studiecirkel, Sundsvall",
            "10/09 Studiecirkel, Sundsvall",
            "18/09 Cirkel, Sundsvall",
            "25/09 Cirkel, Sundsvall",
            "02/10 Cirkel, Sundsvall",
        ]

    @pytest.mark.parametrize("scope", ["x", "alla"])
    def test_of_an_unknown_reach_is_refused(self, cast, log_in, scope):
        rows = make_series(cast)
        for name, form in (("activity_edit", edit_form(rows[2])), ("activity_cancel", {"reason": "Storm"})):
            page = log_in("sundsvall").post(url_of(name, rows[2]), {**form, "scope": scope})
            assert "Välj ett av dem" in page.content.decode()
        assert log_in("sundsvall").post(url_of("activity_delete", rows[2]), {"scope": scope}).status_code == 200
        assert values(rows, "version") == [1] * 5


class TestACancellation:
    @pytest.mark.parametrize(("scope", "gone"), [("this", {3}), ("following", {3, 4}), ("all", {2, 3, 4})])
    def test_reaches_as_far_as_is_asked(self, cast, log_in, scope, gone):
        rows = make_series(cast)
        plan = make_plan()
        link_commitments(activities=rows, commitments=[plan.commitments.first().pk], by=cast.sundsvall.pk)
        for _ in range(2):
            log_in("sundsvall").post(url_of("activity_cancel", rows[3]), {"reason": "Storm", "scope": scope})
        assert values(rows, "status") == ["cancelled" if n in gone else "planned" for n in range(5)]
        assert values(rows, "version") == [2 if n in gone else 1 for n in range(5)]
        assert Contribution.objects.count() == 5 - len(gone)

    def test_leaves_drafts_alone(self, cast, log_in):
        rows = make_series(cast)
        Activity.objects.filter(pk=rows[4].pk).update(status="draft")
        log_in("sundsvall").post(url_of("activity_cancel", rows[2]), {"reason": "Storm", "scope": "all"})
        assert values(rows, "status")[2:] == ["cancelled", "cancelled", "draft"]


class TestPublishing:
    def test_all_drafts_of_the_series_at_once_is_offered(self, cast, log_in):
        rows = make_series(cast, status="draft")
        client = log_in("sundsvall")
        assert "Publicera alla 3 i serien" in client.get(rows[3].get_absolute_url()).content.decode()
        client.post(url_of("activity_publish", rows[3]), {"scope": "all"})
        assert values(rows, "status") == ["draft", "draft", "planned", "planned", "planned"]

    def test_one_alone_leaves_the_others(self, cast, log_in):
        rows = make_series(cast, status="draft")
        log_in("sundsvall").post(url_of("activity_publish", rows[3]), {"scope": "x"})
        assert values(rows, "status") == ["draft", "draft", "draft", "planned", "draft"]


class TestARemoval:
    @pytest.mark.parametrize(("scope", "left"), [("this", 4), ("following", 3), ("all", 2)])
    def test_reaches_as_far_as_is_asked(self, cast, log_in, scope, left):
        rows = make_series(cast)
        commitment = make_plan().commitments.first()
        link_commitments(activities=rows, commitments=[commitment.pk], by=cast.sundsvall.pk)
        log_in("sundsvall").post(url_of("activity_delete", rows[3]), {"scope": scope})
        assert Activity.objects.count() == Contribution.objects.count() == left
        assert ActivitySeries.objects.exists()

    def test_of_all_takes_the_series_along(self, cast, log_in):
        rows = make_series(cast, status="draft")[2:]
        Activity.objects.exclude(pk__in=[row.pk for row in rows]).delete()
        log_in("sundsvall").post(url_of("activity_delete", rows[0]), {"scope": "all"})
        assert not Activity.objects.exists()
        assert not ActivitySeries.objects.exists()


class TestTheMails:
    def test_a_person_gets_one_mail_with_all_the_new_times(self, cast, log_in):
        rows = make_series(cast, contact=cast.sundsvall)
        form = edit_form(rows[2], starts="19:00", ends="21:00", contact=cast.sundsvall.pk, scope="all")
        log_in("ombudsman").post(url_of("activity_edit", rows[2]), form)
        [sent] = mail.outbox
        assert sent.to == [cast.sundsvall.email]
        assert sent.subject == "Ändrat: Studiecirkel, 3 tillfällen"
        for words in ("17 september kl. 19–21", "24 september kl. 19–21", "1 oktober kl. 19–21", "kl. 18–20, v. 38"):
            assert words in sent.body
        [part] = [part for part in sent.message().walk() if part.get_content_type() == "text/calendar"]
        calendar = Calendar.from_ical(part.get_payload(decode=True))
        assert (calendar["method"], part.get_param("method")) == ("PUBLISH", "PUBLISH")
        assert [event["dtstart"].dt for event in calendar.walk("VEVENT")] == [at(17, 19), at(24, 19), at(1, 19, 10)]

    def test_a_person_hears_only_of_those_that_concern_them(self, cast, log_in):
        rows = make_series(cast)
        rows[3].co_hosts.add(cast.bodies["ange"])
        log_in("sundsvall").post(url_of("activity_cancel", rows[2]), {"reason": "Storm i väst", "scope": "all"})
        [sent] = [message for message in mail.outbox if message.to == [cast.ange.email]]
        assert sent.subject == "Inställt: Studiecirkel, 1 tillfälle"
        assert "24 september" in sent.body
        assert "17 september" not in sent.body
        assert "Storm i väst" in sent.body
        assert not [message for message in mail.outbox if message.to == [cast.sundsvall.email]]

    def test_those_signed_up_get_a_mail_for_each_with_its_own_link(self, cast, log_in):
        rows = make_series(cast)
        for row in rows[2:4]:
            SignUp.objects.create(activity=row, name="Siri", email="siri@ny.example", status="coming", source="public")
        log_in("sundsvall").post(url_of("activity_cancel", rows[2]), {"reason": "Storm", "scope": "all"})
        sent = [message for message in mail.outbox if message.to == ["siri@ny.example"]]
        assert [message.subject[:9] for message in sent] == ["Inställt:"] * 2
        assert all("/a/" in message.body for message in sent)

    def test_one_alone_is_told_of_as_before(self, cast, log_in):
        rows = make_series(cast)
        log_in("ombudsman").post(url_of("activity_cancel", rows[2]), {"reason": "Storm"})
        assert {message.kind for message in Message.objects.all()} == {"activity_cancelled"}

    def test_what_was_restored_meanwhile_is_not_told_of(self, cast, log_in, monkeypatch):
        monkeypatch.setattr(outbox, "nudge_senders", lambda: None)
        rows = make_series(cast)
        log_in("ombudsman").post(url_of("activity_cancel", rows[2]), {"reason": "Storm", "scope": "all"})
        message = Message.objects.get(email=cast.sundsvall.email)
        Activity.objects.filter(series=rows[0].series).update(status="planned", cancel_reason="")
        outbox.send_due(clock=lambda: NOW)
        message.refresh_from_db()
        assert (message.status, mail.outbox) == ("cancelled", [])
