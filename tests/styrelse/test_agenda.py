"""The agenda: items, requests and suggestions; what is closed to whom; who is co-opted."""

import uuid
from datetime import date, timedelta

import pytest
from django.urls import reverse

from distrikt.organisation.models import User
from plan.models import Area, Commitment, YearPlan
from tests.styrelse.meetings import (
    NOW,
    adjust,
    adjust_at_once,
    decide,
    hand_over,
    hold_meeting,
    item_of,
    make_meeting,
    presence_of,
)
from traffar.models import Activity, HelpRequest
from traffar.styrelse.actions import at_the_table, preparing
from traffar.styrelse.actions.carrying_out import hand_decisions_over
from traffar.styrelse.models import (
    AgendaItem,
    AgendaRequest,
    BoardMeeting,
    Decision,
    Presence,
    Proposal,
    Reservation,
)
from traffar.styrelse.suggestions import suggestions_for

pytestmark = pytest.mark.django_db


def add(cast, meeting, title="Bussen till Ånge", **fields) -> AgendaItem:
    return preparing.add_item(item=AgendaItem(meeting=meeting, title=title, **fields), by=cast.chair.pk)


@pytest.fixture
def commitment(cast) -> Commitment:
    plan = YearPlan.objects.create(
        year=2026, title="Verksamhetsplan 2026", starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31),
        status=YearPlan.Status.ADOPTED, adopted_on=date(2026, 3, 14),
    )  # fmt: skip
    area = Area.objects.create(plan=plan, position=1, number=1, heading="Utåtriktat", slug="utatriktat")
    return Commitment.objects.create(
        plan=plan, area=area, position=1, number="1.1", text="Sundsvall ska hålla minst åtta torgmöten.",
        kind="countable", target=8, operator=">=",
    )  # fmt: skip


def test_item_create_puts_a_matter_before_what_ends_the_meeting_and_once(board, meeting, log_in):
    url, client = reverse("styrelse:item_create", args=[meeting.pk]), log_in("ombudsman")
    typed = {"submission": str(uuid.uuid4()), "title": "Bussen", "background": "**Vi** åker."}
    for _ in range(2):
        assert client.post(url, typed).status_code == 302
    kinds = list(meeting.items.in_order().values_list("kind", "title"))
    assert kinds[9] == ("matter", "Bussen")
    assert kinds[10][0] == "other"
    assert "<strong>Vi</strong>" in client.get(meeting.get_absolute_url()).content.decode()
    assert "Skriv vad punkten heter" in client.post(url, {**typed, "title": ""}).content.decode()


def test_item_create_says_who_sees_what_is_closed_and_how_the_background_is_written(board, meeting, log_in):
    page = log_in("chair").get(reverse("styrelse:item_create", args=[meeting.pk])).content.decode()
    assert "Adjungerade ser den inte, och den publiceras aldrig." in page
    assert "Markdown fungerar" in page


def test_item_edit_shows_both_texts_when_two_write(board, meeting, log_in):
    item, client = add(board, meeting), log_in("chair")
    url = reverse("styrelse:item_edit", args=[item.pk])
    assert client.post(url, {"version": 1, "title": "Tåget", "background": ""}).status_code == 302
    page = client.post(url, {"version": 1, "title": "Bilen", "background": ""})
    assert page.status_code == 409
    assert "Tåget" in page.content.decode()
    assert "Bilen" in page.content.decode()


def test_item_move_goes_one_step_and_stops_at_the_ends(board, meeting, log_in):
    client, first = log_in("chair"), meeting.items.in_order()[0]
    url = reverse("styrelse:item_move", args=[first.pk])
    client.post(url, {"at": "upp"})
    assert meeting.items.in_order()[0] == first
    client.post(url, {"at": "ner"})
    assert meeting.items.in_order()[1] == first


def test_item_remove_refuses_what_has_been_decided(board, meeting, log_in):
    item = add(board, meeting)
    hold_meeting(board, meeting)
    decide(board, item)
    page = log_in("chair").post(reverse("styrelse:item_remove", args=[item.pk]), follow=True)
    assert "redan behandlad" in page.content.decode()
    assert AgendaItem.objects.filter(pk=item.pk).exists()


@pytest.mark.parametrize("noted", ["text", "outcome", "proposal", "reservation", "change", "recusal"])
def test_item_remove_refuses_at_the_meeting_what_the_minutes_tell_of(board, held, log_in, noted):
    item, by = item_of(held, "report"), board.secretary.pk
    somebody = presence_of(held, board.omar)
    match noted:
        case "text" | "outcome":
            AgendaItem.objects.filter(pk=item.pk).update(**{noted: "tabled"})
        case "proposal":
            at_the_table.propose(proposal=Proposal(item=item, name="Omar Haddad", text="Bifall."), by=by)
        case "reservation":
            at_the_table.reserve(reservation=Reservation(item=item, name="Omar Haddad"), by=by)
        case "change":
            at_the_table.come_or_go(presence=somebody, item=item, by=by)
        case "recusal":
            at_the_table.recuse(presence=somebody, item=item, by=by)
    page = log_in("ombudsman").post(reverse("styrelse:item_remove", args=[item.pk]), follow=True)
    assert "redan behandlad" in page.content.decode()
    assert AgendaItem.objects.filter(pk=item.pk).exists()


