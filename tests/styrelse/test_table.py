"""The screen at the meeting: who sees it, what one tap does, and what is refused with the reason."""

from datetime import timedelta

import pytest
from django.urls import reverse

from tests.consistency.house import ROOT
from tests.styrelse.meetings import NOW, adjust, adjust_at_once, decide, hand_over, item_of, make_meeting, presence_of
from tests.styrelse.screen import shown, table, to, told, typed
from traffar.styrelse.actions import adjusting, at_the_table, closing, preparing
from traffar.styrelse.models import (
    AgendaItem,
    AgendaRequest,
    BoardMeeting,
    Presence,
    PresenceChange,
    Proposal,
    Recusal,
    Reservation,
)

pytestmark = pytest.mark.django_db


# -- who ----------------------------------------------------------------------------------------------------------


def test_meeting_table_is_read_by_the_board_and_written_by_who_may(board, held, log_in):
    assert "data-minutes" in shown(log_in("secretary"), held)
    for reader in ("omar", "ombudsman"):
        page = shown(log_in(reader), held)
        assert "Närvaro" in page
        assert "data-minutes" not in page
        assert "<textarea" not in page
    assert log_in("sundsvall").get(table(held)).status_code == 404


def test_meeting_table_is_written_by_who_has_a_duty_at_it(board, held, log_in):
    at_the_table.give_duty(presence=presence_of(held, board.omar), duty=Presence.Duty.SECRETARY, by=board.chair.pk)
    assert "data-minutes" in shown(log_in("omar"), held)


def test_a_confidential_item_is_open_to_the_board_alone(board, held, report, log_in):
    AgendaItem.objects.filter(pk=report.pk).update(is_confidential=True, title="Lönefråga", text="Hemligt.")
    page = shown(log_in("ombudsman"), held)
    assert "Sluten punkt" in page
    assert "Lönefråga" not in page
    assert log_in("ombudsman").get(table(held, report)).status_code == 404
    assert "Lönefråga" in shown(log_in("omar"), held, report)
    at_the_table.give_duty(presence=presence_of(held, board.chair), duty=Presence.Duty.CHAIR, by=board.chair.pk)
    assert log_in("ombudsman").post(to("item_write", report), typed(report, "x")).status_code == 404


def test_direct_posts_for_what_belongs_to_another_meeting_are_not_found(board, held, report, secretary):
    other = make_meeting(board, NOW + timedelta(days=40))
    foreign = item_of(other, "report")
    here, there = presence_of(held, board.omar), presence_of(other, board.omar)
    assert secretary.get(table(held, foreign)).status_code == 404
    for name in ("presence_change", "recusal_toggle"):
        assert secretary.post(to(name, here), {"arende": foreign.pk}).status_code == 404
        assert secretary.post(to(name, there), {"arende": report.pk}).status_code == 404
        assert secretary.post(to(name, here), {"arende": "x"}).status_code == 404
    assert secretary.post(to("presence_set", here), {"har": "1", "arende": foreign.pk}).status_code == 404
    assert secretary.post(to("duty_give", held), {"chair": there.pk}).status_code == 404
    secretary.post(to("adjusters_choose", held), {"justerare": [there.pk]})
    assert not held.adjusters.filter(is_chair=False).exists()
    assert PresenceChange.objects.count() == Recusal.objects.count() == 0


def test_a_member_of_the_board_without_the_duty_cannot_post(board, held, report, log_in):
    omar = log_in("omar")
    presence = presence_of(held, board.omar)
    decision = decide(board, report)
    refused = [
        *(to(name, held) for name in ("meeting_close", "meeting_reopen", "duty_give", "adjusters_choose", "item_add")),
        *(to(name, presence) for name in ("presence_set", "presence_change", "recusal_toggle")),
        *(to(name, report) for name in ("item_write", "item_outcome", "proposal_create", "decision_create")),
        *(to(name, decision) for name in ("decision_edit", "decision_remove")),
    ]
    assert {omar.post(address).status_code for address in refused} == {403}


def test_a_co_opted_person_sees_the_meeting_until_it_is_over_for_them(board, held, log_in):
    preparing.co_opt(presence=Presence(meeting=held, person=board.convener, name="Elin Ståhl"), by=board.chair.pk)
    assert "Dagordning" in shown(log_in("convener"), held)


