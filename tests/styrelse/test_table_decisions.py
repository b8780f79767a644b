"""Decisions at the table, and the end of the meeting."""

from datetime import timedelta

import pytest

from plan.uppgifter.actions import finish_task
from plan.uppgifter.models import Task
from tests.styrelse.meetings import NOW, decide, hold_meeting, item_of, make_meeting, presence_of
from tests.styrelse.screen import shown, table, to, told
from traffar.actions import StaysHeld, edit_activity
from traffar.models import Activity
from traffar.styrelse.actions import at_the_table, closing, preparing
from traffar.styrelse.actions.at_the_table import NotNow
from traffar.styrelse.models import AgendaItem, BoardMeeting, Decision, Presence, Proposal

pytestmark = pytest.mark.django_db


# -- decisions ----------------------------------------------------------------------------------------------------


def decision_form(text="Styrelsen beslutar att köpa en banderoll.", **more):
    return {
        "text": text,
        "method": "acclamation",
        "submission": "41111111-1111-4111-8111-111111111111",
        **more,
    }


def test_decision_create_edit_and_remove(board, held, report, secretary):
    page = secretary.get(to("decision_create", report)).content.decode()
    assert "Styrelsen beslutar att </textarea>" in page
    form = decision_form(responsible=board.ombudsman.pk, due_on="2026-10-01", amount="12 000 kr")
    for _ in range(2):
        secretary.post(to("decision_create", report), form)
    [decision] = Decision.objects.all()
    assert (decision.responsible_name, decision.amount, decision.state) == ("Robin Ek", 12_000, "open")
    changed = decision_form(text="Styrelsen beslutar att köpa två.", version=1)
    secretary.post(to("decision_edit", decision), changed)
    decision.refresh_from_db()
    assert (decision.text, decision.responsible, decision.state) == (changed["text"], None, "nothing")
    late = secretary.post(to("decision_edit", decision), decision_form(text="Tre.", version=1))
    assert late.status_code == 409
    assert "Styrelsen beslutar att köpa två." in late.content.decode()
    secretary.post(to("decision_remove", decision))
    assert not Decision.objects.exists()


def test_decision_create_by_htmx_loads_the_page_anew(board, held, report, secretary):
    address = to("decision_create", report)
    current = {"HX-Request": "true", "HX-Current-URL": f"http://testserver{table(held, report)}"}
    assert secretary.post(address, decision_form(), headers=current)["HX-Refresh"] == "true"
    elsewhere = current | {"HX-Current-URL": f"http://testserver{address}"}
    answer = secretary.post(address, decision_form(), headers=elsewhere)
    assert answer["HX-Redirect"] == f"{table(held, report)}#arende"
    assert Decision.objects.count() == 1


def test_a_decision_without_quorum_is_refused_with_the_reason(board, held, report, secretary):
    for name in ("sara", "omar"):
        secretary.post(to("presence_set", presence_of(held, board.people[name])), {"har": "0"})
    content = secretary.post(to("decision_create", report), decision_form()).content.decode()
    assert "Mötet är inte beslutsfört: 2 som får rösta är i rummet, och det behövs 3." in content
    assert "köpa en banderoll" in content
    assert not Decision.objects.exists()


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ({"text": "Ö" * 40_000}, "Högst 5\xa0000 tecken"),
        ({"text": "Styrelsen beslutar att "}, "Skriv vad styrelsen beslutar."),
        ({"method": "count", "votes_for": "3"}, "Skriv antalet, också om det är 0."),
        ({"method": "count", "votes_for": "3", "votes_against": "2"}, "5 röster är fler än de 4"),
        ({"method": "count", "votes_for": "99999", "votes_against": "0"}, "Högst 999."),
        ({"method": "count", "votes_for": "-1", "votes_against": "0"}, "votes_for"),
        ({"amount": "12,50"}, "Skriv hela kronor"),
        ({"amount": "9" * 30}, "Högst en miljard."),
        ({"due_on": "i morgon"}, "Det är inget datum."),
        ({"responsible": "999999"}, "Välj någon i listan."),
        ({"commitments": ["999999"]}, "Den punkten finns inte i planen som gäller."),
    ],
)
def test_what_is_wrong_with_a_decision_is_told_and_nothing_typed_is_lost(board, held, report, secretary, typed, error):
    form = decision_form() | typed
    content = secretary.post(to("decision_create", report), form).content.decode()
    assert error in content
    assert form["text"].strip() in content
    assert not Decision.objects.exists()


