import pytest
import time_machine
from django.urls import reverse

from distrikt.utskick.models import Message
from tests.traffar.activities import NOW, at, edit_form, make_activity, make_plan
from traffar.actions import link_commitments
from traffar.models import Activity


def url_of(name: str, activity: Activity) -> str:
    return reverse(f"traffar:{name}", args=[activity.pk])


def test_activity_detail_tells_everything(cast, log_in):
    activity = make_activity(cast, place="Navet", description="**Kom!**", bring="Kaffe", contact_phone="070-1")
    activity.co_hosts.add(cast.bodies["ange"])
    commitment = make_plan().commitments.get(number="1.1")
    link_commitments(activities=[activity], commitments=[commitment.pk], by=cast.sundsvall.pk)
    with time_machine.travel(NOW, tick=False):
        page = log_in("member").get(activity.get_absolute_url()).content.decode()
    for words in ("Navet", "<strong>Kom!</strong>", "Kaffe", "070-1", "Ånge", "Planerad", commitment.text):
        assert words in page


def test_what_people_write_is_cleaned(cast, log_in):
    activity = make_activity(cast, description="<script>alert(1)</script>", title="<b>x</b>")
    page = log_in("member").get(activity.get_absolute_url()).content.decode()
    assert "<script>alert" not in page
    assert "<b>x</b>" not in page


def test_a_protected_contact_is_not_named(cast, log_in):
    activity = make_activity(cast, contact=cast.ange)
    assert "Göran Sjödin" in log_in("member").get(activity.get_absolute_url()).content.decode()
    cast.ange.is_protected = True
    cast.ange.save()
    assert "Göran" not in log_in("member").get(activity.get_absolute_url()).content.decode()


def test_another_branchs_draft_is_not_there(cast, log_in):
    draft = make_activity(cast, status="draft")
    names = ["activity_detail", "activity_edit", "activity_cancel", "activity_delete", "outcome_report"]
    for name in names:
        for person in ("ange", "member", "chair", "administrator"):
            assert log_in(person).get(url_of(name, draft)).status_code == 404
    for name in ("activity_publish", "activity_delete", "outcome_request"):
        assert log_in("ange").post(url_of(name, draft)).status_code == 404
    assert log_in("sundsvall").get(url_of("activity_detail", draft)).status_code == 200


@pytest.mark.parametrize("name", ["activity_edit", "activity_cancel", "activity_delete", "outcome_report"])
def test_what_others_arrange_may_only_be_seen(cast, log_in, name):
    activity = make_activity(cast, starts_at=at(1))
    for person in ("ange", "member", "chair", "auditor"):
        assert log_in(person).get(url_of("activity_detail", activity)).status_code == 200
        assert log_in(person).get(url_of(name, activity)).status_code == 403
        assert log_in(person).post(url_of(name, activity)).status_code == 403
    activity.refresh_from_db()
    assert activity.is_planned


def test_activity_edit_saves(cast, log_in):
    activity = make_activity(cast)
    form = edit_form(activity, place="Stora torget", day="2026-09-27", co_hosts=[cast.bodies["ange"].pk])
    response = log_in("sundsvall").post(url_of("activity_edit", activity), form)
    assert response.url == activity.get_absolute_url()
    activity.refresh_from_db()
    assert (activity.place, activity.starts_at, activity.version) == ("Stora torget", at(27, 11), 2)
    assert list(activity.co_hosts.all()) == [cast.bodies["ange"]]


def test_two_people_on_the_same_activity_see_both_texts(cast, log_in):
    activity = make_activity(cast, place="Navet")
    url = url_of("activity_edit", activity)
    log_in("ombudsman").post(url, edit_form(activity, place="Torget", ends="15:00"))
    response = log_in("sundsvall").post(url, edit_form(activity, place="Biblioteket"))
    assert response.status_code == 409
    page = response.content.decode()
    assert "Biblioteket" in page
    assert "Torget" in page
    assert {row.label: (row.mine, row.theirs) for row in response.context["differences"]} == {
        "Var?": ("Biblioteket", "Torget"),
        "Till": ("13:00", "15:00"),
    }
    activity.refresh_from_db()
    assert activity.place == "Torget"
    again = edit_form(activity, place="Biblioteket", version=response.context["form"]["version"].value())
    assert log_in("sundsvall").post(url, again).status_code == 302
    activity.refresh_from_db()
    assert activity.place == "Biblioteket"


def test_the_same_change_sent_twice_is_no_conflict(cast, log_in):
    activity = make_activity(cast)
    form = edit_form(activity, place="Torget", co_hosts=[cast.bodies["ange"].pk, cast.bodies["timra"].pk])
    for _ in range(2):
        assert log_in("sundsvall").post(url_of("activity_edit", activity), form).status_code == 302


def test_what_was_held_cannot_be_moved_to_a_day_to_come(cast, log_in):
    held = make_activity(cast, status="held", starts_at=at(1))
    with time_machine.travel(NOW, tick=False):
        client = log_in("sundsvall")
        response = client.post(url_of("activity_edit", held), edit_form(held, day="2026-09-16"))
        assert "redan hållen" in response.context["form"].errors["day"][0]
        assert client.post(url_of("activity_edit", held), edit_form(held, day="2026-09-15")).status_code == 302


