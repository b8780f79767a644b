"""Tasks: one's own, those asked for, those of others; finished and opened again."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from distrikt.utskick.models import Message
from distrikt.utskick.planning import plan_reminders
from plan.uppgifter.models import Task
from tests.styrelse.meetings import NOW

LIST = "/uppgifter/"
TODAY = date(2026, 9, 15)


def make_task(cast, **fields):
    rows = {"title": "Ring alla nya", "responsible": cast.secretary, "created_by": cast.chair, "due_on": TODAY}
    return Task.objects.create(**{**rows, **fields})


def page(client, tab="mina"):
    return client.get(LIST, {"visa": tab}).content.decode()


def test_task_list_one_s_own_by_when(cast, log_in):
    make_task(cast, due_on=TODAY - timedelta(days=1), title="Sen")
    make_task(cast, title="Snart")
    make_task(cast, title="Gjord", state="done", done_on=TODAY)
    said = page(log_in("secretary"))
    assert said.index("Försenade") < said.index("Sen") < said.index("Kommande") < said.index("Snart")
    assert said.index("Klara") < said.index("Gjord")
    assert "Ring" not in page(log_in("chair"))


def test_task_list_those_asked_for_and_those_of_others(cast, log_in):
    make_task(cast)
    assert "Lars Öhman" in page(log_in("chair"), "begarda")
    assert "Lars Öhman" in page(log_in("ombudsman"), "andras")
    assert "Ring alla nya" not in page(log_in("member"), "andras")


def test_task_list_the_private_ones_are_one_s_own(cast, log_in):
    make_task(cast, is_private=True, created_by=cast.secretary)
    assert "Ring alla nya" in page(log_in("secretary"))
    assert "Ring alla nya" not in page(log_in("chair"), "andras")
    assert "Ring alla nya" not in page(log_in("ombudsman"), "andras")


@pytest.mark.parametrize("tab", ["mina", "begarda", "andras"])
def test_task_list_costs_the_same_with_thirty(cast, log_in, tab):
    client = log_in("chair")
    responsible = cast.chair if tab == "mina" else cast.secretary

    def cost():
        with CaptureQueriesContext(connection) as queries:
            client.get(LIST, {"visa": tab})
        return len(queries)

    make_task(cast, responsible=responsible)
    few = cost()
    for _ in range(30):
        make_task(cast, responsible=responsible)
    assert cost() == few <= 12


class TestFinish:
    def test_task_finish_with_a_note(self, cast, log_in):
        task = make_task(cast)
        data = {"state": "done", "done_on": "2026-09-14", "note": "Alla svarade.", "version": 1}
        answer = log_in("secretary").post(f"{LIST}{task.pk}/klar/", {**data, "tillbaka": "/uppgifter/?visa=mina"})
        task.refresh_from_db()
        assert (answer.url, task.state, task.note) == ("/uppgifter/?visa=mina", "done", "Alla svarade.")

    @pytest.mark.parametrize("day", ["2026-09-16", "", "i går"])
    def test_another_day_is_refused_and_the_note_kept(self, cast, log_in, day):
        task = make_task(cast)
        data = {"state": "done", "done_on": day, "note": "Alla svarade.", "version": 1}
        assert "Alla svarade." in log_in("secretary").post(f"{LIST}{task.pk}/klar/", data).content.decode()

    def test_it_does_not_lead_astray(self, cast, log_in):
        task = make_task(cast)
        data = {"state": "dropped", "version": 1, "tillbaka": "https://example.com/"}
        assert log_in("secretary").post(f"{LIST}{task.pk}/klar/", data).url == LIST

    def test_somebody_else_was_first(self, cast, log_in):
        task = make_task(cast, version=2)
        data = {"state": "dropped", "note": "Nej.", "version": 1}
        assert log_in("secretary").post(f"{LIST}{task.pk}/klar/", data).status_code == 409

    def test_task_reopen(self, cast, log_in):
        task = make_task(cast, state="done", done_on=TODAY, note="Klart.")
        log_in("secretary").post(f"{LIST}{task.pk}/oppna/")
        task.refresh_from_db()
        assert (task.state, task.done_on, task.note) == ("open", None, "Klart.")


class TestReminder:
    def planned(self, now):
        plan_reminders(now=now)
        rows = Message.objects.filter(kind="task_due").order_by("due_at")
        return [f"{row.recipient.first_name} {row.due_at:%d}" for row in rows]

    def test_three_days_before_and_on_the_day(self, cast):
        make_task(cast, due_on=TODAY + timedelta(days=4))
        assert self.planned(NOW) == ["Lars 16"]
        assert self.planned(NOW + timedelta(days=3)) == ["Lars 16", "Lars 19"]

    def test_not_of_what_is_done(self, cast):
        make_task(cast, due_on=TODAY + timedelta(days=3), state="done", done_on=TODAY)
        assert self.planned(NOW) == []


def test_the_start_page_shows_what_is_due_this_week(cast, log_in):
    make_task(cast, title="Sen", due_on=TODAY - timedelta(days=9))
    make_task(cast, title="På söndag", due_on=date(2026, 9, 20))
    make_task(cast, title="Nästa vecka", due_on=date(2026, 9, 21))
    start = log_in("secretary").get("/").content.decode()
    assert "Sen" in start
    assert "På söndag" in start
    assert "Nästa vecka" not in start