def test_a_decision_changed_after_the_end_changes_its_task(board, held, report, secretary):
    decision = decide(board, report, responsible=board.omar)
    closing.close_meeting(meeting=held, at=NOW, by=board.secretary.pk)
    assert Task.objects.get().responsible == board.omar
    form = decision_form(text="Annat.", version=1, responsible=board.sara.pk)
    secretary.post(to("decision_edit", decision), form)
    assert (Task.objects.get().title, Task.objects.get().responsible) == ("Annat.", board.sara)
    secretary.post(to("decision_remove", decision))
    assert not Task.objects.exists()


def test_whoever_answers_for_a_decision_can_go_on_doing_so(board, held, report, secretary):
    decision = decide(board, report, responsible=board.member)
    form = decision_form(text="Annat.", version=1, responsible=board.member.pk)
    secretary.post(to("decision_edit", decision), form)
    decision.refresh_from_db()
    assert (decision.text, decision.responsible) == ("Annat.", board.member)
    answer = secretary.post(to("decision_create", report), decision_form(responsible=board.member.pk))
    assert "Välj någon i listan." in answer.text
    secretary.post(to("decision_create", report), decision_form(responsible=board.ange.pk))
    assert report.decisions.filter(responsible=board.ange).exists(), "contacts carry decisions out, too"


def test_what_has_been_done_stays_done_when_its_words_are_changed(board, held, report, secretary):
    decision = decide(board, report, responsible=board.omar)
    closing.close_meeting(meeting=held, at=NOW, by=board.secretary.pk)
    task = Task.objects.get()
    task.state, task.done_on = Task.State.DONE, NOW.date()
    finish_task(task=task, version=task.version, by=board.omar.pk)
    decision.refresh_from_db()
    secretary.post(to("decision_edit", decision), decision_form(text="Rättat.", version=decision.version))
    decision.refresh_from_db()
    assert (decision.text, decision.state, decision.done_on) == ("Rättat.", "done", NOW.date())
    assert (Task.objects.get().title, Task.objects.get().state) == ("Rättat.", "done")


# -- the end ------------------------------------------------------------------------------------------------------


def test_meeting_close_says_what_is_missing(board, meeting, secretary):
    at_the_table.open_meeting(meeting=meeting, at=NOW, by=board.secretary.pk)
    content = secretary.get(to("meeting_close", meeting)).content.decode()
    assert "Välj mötesordförande och sekreterare innan mötet avslutas." in content
    assert "Välj minst en justerare" in content
    assert "Ja, avsluta mötet" not in content
    assert "§ 7 Ombudsmannens rapport" in content
    refused = secretary.post(to("meeting_close", meeting), follow=True)
    assert "Välj mötesordförande" in told(refused)[0]
    meeting.refresh_from_db()
    assert meeting.is_open


def test_meeting_close_waits_for_an_earlier_meeting(board, meeting, secretary):
    later = make_meeting(board, NOW + timedelta(days=40))
    hold_meeting(board, later)
    assert "Möte 1/2026 är inte avslutat" in secretary.get(to("meeting_close", later)).content.decode()


def test_closed_twice_is_closed_once_and_can_be_opened_again(board, held, secretary):
    for _ in range(2):
        secretary.post(to("meeting_close", held))
    held.refresh_from_db()
    assert held.status == BoardMeeting.Status.DRAFT
    assert list(held.items.in_order().values_list("paragraph", flat=True)) == list(range(1, 13))
    assert "Öppna mötet igen" in shown(secretary, held)
    secretary.post(to("meeting_reopen", held))
    held.refresh_from_db()
    assert held.is_open
    assert "(§ 1)" in shown(secretary, held)
    refused = secretary.post(to("meeting_reopen", held), follow=True)
    assert "Bara ett avslutat möte" in told(refused)[0]


def test_provisional_numbers_go_on_where_the_year_stands(board, held, secretary):
    closing.close_meeting(meeting=held, at=NOW, by=board.secretary.pk)
    later = make_meeting(board, NOW + timedelta(days=40))
    at_the_table.open_meeting(meeting=later, at=NOW, by=board.secretary.pk)
    minutes = f"/styrelsen/{later.pk}/protokoll/"
    assert "(§ 13)" in shown(secretary, later)
    assert 'id="p13"' in secretary.get(minutes).text
    rules = preparing.board_rules()
    rules.numbering = "meeting"
    rules.save()
    assert "(§ 1)" in shown(secretary, later)
    assert 'id="p1"' in secretary.get(minutes).text