# -- the room -----------------------------------------------------------------------------------------------------


def test_meeting_open_presence_and_quorum_in_words(board, meeting, secretary):
    assert "Öppna mötet" in shown(secretary, meeting)
    answer = secretary.post(to("meeting_open", meeting), {"anda": "1"}, follow=True)
    assert told(answer) == ["Mötet är öppnat kl. 12.00. Pricka av vilka som är här."]
    assert "Inte beslutsfört: 0 av 5 röstar, 3 behövs." in answer.content.decode()
    for name in ("chair", "secretary", "ulf"):
        secretary.post(to("presence_set", presence_of(meeting, board.people[name])), {"har": "1"})
    page = shown(secretary, meeting)
    assert "Beslutsfört: 3 av 5 röstar. Ulf tjänstgör för Tove." in page
    secretary.post(to("presence_set", presence_of(meeting, board.ulf)), {"har": "0"})
    assert "Inte beslutsfört: 2 av 5 röstar" in shown(secretary, meeting)


def test_a_substitute_entered_for_nobody_does_not_vote(board, held, secretary):
    for name in ("sara", "omar", "tove", "ulf", "vilma"):
        secretary.post(to("presence_set", presence_of(held, board.people[name])), {"har": "1"})
    page = shown(secretary, held)
    assert "Beslutsfört: 5 av 5 röstar." in page
    assert page.count("tjänstgör inte: ingen ledamot saknas") == 2


def test_presence_change_and_recusal_follow_the_paragraph(board, held, report, secretary):
    before, presence = item_of(held, "agenda"), presence_of(held, board.omar)
    secretary.post(to("presence_change", presence), {"arende": report.pk, "byter": "1"})
    secretary.post(to("presence_change", presence), {"arende": report.pk, "byter": "1"})
    assert "Beslutsfört: 4 av 5 röstar" in shown(secretary, held, before)
    page = shown(secretary, held, report)
    assert "Beslutsfört: 3 av 5 röstar" in page
    assert "Omar Haddad lämnar mötet." in page
    secretary.post(to("recusal_toggle", presence_of(held, board.sara)), {"arende": report.pk, "jav": "1"})
    assert "Inte beslutsfört: 2 av 5 röstar" in shown(secretary, held, report)
    refused = secretary.post(to("presence_change", presence), {"arende": before.pk, "byter": "1"}, follow=True)
    assert told(refused) == ["Personen har kommit eller gått senare under mötet. Ta bort det först."]
    secretary.post(to("recusal_toggle", presence_of(held, board.sara)), {"arende": report.pk, "jav": "0"})
    secretary.post(to("presence_change", presence), {"arende": report.pk, "byter": "0"})
    assert "Beslutsfört: 4 av 5 röstar" in shown(secretary, held, report)


def test_the_same_tap_twice_loses_nothing(board, held, report, secretary):
    presence = presence_of(held, board.omar)
    secretary.post(to("presence_change", presence), {"arende": report.pk, "byter": "1"})
    secretary.post(to("presence_set", presence), {"har": "1"})
    assert PresenceChange.objects.count() == 1


def test_somebody_co_opted_is_shown_with_their_rights(board, held, secretary):
    preparing.co_opt(
        presence=Presence(meeting=held, name="Ingrid Gäst", may_propose=False, is_present=True), by=board.chair.pk
    )
    assert "yttrandesrätt" not in shown(secretary, held)
    assert "yttranderätt, ingen rösträtt" in shown(secretary, held)


def test_duty_give_and_adjusters_choose(board, held, secretary):
    omar, sara = presence_of(held, board.omar), presence_of(held, board.sara)
    secretary.post(to("adjusters_choose", held), {"justerare": [omar.pk, sara.pk]})
    assert [row.name for row in held.adjusters.all()] == ["Sara Lind", "Omar Haddad", "Maria Norberg"]
    secretary.post(to("duty_give", held), {"chair": "", "secretary": omar.pk})
    assert presence_of(held, board.omar).duty == "secretary"
    assert [row.name for row in held.adjusters.all()] == ["Sara Lind", "Maria Norberg"], "who writes does not adjust"