def test_a_co_host_keeps_the_organiser(cast, log_in):
    activity = make_activity(cast)
    activity.co_hosts.add(cast.bodies["ange"])
    form = edit_form(activity, place="Torget", co_hosts=[cast.bodies["ange"].pk])
    log_in("ange").post(url_of("activity_edit", activity), form)
    activity.refresh_from_db()
    assert (activity.organiser, activity.place) == (cast.bodies["sundsvall"], "Torget")


def test_activity_publish_shows_it_to_everyone(cast, log_in):
    draft = make_activity(cast, status="draft")
    assert log_in("sundsvall").get(url_of("activity_publish", draft)).status_code == 405
    response = log_in("sundsvall").post(url_of("activity_publish", draft))
    assert response.url == url_of("activity_commitments", draft)
    assert log_in("ange").get(draft.get_absolute_url()).status_code == 200


def test_a_step_sent_twice_is_taken_once(cast, log_in):
    draft = make_activity(cast, status="draft")
    client = log_in("sundsvall")
    for _ in range(2):
        assert client.post(url_of("activity_publish", draft)).url == url_of("activity_commitments", draft)
    for _ in range(2):
        page = client.post(url_of("activity_cancel", draft), {"reason": "Storm"}, follow=True).content.decode()
        assert "är inställd" in page
        assert "hann före" not in page
    draft.refresh_from_db()
    assert draft.version == 3


def test_activity_cancel_wants_a_reason_and_stays_visible(cast, log_in):
    activity = make_activity(cast)
    url = url_of("activity_cancel", activity)
    assert log_in("sundsvall").post(url, {"reason": " "}).context["form"].errors["reason"]
    log_in("sundsvall").post(url, {"reason": "Storm"})
    log_in("sundsvall").post(url, {"reason": "Något annat"})
    activity.refresh_from_db()
    assert (activity.status, activity.cancel_reason) == ("cancelled", "Storm")
    assert "Inställt: Storm" in log_in("member").get(activity.get_absolute_url()).content.decode()


def test_activity_delete_takes_away_what_never_was(cast, log_in):
    never_was = [make_activity(cast, status="draft"), make_activity(cast)]
    was = [make_activity(cast, status="held"), make_activity(cast, status="cancelled", cancel_reason="Storm")]
    for activity in never_was + was:
        log_in("sundsvall").get(url_of("activity_delete", activity))
    assert Activity.objects.count() == 4
    for activity in never_was + was:
        log_in("sundsvall").post(url_of("activity_delete", activity))
    assert set(Activity.objects.all()) == set(was)


def test_what_is_taken_away_leaves_the_ledger(cast, log_in):
    activity, commitment = make_activity(cast), make_plan().commitments.get(number="1.1")
    link_commitments(activities=[activity], commitments=[commitment.pk], by=cast.sundsvall.pk)
    log_in("sundsvall").post(url_of("activity_delete", activity))
    assert not commitment.contributions.exists()


def test_a_cancelled_activity_may_come_about_after_all(cast, log_in):
    plan = make_plan()
    activity = make_activity(cast)
    link_commitments(activities=[activity], commitments=[plan.commitments.first().pk], by=cast.sundsvall.pk)
    client = log_in("sundsvall")
    client.post(url_of("activity_cancel", activity), {"reason": "Storm"})
    with time_machine.travel(NOW, tick=False):
        assert "Häv inställningen" in log_in("sundsvall").get(activity.get_absolute_url()).content.decode()
        response = client.post(url_of("activity_restore", activity))
    assert response.url == url_of("activity_commitments", activity)
    activity.refresh_from_db()
    assert (activity.status, activity.cancel_reason) == ("planned", "")
    told = Message.objects.filter(kind="activity_restored").values_list("email", flat=True)
    assert set(told) == set(Message.objects.filter(kind="activity_cancelled").values_list("email", flat=True))
    assert not plan.commitments.first().contributions.exists()


def test_what_was_cancelled_stays_so_when_its_time_is_over(cast, log_in):
    activity = make_activity(cast, starts_at=at(1), status="cancelled", cancel_reason="Storm")
    with time_machine.travel(NOW, tick=False):
        client = log_in("sundsvall")
        assert "Häv inställningen" not in client.get(activity.get_absolute_url()).content.decode()
        client.post(url_of("activity_restore", activity))
    activity.refresh_from_db()
    assert activity.is_cancelled


def test_the_detail_page_makes_few_queries(cast, log_in, django_assert_max_num_queries):
    activity = make_activity(cast, contact=cast.ange)
    commitments = [commitment.pk for commitment in make_plan().commitments.all()]
    link_commitments(activities=[activity], commitments=commitments, by=cast.sundsvall.pk)
    client = log_in("sundsvall")
    with django_assert_max_num_queries(10):
        client.get(activity.get_absolute_url())