def test_meeting_table_takes_as_many_queries_for_many_items_and_people(
    board, held, report, secretary, django_assert_max_num_queries
):
    decide(board, report)
    with django_assert_max_num_queries(12) as few:
        secretary.get(table(held, report))
    last = held.items.count()
    AgendaItem.objects.bulk_create(
        AgendaItem(meeting=held, position=last + n, title=f"Punkt {n}", text="Text.") for n in range(1, 151)
    )
    for n in range(10):
        decide(board, report, text=f"Beslut {n}")
        Proposal.objects.create(item=report, name="Omar Haddad", text="Ja.")
        preparing.co_opt(presence=Presence(meeting=held, name=f"Gäst {n}", is_present=True), by=board.chair.pk)
    with django_assert_max_num_queries(12) as many:
        secretary.get(table(held, report))
    assert len(few) == len(many)


def test_a_vote_that_was_lost_is_no_decision_and_a_tie_is_the_chairs(board, meeting, log_in):
    hold_meeting(board, meeting)
    item = item_of(meeting, "report")
    with pytest.raises(NotNow, match="förslaget föll"):
        decide(board, item, method="count", votes_for=1, votes_against=3)
    decide(board, item, method="count", votes_for=2, votes_against=2)
    page = log_in("secretary").get(f"/styrelsen/{meeting.pk}/protokoll/").content.decode()
    assert "utslagsröst" in page


def test_a_meeting_of_another_day_is_opened_only_when_it_is_said_twice(board, meeting, log_in):
    client, page = log_in("secretary"), f"/styrelsen/{meeting.pk}/motet/oppna/"
    assert "Öppna mötet redan nu?" in client.post(page).content.decode()
    meeting.refresh_from_db()
    assert meeting.is_before
    client.post(page, {"anda": "1"})
    meeting.refresh_from_db()
    assert meeting.is_open


def test_what_minutes_say_of_day_and_place_is_not_moved_by_the_calendar(board, meeting, log_in):
    hold_meeting(board, meeting)
    closing.close_meeting(meeting=meeting, at=NOW, by=board.secretary.pk)
    activity = Activity.objects.get(pk=meeting.pk)
    activity.place = "Smygstället"
    with pytest.raises(StaysHeld):
        edit_activity(activity=activity, co_hosts=(), version=activity.version, by=board.chair.pk, at=NOW)


class TestWhatWasPutOff:
    @pytest.fixture
    def tabled(self, board, meeting) -> AgendaItem:
        hold_meeting(board, meeting)
        item = item_of(meeting, "report")
        at_the_table.set_outcome(item=item, outcome=AgendaItem.Outcome.TABLED, by=board.secretary.pk)
        return item

    def returned(self, item: AgendaItem) -> list[AgendaItem]:
        return list(AgendaItem.objects.filter(source_kind="item", source_id=item.pk))

    def test_it_is_on_the_next_agenda_by_itself_and_off_it_when_the_meeting_goes_on(self, board, meeting, tabled):
        later = make_meeting(board, meeting.activity.starts_at + timedelta(days=30))
        closing.close_meeting(meeting=meeting, at=NOW, by=board.secretary.pk)
        [again] = self.returned(tabled)
        assert (again.meeting_id, again.title) == (later.pk, tabled.title)
        closing.reopen_meeting(meeting=meeting, by=board.secretary.pk)
        assert self.returned(tabled) == []

    def test_it_waits_until_there_is_a_next_meeting(self, board, meeting, tabled):
        closing.close_meeting(meeting=meeting, at=NOW, by=board.secretary.pk)
        assert self.returned(tabled) == []
        make_meeting(board, meeting.activity.starts_at - timedelta(days=1))
        assert self.returned(tabled) == [], "an earlier one is not the next"
        later = make_meeting(board, meeting.activity.starts_at + timedelta(days=30))
        assert [again.meeting_id for again in self.returned(tabled)] == [later.pk]

    def test_said_in_another_way_afterwards_it_returns_once(self, board, meeting, tabled):
        make_meeting(board, meeting.activity.starts_at + timedelta(days=30))
        closing.close_meeting(meeting=meeting, at=NOW, by=board.secretary.pk)
        at_the_table.set_outcome(item=tabled, outcome=AgendaItem.Outcome.REFERRED, by=board.secretary.pk)
        assert len(self.returned(tabled)) == 1
        at_the_table.set_outcome(item=tabled, outcome=AgendaItem.Outcome.NONE, by=board.secretary.pk)
        assert self.returned(tabled) == []