def test_the_chair_adjusts_from_the_beginning_and_comes_last(board, held, log_in):
    page = log_in("sara").get(reverse("styrelse:minutes_detail", args=[held.pk]))
    assert dict(page.context["sheet"].facts)["Justeras av"] == "Sara Lind och Maria Norberg"
    signatures = [(row.name, row.role) for row in page.context["sheet"].signatures]
    assert signatures[-1] == ("Maria Norberg", "mötesordförande, justerar")


def test_the_chair_alone_is_not_enough_to_adjust(board, held, secretary):
    secretary.post(to("adjusters_choose", held), {"justerare": [presence_of(held, board.chair).pk]})
    assert [row.is_chair for row in held.adjusters.all()] == [True]
    assert closing.missing_to_close(held) == ["Välj minst en justerare innan mötet avslutas."]


def test_an_adjuster_who_takes_the_chair_is_no_longer_the_one_chosen(board, held, secretary):
    secretary.post(to("duty_give", held), {"chair": presence_of(held, board.sara).pk, "secretary": ""})
    assert [(row.name, row.is_chair) for row in held.adjusters.all()] == [("Sara Lind", True)]
    assert closing.missing_to_close(held) == ["Välj minst en justerare innan mötet avslutas."]


def test_the_chair_of_a_meeting_held_elsewhere_adjusts_nothing_here(board, held):
    BoardMeeting.objects.filter(pk=held.pk).update(is_entered_afterwards=True, status="draft")
    held.adjusters.all().delete()
    at_the_table.give_duty(presence=presence_of(held, board.omar), duty=Presence.Duty.CHAIR, by=board.chair.pk)
    assert not held.adjusters.exists()


def test_who_no_longer_leads_the_meeting_does_not_adjust_as_its_chair(board, held, secretary):
    meeting = hand_over(board, held)
    adjusting.send_back(meeting=meeting, by=board.chair.pk)
    secretary.post(to("duty_give", meeting), {"chair": presence_of(meeting, board.omar).pk, "secretary": ""})
    adjusting.hand_over(meeting=meeting, at=NOW, by=board.secretary.pk)
    assert [(row.name, row.is_chair) for row in meeting.adjusters.all()] == [
        ("Sara Lind", False),
        ("Omar Haddad", True),
    ]


def test_headings_and_papers_of_a_draft_are_changed_by_who_writes_it(board, held, report, log_in):
    addresses = [reverse("styrelse:item_edit", args=[report.pk]), reverse("styrelse:attachment_create", args=[held.pk])]
    assert [log_in("ombudsman").get(url).status_code for url in addresses] == [200, 200]
    closing.close_meeting(meeting=held, at=NOW, by=board.secretary.pk)
    assert [log_in("ombudsman").get(url).status_code for url in addresses] == [403, 403]
    assert [log_in("secretary").get(url).status_code for url in addresses] == [200, 200]
    assert "Lägg till handling" not in log_in("ombudsman").get(held.get_absolute_url()).text


# -- writing ------------------------------------------------------------------------------------------------------


def test_item_write_saves_while_somebody_types(board, held, report, secretary):
    answer = secretary.post(to("item_write", report), typed(report, "Robin berättar."), headers={"accept": JSON})
    assert answer.json() == {"version": 2, "at": "12.00"}
    again = secretary.post(to("item_write", report), typed(report, "Robin berättar."), headers={"accept": JSON})
    assert again.json() == {"version": 2, "at": "12.00"}, "the answer was lost on its way, the text was not"
    report.refresh_from_db()
    assert report.text == "Robin berättar."


JSON = "application/json"


def test_item_write_without_javascript(board, held, report, secretary):
    answer = secretary.post(to("item_write", report), typed(report, "Robin\r\nberättar."), follow=True)
    assert told(answer) == ["Sparat 12.00."]
    report.refresh_from_db()
    assert report.text == "Robin\nberättar."