def test_items_move_past_gaps_and_never_what_is_adjusted_at_once(board, held):
    items, by = list(held.items.in_order()), board.chair.pk
    preparing.remove_item(item=items[3], by=by)
    written_and_adjusted(board, items[-1])
    preparing.move_item(item=items[1], up=True, by=by)
    preparing.move_item(item=items[-2], up=False, by=by)
    expected = [items[1], items[0], items[2], *items[4:]]
    assert list(held.items.in_order()) == expected


def test_a_new_item_comes_after_what_is_adjusted_at_once(board, held):
    other, following = item_of(held, "other"), item_of(held, "next")
    written_and_adjusted(board, other)
    new = add(board, held)
    items = list(held.items.in_order())
    assert items[items.index(other) :][:3] == [other, new, following]
    assert len({item.position for item in items}) == len(items)


def written_and_adjusted(board, item):
    AgendaItem.objects.filter(pk=item.pk).update(text="Enligt förslaget.")
    adjust_at_once(board, item)


def test_an_item_that_is_closed_is_a_number_alone_to_the_ombudsman_and_the_co_opted(board, meeting, log_in):
    item = add(board, meeting, title="Personalärende", is_confidential=True, background="Hemligt")
    preparing.co_opt(presence=Presence(meeting=meeting, person=board.member, name="Nils Åström"), by=board.chair.pk)
    for page in ("meeting_detail", "meeting_call"):
        url = reverse(f"styrelse:{page}", args=[meeting.pk])
        assert "Personalärende" in log_in("secretary").get(url).content.decode()
        for name in ("ombudsman", "member"):
            text = log_in(name).get(url).content.decode()
            assert "Sluten punkt" in text
            assert "Personalärende" not in text
            assert "Hemligt" not in text
    for name in ("ombudsman", "member"):
        assert log_in(name).get(reverse("styrelse:item_edit", args=[item.pk])).status_code == 404
    assert (
        "is_confidential"
        not in log_in("ombudsman").get(reverse("styrelse:item_create", args=[meeting.pk])).context["form"].fields
    )


def test_item_request_waits_once_and_is_taken_up_with_its_source(board, meeting, log_in, commitment):
    url = f"{reverse('styrelse:item_request')}?kalla=commitment&id={commitment.pk}"
    page = log_in("chair").get(reverse("plan:commitment_detail", args=[2026, "1.1"])).content.decode()
    assert url.replace("&", "&amp;") in page
    client = log_in("secretary")
    form = client.get(url).context["form"]
    assert form.initial["title"].startswith("Punkt 1.1")
    body = board.bodies["distriktsstyrelsen"].pk
    for _ in range(2):
        typed = {"submission": str(uuid.uuid4()), "body": body, "title": "Torgmötena", "background": ""}
        assert client.post(url, typed).url == reverse("plan:commitment_detail", args=[2026, "1.1"])
    asked = AgendaRequest.objects.get()
    assert "Torgmötena" in client.get(meeting.get_absolute_url()).content.decode()
    take = reverse("styrelse:request_take", args=[asked.pk, meeting.pk])
    for _ in range(2):
        client.post(take)
    item = AgendaItem.objects.get(source_kind="commitment")
    assert (item.title, item.source_id) == ("Torgmötena", commitment.pk)
    text = client.get(meeting.get_absolute_url()).content.decode()
    link = reverse("styrelse:source_detail", args=["commitment", commitment.pk])
    assert link in text
    assert client.get(link).url == reverse("plan:commitment_detail", args=[2026, "1.1"])


def test_item_request_of_a_closed_decision_is_closed_whoever_asks(board, held, log_in):
    AgendaItem.objects.filter(pk=item_of(held, "report").pk).update(is_confidential=True)
    decision = decide(board, item_of(held, "report"), "Säga upp avtalet.", responsible=board.ombudsman)
    client, url = log_in("ombudsman"), f"{reverse('styrelse:item_request')}?kalla=decision&id={decision.pk}"
    typed = {
        "submission": str(uuid.uuid4()),
        "body": held.body_id,
        "title": client.get(url).context["form"].initial["title"],
    }
    client.post(url, typed)
    assert AgendaRequest.objects.get().is_confidential


