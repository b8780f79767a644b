"""Subscribing to the weekly mail: the form, the mailed link, the ways out of it, and how many do."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client

from distrikt import open_forms
from distrikt.organisation.privacy import copy_for
from distrikt.utskick.models import Message
from tests.traffar.activities import NOW
from tests.traffar.subscribers import THURSDAY, open_activity, subscribe
from traffar.models import Subscription
from traffar.weekly import actions
from traffar.weekly.links import subscription_link
from traffar.weekly.reports import readers

pytestmark = pytest.mark.django_db
PAGE = "/oppet/prenumerera/"
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to(NOW, tick=False)
    return time_machine


def form(**changed) -> dict[str, object]:
    typed = {"email": "Vera@Gast.example", "bodies": ["alla"], "consent": "on"}
    return {"seal": open_forms.seal("weekly"), **typed, **changed}


def path_of(row: Subscription) -> str:
    return subscription_link(row.pk).removeprefix("http://127.0.0.1:8000")


class TestSubscribing:
    def test_it_counts_when_the_mailed_link_has_been_pressed(self, cast):
        visitor = Client()
        assert visitor.get(PAGE).status_code == 200
        answer = visitor.post(PAGE, form(bodies=["sundsvall", "ange"]))
        assert answer.url == f"{PAGE}tack/"
        row = Subscription.objects.get()
        assert (row.email, row.consent_text, row.consent_at) == ("vera@gast.example", "2026-11", NOW)
        assert not row.is_confirmed
        [sent] = mail.outbox
        assert "Sundsvall och Ånge" in sent.body
        link = re.search(r"http://\S+/p/\S+", sent.body)[0].removeprefix("http://127.0.0.1:8000")
        assert "Bekräfta" in visitor.get(link).content.decode()
        assert not Subscription.objects.confirmed().exists(), "a GET changes nothing"
        for _ in range(2):
            assert visitor.post(link, {"steg": "bekrafta"}).status_code == 302
        assert Subscription.objects.get().confirmed_at == NOW
        assert "Du prenumererar" in visitor.get(link).content.decode()
        assert not visitor.cookies, "an open page sets no cookie"

    def test_a_flood_for_one_address_is_one_mail_an_hour(self, clock):
        for _ in range(20):
            assert Client().post(PAGE, form()).status_code == 302
        assert (Subscription.objects.count(), Message.objects.count()) == (1, 1)
        clock.move_to(NOW + timedelta(minutes=61))
        Client().post(PAGE, form())
        assert (Subscription.objects.count(), Message.objects.count()) == (1, 2)

    def test_the_last_choice_counts_until_it_is_confirmed(self, cast):
        for slug in ("timra", "ange"):
            Client().post(PAGE, form(bodies=[slug]))
        row = Subscription.objects.get()
        assert list(row.bodies.all()) == [cast.bodies["ange"]]

    def test_an_address_that_subscribes_gets_the_same_answer_and_only_its_link_changes_it(self, cast):
        row = subscribe(cast, "ange")
        fresh = Client().post(PAGE, form(email="ny@gast.example"))
        known = Client().post(PAGE, form())
        assert (known.status_code, known.url, known.content) == (fresh.status_code, fresh.url, fresh.content)
        assert list(row.bodies.all()) == [cast.bodies["ange"]]
        subjects = {sent.to[0]: sent.subject for sent in mail.outbox}
        assert subjects == {
            "vera@gast.example": "Du prenumererar redan",
            "ny@gast.example": "Bekräfta din prenumeration",
        }

    @pytest.mark.parametrize(
        ("changed", "headers", "status"),
        [
            ({"seal": "gissat"}, {}, 400),
            ({"seal": open_forms.seal("sign-up 1")}, {}, 400),
            ({}, {"Origin": "https://elak.example"}, 400),
            ({}, {"Sec-Fetch-Site": "cross-site"}, 400),
            ({"consent": ""}, {}, 200),
            ({"bodies": []}, {}, 200),
            ({"bodies": ["finns-inte"]}, {}, 200),
            ({"bodies": ["distriktsstyrelsen"]}, {}, 200),
            ({"email": ""}, {}, 200),
            ({"email": "vera"}, {}, 200),
            ({"email": "a@b.example, c@d.example"}, {}, 200),
            ({"email": "a@b.example\r\nBcc: c@d.example"}, {}, 200),
            ({"email": "=?utf-8?q?a?= <a@b.example>"}, {}, 200),
            ({"email": "a\x00@b.example"}, {}, 200),
            ({"email": f"{'a' * 60}@{'b' * 60}.{'c' * 60}.{'d' * 60}.{'e' * 60}.example"}, {}, 200),
            ({"website": "http://kopnu.example"}, {}, 302),
        ],
    )
    def test_what_is_not_taken(self, cast, changed, headers, status):
        assert Client(headers=headers).post(PAGE, form(**changed)).status_code == status
        assert not Subscription.objects.exists()
        assert not Message.objects.exists()

    def test_the_longest_address_there_is_gets_its_mails(self, cast):
        longest = f"{'a' * 64}@{'.'.join(['b' * 60] * 3)}.{'c' * 6}"
        assert len(longest) == 254
        Client().post(PAGE, form(email=longest))
        Subscription.objects.update(confirmed_at=NOW)
        open_activity(cast)
        assert actions.plan_weekly(THURSDAY) == 1

    def test_many_from_one_place_are_asked_to_wait(self, monkeypatch):
        monkeypatch.setattr("traffar.weekly.views.MOST", 2)
        answers = [Client().post(PAGE, form(email=f"a{n}@gast.example")).status_code for n in range(3)]
        assert answers == [302, 302, 400]

    def test_a_branch_page_leads_to_it_with_the_branch_chosen(self, cast):
        chosen = f"{PAGE}?forening=ange"
        assert f'href="{chosen}"' in Client().get("/oppet/forening/ange/").content.decode()
        assert f'href="{chosen}"' in Client().get("/oppet/?forening=ange").content.decode()
        assert f'href="{PAGE}"' in Client().get("/oppet/").content.decode()
        page = Client().get(chosen).content.decode()
        [ticked] = re.findall(r"<input[^>]*checked[^>]*>", page)
        assert 'value="ange"' in ticked
        Client().post(chosen, form(bodies=["ange"]))
        assert Subscription.objects.get().source == Subscription.Source.BRANCH
        assert Client().get(f"{PAGE}?forening=finns-inte").status_code == 404

    def test_nothing_is_agreed_to_beforehand(self, cast):
        assert " checked" not in Client().get(PAGE).content.decode()

    def test_what_nobody_confirms_is_forgotten_after_two_days(self, cast):
        Client().post(PAGE, form())
        kept = subscribe(cast, email="olle@gast.example")
        actions.forget_unconfirmed(at=NOW + timedelta(days=1, hours=23))
        assert Subscription.objects.count() == 2
        actions.forget_unconfirmed(at=NOW + timedelta(days=2, minutes=1))
        assert list(Subscription.objects.all()) == [kept]
        assert not Message.objects.exists(), "nor does the outbox know the address any longer"


class TestLink:
    @pytest.mark.parametrize("posted", [{"steg": "avsluta"}, ONE_CLICK])
    def test_ending_it_once_and_twice(self, cast, posted):
        row, other = subscribe(cast), subscribe(cast, email="olle@gast.example")
        path = path_of(row)
        open_activity(cast)
        actions.plan_weekly(THURSDAY)
        Client().get(path)
        assert Subscription.objects.count() == 2, "a GET changes nothing"
        for _ in range(2):
            answer = Client(enforce_csrf_checks=True).post(path, posted)
            assert answer.status_code == 200, "a mail program follows no redirect"
            assert "avslutad" in answer.content.decode()
        assert list(Subscription.objects.all()) == [other]
        assert [message.email for message in Message.objects.all()] == [other.email]
        assert "avslutad" in Client().get(path).content.decode()

    def test_no_thanks_before_it_counts_ends_no_subscription(self, cast):
        path = path_of(subscribe(cast, confirmed_at=None))
        said = Client().post(path, {"steg": "avsluta"}).content.decode()
        assert "Du prenumererar inte" in said
        assert "är avslutad" not in said
        assert not Subscription.objects.exists()

    def test_whoever_comes_back_is_not_ended_by_the_old_link(self, cast):
        old = path_of(row := subscribe(cast))
        actions.end(pk=row.pk)
        subscribe(cast)
        Client().post(old, ONE_CLICK)
        assert Subscription.objects.count() == 1

    def test_the_choice_is_changed(self, cast):
        row = subscribe(cast, "ange")
        assert Client().post(path_of(row), {"steg": "spara", "bodies": ["timra", "sundsvall"]}).status_code == 302
        assert {body.slug for body in row.bodies.all()} == {"timra", "sundsvall"}
        assert "minst en förening" in Client().post(path_of(row), {"steg": "spara"}).content.decode()
        Client().post(path_of(row), {"steg": "spara", "bodies": ["alla", "ange"]})
        assert not row.bodies.exists()

    @pytest.mark.parametrize("posted", [{}, {"steg": "hitta-pa"}, {"steg": ""}])
    def test_other_posts_change_nothing(self, cast, posted):
        row = subscribe(cast, "ange", confirmed_at=None)
        assert Client().post(path_of(row), posted).status_code == 200
        row.refresh_from_db()
        assert not row.is_confirmed

    def test_a_forged_link_opens_nothing(self, cast):
        row = subscribe(cast)
        for path in (f"{path_of(row)[:-2]}x/", "/p/falsk/", f"/p/{row.pk}/"):
            assert Client().post(path, ONE_CLICK).status_code == 404
        assert Subscription.objects.exists()


class TestNumbers:
    def test_few_are_not_told_apart(self, cast, log_in):
        for number in range(6):
            subscribe(cast, *(["ange"] if number < 4 else []), email=f"a{number}@gast.example")
        subscribe(cast, email="nej@gast.example", confirmed_at=None)
        told = {row.of: row.number for row in readers()}
        assert told["Alla prenumeranter"] == "6"
        assert {told[name] for name in ("Hela distriktet", "Ånge", "Timrå")} == {"färre än 5"}
        page = log_in("ombudsman").get("/traffar/prenumeranter/").content.decode()
        assert "färre än 5" in page
        assert "gast.example" not in page
        for who, sees in (("ombudsman", True), ("chair", False)):
            assert ("/traffar/prenumeranter/" in log_in(who).get("/traffar/").content.decode()) == sees

    def test_one_and_thirty_cost_the_same(self, cast, django_assert_num_queries):
        for number in range(30):
            subscribe(cast, "ange", email=f"a{number}@gast.example")
            if number in (0, 29):
                with django_assert_num_queries(3):
                    readers()


def test_it_stands_in_the_copy_that_a_person_with_the_address_takes_along(cast):
    subscribe(cast, email=cast.member.email)
    [entry] = [part for part in copy_for(cast.member) if "veckomejlet" in part["vad"]]
    assert len(entry["uppgifter"]) == 1
    [empty] = [part for part in copy_for(cast.chair) if "veckomejlet" in part["vad"]]
    assert not empty["uppgifter"]