def test_the_second_of_two_writers_sees_both_texts(board, held, report, secretary, log_in):
    secretary.post(to("item_write", report), typed(report, "Den första."))
    chair = log_in("chair")
    answer = chair.post(to("item_write", report), typed(report, "Den andra."), headers={"accept": JSON})
    assert (answer.status_code, answer.json()) == (409, {"version": 2, "theirs": "Den första."})
    page = chair.post(to("item_write", report), typed(report, "Den andra."))
    assert page.status_code == 409
    content = page.content.decode()
    assert "Någon annan har sparat medan du skrev" in content
    assert content.count("Den första.") == 1
    assert "Den andra.</textarea>" in content
    assert 'name="version" value="2"' in content
    report.refresh_from_db()
    assert report.text == "Den första."


def test_a_phrase_without_javascript_has_names_and_time(board, held, secretary):
    opening, adjusters = item_of(held, "opening"), item_of(held, "adjusters")
    secretary.post(to("item_write", opening), typed(opening, "Välkomna!", phrase="1"))
    secretary.post(to("item_write", adjusters), typed(adjusters, "", phrase="0"))
    secretary.post(to("item_write", adjusters), typed(adjusters, "", version=2, phrase="9"))
    opening.refresh_from_db()
    assert opening.text == "Välkomna!\n\nMötet förklaras öppnat kl. 12.00."
    adjusters.refresh_from_db()
    assert adjusters.text == ""
    secretary.post(to("item_write", adjusters), typed(adjusters, "", version=3, phrase="0"))
    adjusters.refresh_from_db()
    assert adjusters.text == "Sara Lind väljs att jämte ordföranden justera protokollet."


@pytest.mark.parametrize("is_typing", [True, False])
def test_a_stale_tab_is_told_so_and_keeps_its_text(board, held, report, secretary, is_typing):
    adjust(board, held)
    headers = {"accept": JSON} if is_typing else {}
    answer = secretary.post(to("item_write", report), typed(report, "Det sista ordet."), headers=headers)
    assert answer.status_code == 400
    content = answer.content.decode()
    if is_typing:
        assert answer.json()["error"].startswith("Protokollet är lämnat till justering")
    else:
        assert "Protokollet är lämnat till justering" in content
        assert "readonly>Det sista ordet.</textarea>" in content


def test_a_text_that_is_too_long_is_refused_and_kept(board, held, report, secretary):
    answer = secretary.post(to("item_write", report), typed(report, "x" * 20_001))
    assert answer.status_code == 400
    content = answer.content.decode()
    assert "Högst 20\xa0000 tecken" in content
    assert "x" * 20_001 in content


def test_after_the_end_the_minutes_can_be_written_until_they_are_handed_over(board, held, report, secretary):
    closing.close_meeting(meeting=held, at=NOW, by=board.secretary.pk)
    assert secretary.post(to("item_write", report), typed(report, "Efteråt.")).status_code == 302
    adjusting.hand_over(meeting=held, at=NOW, by=board.secretary.pk)
    assert "skrivs inte längre här" in shown(secretary, held, report)


# -- yrkanden, reservations, outcome ----------------------------------------------------------------------------


def said(prefix, who, text, submission="11111111-1111-4111-8111-111111111111"):
    return {f"{prefix}-who": who, f"{prefix}-text": text, f"{prefix}-submission": submission}


def test_proposal_settle_says_what_became_of_it_and_it_becomes_a_decision(board, held, report, secretary):
    proposal = Proposal.objects.create(item=report, name="Sara Lind", text="att köpa en banderoll.")
    for said, carried in (("bifall", True), ("avslag", False), ("", None), ("bifall", True)):
        secretary.post(to("proposal_settle", proposal), {"utfall": said})
        proposal.refresh_from_db()
        assert proposal.is_carried is carried
    assert secretary.post(to("proposal_settle", proposal), {"utfall": "kanske"}).status_code == 404
    page = secretary.get(f"/styrelsen/{held.pk}/protokoll/").content.decode()
    assert "bifölls" in page
    form = secretary.get(f"{to('decision_create', report)}?yrkande={proposal.pk}").content.decode()
    assert "Styrelsen beslutar att köpa en banderoll." in form
    other = Proposal.objects.create(item=item_of(held, "other"), name="Sara Lind", text="Avslag.")
    assert "Avslag." not in secretary.get(f"{to('decision_create', report)}?yrkande={other.pk}").content.decode()