def test_an_undone_decision_is_suggested_with_who_answers_for_it_now(board, held):
    decision = decide(board, item_of(held, "report"), responsible=board.sara, due_on=date(2026, 9, 1))
    coming = make_meeting(board, NOW + timedelta(days=40))

    def why() -> str:
        [suggestion] = suggestions_for(coming, board.viewer("sara"), NOW)
        return suggestion.why

    assert why().endswith("Sara Lind")
    hand_decisions_over(decisions=[decision.pk], to_person=board.omar.pk, by=board.chair.pk)
    assert why().endswith("Omar Haddad")
    User.objects.filter(pk=board.omar.pk).update(is_protected=True)
    assert "Omar" not in why()


def test_item_request_of_what_one_may_not_see_is_404(board, log_in, commitment):
    url = reverse("styrelse:item_request")
    for query in (
        "?kalla=commitment&id=999",
        "?kalla=annat&id=1",
        "?kalla=decision&id=x",
        "?kalla=item&id=" + "9" * 30,
    ):
        assert log_in("chair").get(url + query).status_code == 404
    assert log_in("sundsvall").get(url).status_code == 403


def test_request_dismiss_lets_it_wait_no_longer(board, meeting, log_in):
    asked = AgendaRequest.objects.create(body=meeting.body, title="Bussen")
    log_in("chair").post(reverse("styrelse:request_dismiss", args=[asked.pk]), {"mote": meeting.pk})
    assert not AgendaRequest.objects.waiting().exists()


def test_the_program_suggests_what_lags_what_is_undone_and_who_needs_help(board, meeting, commitment):
    hold_meeting(board, meeting)
    decide(board, item_of(meeting, "report"), due_on=date(2026, 9, 1), responsible=board.sara)
    activity = Activity.objects.create(
        kind="square_meeting", organiser=board.bodies["ange"], starts_at=NOW + timedelta(days=5),
        ends_at=NOW + timedelta(days=5, hours=1),
    )  # fmt: skip
    HelpRequest.objects.create(activity=activity, people=3)
    following = make_meeting(board, NOW + timedelta(days=50))
    found = suggestions_for(following, board.viewer("chair"), NOW)
    assert [row.source_kind for row in found] == ["commitment", "decision", "help_request"]
    assert "Sara Lind" in found[1].why
    assert found[2].why == "3\N{NO-BREAK SPACE}personer saknas"


def test_suggestion_take_and_dismiss_are_never_suggested_again(board, meeting, commitment, log_in):
    client = log_in("chair")
    tapped = {"kalla": "commitment", "id": commitment.pk}
    for _ in range(2):
        client.post(reverse("styrelse:suggestion_take", args=[meeting.pk]), tapped)
    assert AgendaItem.objects.filter(source_kind="commitment").count() == 1
    following = make_meeting(board, NOW + timedelta(days=50))
    assert suggestions_for(following, board.viewer("chair"), NOW) == []
    client.post(reverse("styrelse:item_remove", args=[AgendaItem.objects.get(source_kind="commitment").pk]))
    assert len(suggestions_for(following, board.viewer("chair"), NOW)) == 1
    client.post(reverse("styrelse:suggestion_dismiss", args=[following.pk]), tapped)
    assert suggestions_for(meeting, board.viewer("chair"), NOW) == []
    assert Decision.objects.count() == 0


def test_suggestion_take_and_dismiss_lead_back_to_the_suggestions(board, meeting, commitment, log_in):
    client, url = log_in("chair"), meeting.get_absolute_url()
    assert 'id="forslag"' in client.get(url).content.decode()
    tapped = {"kalla": "commitment", "id": commitment.pk}
    for step in ("dismiss", "take"):
        AgendaRequest.objects.all().delete()
        answer = client.post(reverse(f"styrelse:suggestion_{step}", args=[meeting.pk]), tapped)
        assert answer["Location"] == f"{url}#forslag"
    # Gone by now: that is told at the top.
    assert client.post(reverse("styrelse:suggestion_take", args=[meeting.pk]), tapped)["Location"] == url