def test_the_room_says_who_has_come_or_gone_by_the_open_item(board, held, report, secretary):
    at_the_table.come_or_go(presence=presence_of(held, board.sara), item=report, by=board.secretary.pk)
    at_the_table.come_or_go(presence=presence_of(held, board.tove), item=report, by=board.secretary.pk)
    before, at = shown(secretary, held, item_of(held, "opening")), shown(secretary, held, report)
    assert "gick (§ 7)" in at
    assert "kom (§ 7)" in at
    assert "gick (§ 7)" not in before
    assert "mötesordförande" in at


def test_proposal_and_reservation_are_noted_once_and_taken_back(board, held, report, secretary):
    omar = presence_of(held, board.omar).pk
    for name, prefix, model in (
        ("proposal", "yrkande", Proposal),
        ("reservation", "reservation", Reservation),
    ):
        for _ in range(2):
            answer = secretary.post(to(f"{name}_create", report), said(prefix, omar, "Avslag."))
            assert answer.status_code == 302
        [row] = model.objects.all()
        assert (row.name, row.text) == ("Omar Haddad", "Avslag.")
        assert "Avslag." in shown(secretary, held, report)
        secretary.post(to(f"{name}_remove", row))
        assert not model.objects.exists()


def test_who_is_not_in_the_room_proposes_nothing(board, held, report, secretary):
    tove = presence_of(held, board.tove).pk
    answer = secretary.post(to("proposal_create", report), said("yrkande", tove, "Avslag."))
    assert answer.status_code == 400
    content = answer.content.decode()
    assert "Personen är inte i rummet nu." in content
    assert "Avslag." in content


def test_item_outcome_leaves_the_version_of_the_text_alone(board, held, report, secretary):
    secretary.post(to("item_outcome", report), {"outcome": "tabled"})
    report.refresh_from_db()
    assert (report.outcome, report.version) == ("tabled", 1)
    assert secretary.post(to("item_outcome", report), {"outcome": "burnt"}).status_code == 404
    closing.close_meeting(meeting=held, at=NOW, by=board.secretary.pk)
    assert AgendaRequest.objects.waiting().count() == 1
    secretary.post(to("item_outcome", report), {"outcome": ""})
    assert AgendaRequest.objects.waiting().count() == 0
    secretary.post(to("item_outcome", report), {"outcome": "referred"})
    assert AgendaRequest.objects.waiting().count() == 1


def test_item_add_puts_a_question_before_what_ends_the_meeting(board, held, secretary):
    form = {"title": "Bilen ", "submission": "21111111-1111-4111-8111-111111111111"}
    for _ in range(2):
        assert secretary.post(to("item_add", held), form).status_code == 302
    titles = list(held.items.in_order().values_list("title", flat=True))
    assert titles[-4:] == ["Övriga frågor", "Bilen", "Nästa möte", "Mötets avslutande"]
    empty = secretary.post(to("item_add", held), {"title": " ", "submission": form["submission"]})
    assert empty.status_code == 400
    closing.close_meeting(meeting=held, at=NOW, by=board.secretary.pk)
    late = secretary.post(to("item_add", held), {"title": "Sent", "submission": "31111111-1111-4111-8111-111111111111"})
    assert "Mötet är avslutat" in late.content.decode()


def test_item_adjust_at_once_locks_the_item(board, held, report, secretary):
    secretary.post(to("item_adjust_at_once", report))
    report.refresh_from_db()
    assert not report.is_locked, "nothing is written yet"
    secretary.post(to("item_write", report), typed(report, "Klart."))
    secretary.post(to("item_adjust_at_once", report))
    adjust_at_once(board, report)
    page = shown(secretary, held, report)
    assert "Omedelbart justerad." in page
    assert "data-minutes" not in page
    for name in ("presence_change", "recusal_toggle"):
        answer = secretary.post(
            to(name, presence_of(held, board.omar)), {"arende": report.pk, "byter": "1", "jav": "1"}, follow=True
        )
        assert told(answer) == [at_the_table.LOCKED]


def test_the_script_of_the_table_is_small():
    assert (ROOT / "static/js/minutes.js").stat().st_size < 5000