def test_presence_co_opt_takes_a_person_or_a_name_with_rights(board, meeting, log_in):
    url, client = reverse("styrelse:presence_co_opt", args=[meeting.pk]), log_in("chair")
    typed = {"submission": str(uuid.uuid4()), "person": board.member.pk, "may_speak": "on"}
    for _ in range(2):
        client.post(url, typed)
    row = meeting.presences.get(standing="co_opted")
    assert (row.name, row.role, row.may_speak, row.may_propose) == ("Nils Åström", "adjungerad", True, False)
    assert log_in("member").get(meeting.get_absolute_url()).status_code == 200
    page = client.post(url, {"submission": str(uuid.uuid4()), "name": ""})
    assert "Välj en person, eller skriv ett namn" in page.content.decode()
    stranger = Presence(meeting=meeting, person=board.stranger, name="Ture Utan")
    preparing.co_opt(presence=stranger, by=board.chair.pk)
    assert log_in("stranger").get(meeting.get_absolute_url()).status_code == 200, "without any role"
    client.post(reverse("styrelse:presence_remove", args=[row.pk]))
    assert log_in("member").get(meeting.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("until", [hand_over, adjust])
def test_presence_co_opt_adds_nobody_once_the_meeting_has_ended(board, held, log_in, until):
    decide(board, item_of(held, "report"))
    meeting, typed = until(board, held), {"submission": str(uuid.uuid4()), "person": board.member.pk, "role": ""}
    page = log_in("ombudsman").post(reverse("styrelse:presence_co_opt", args=[meeting.pk]), typed, follow=True)
    assert "Mötet är avslutat" in page.text
    assert not meeting.presences.filter(person=board.member).exists()
    assert not BoardMeeting.objects.minutes_for(board.viewer("member")).exists()


def test_meeting_list_shows_the_next_meeting_first_and_to_each_what_is_theirs(board, meeting, log_in):
    url = reverse("styrelse:meeting_list")
    text = log_in("chair").get(url).content.decode()
    assert "Kallelsen ska gå senast" in text
    assert "Styrelsemöte 1/2026" in text
    assert "Inget är publicerat än" in log_in("sundsvall").get(url).content.decode()
    assert "Styrelsemöte 1/2026" not in log_in("auditor").get(url).content.decode()
    assert log_in("administrator").get(url).status_code == 403


def test_meeting_list_leads_to_older_years(board, meeting, log_in):
    rows = {years: make_meeting(board, NOW - timedelta(days=366 * years)) for years in (1, 2, 3)}
    for years, row in rows.items():
        Activity.objects.filter(pk=row.pk).update(title=f"För {years} år sedan")
    old = BoardMeeting.objects.filter(pk__in=[rows[1].pk, rows[2].pk])
    old.update(status="adjusted", locked_at=NOW)
    client, url = log_in("chair"), reverse("styrelse:meeting_list")
    recent = client.get(url).text
    assert "För 1 år" in recent
    assert "För 2 år" not in recent
    assert "För 3 år" in recent, "its minutes wait still"
    assert f'href="{url}?ar=2024"' in recent
    older = client.get(f"{url}?ar=2024").text
    assert [f"För {years} år" in older for years in rows] == [False, True, False]
    assert "Nästa möte" not in older
    assert client.get(f"{url}?ar=2026").text.count("För 1 år") == client.get(f"{url}?ar=x").text.count("För 1 år") == 1


def test_meeting_list_and_detail_take_the_same_queries_for_one_and_for_thirty(
    board, meeting, log_in, commitment, django_assert_max_num_queries
):
    client = log_in("chair")
    pages = ("meeting_detail", "meeting_suggestions", "meeting_call")
    for url in (reverse("styrelse:meeting_list"), *(reverse(f"styrelse:{page}", args=[meeting.pk]) for page in pages)):
        with django_assert_max_num_queries(12) as few:
            client.get(url)
        for number in range(30 if BoardMeeting.objects.count() == 1 else 0):
            make_meeting(board, NOW + timedelta(days=20 + number))
        for number in range(30):
            add(board, meeting, f"Punkt {number}", source_kind="commitment", source_id=commitment.pk)
            AgendaRequest.objects.create(body=meeting.body, title=f"Begärt {number}", requested_by=board.sara)
        with django_assert_max_num_queries(12) as many:
            client.get(url)
        assert len(many) == len(few)
        AgendaItem.objects.filter(source_kind="commitment").delete()
        AgendaRequest.objects.all().delete()
    assert BoardMeeting.objects.count() == 31


def test_auditors_read_agenda_call_and_closed_items_of_what_is_adjusted(board, meeting, log_in):
    add(board, meeting, title="Personalärende", is_confidential=True)
    hold_meeting(board, meeting)
    assert log_in("auditor").get(meeting.get_absolute_url()).status_code == 404
    adjust(board, meeting)
    for page in ("meeting_detail", "meeting_call"):
        response = log_in("auditor").get(reverse(f"styrelse:{page}", args=[meeting.pk]))
        assert "Personalärende" in response.content.decode()
    assert log_in("auditor").get(reverse("styrelse:item_create", args=[meeting.pk])).status_code == 403


def test_the_activity_leads_to_the_agenda_for_those_who_see_it(board, meeting, log_in):
    url = reverse("traffar:activity_detail", args=[meeting.pk])
    assert meeting.get_absolute_url() in log_in("chair").get(url).content.decode()
    assert meeting.get_absolute_url() not in log_in("sundsvall").get(url).content.decode()
