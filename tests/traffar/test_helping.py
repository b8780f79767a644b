"""Helping each other: who asks, who answers, and that nothing is counted wrong."""

import re

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from tests.traffar.activities import NOW, at, make_activity
from tests.traffar.helping import make_offer, make_request, offer_form, request_form
from traffar.actions import cancel_activity
from traffar.amounts import KINDS, Amounts, amount_words, missing_words, total
from traffar.helping.actions import AnsweredAlready, RequestClosed, close_request, offer_help
from traffar.helping.reports import help_page, lacking_for, missing_for, missing_from
from traffar.models import HelpOffer, HelpRequest, SignUpTerms

LIST = "/hjalpas-at/"


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


def url_of(name: str, pk: int) -> str:
    return reverse(f"traffar:{name}", args=[pk])


def shown(response) -> str:
    """The page's words, with plain spaces."""
    return re.sub(r"\s+", " ", response.content.decode())


numbers = st.integers(0, 300)
amounts = st.builds(Amounts, numbers, numbers, numbers, numbers)


class TestAmounts:
    @given(amounts, st.lists(amounts))
    def test_what_is_missing_is_never_negative_and_adds_up(self, asked, promised):
        missing = asked.without(total(promised))
        for kind in KINDS:
            want, given_, left = (getattr(one, kind) for one in (asked, total(promised), missing))
            assert left >= 0
            assert left == max(want - given_, 0)
            assert min(want, given_) + left == want

    @given(amounts, st.lists(amounts, max_size=4))
    def test_each_answer_leaves_less_whatever_the_order(self, asked, promised):
        left = asked
        for each in promised:
            left = left.without(each)
        assert left == asked.without(total(reversed(promised)))

    def test_words(self):
        asked = Amounts(people=3, cars=1, material=2, speakers=1)
        words = amount_words(asked, material="partytält", topic="om vården").replace("\xa0", " ")
        assert words == "3 personer, 1 bil, 2 × partytält och 1 talare (om vården)"
        assert missing_words(Amounts()) == "Inget saknas"
        assert missing_words(Amounts(people=1), material="tält").replace("\xa0", " ") == "1 person saknas"


class TestAsking:
    def test_help_request_create_saves_once_however_often_it_is_sent(self, cast, log_in):
        activity, form = make_activity(cast), request_form(message="Vi delar ut flygblad.", material_words="partytält")
        for _ in range(2):
            response = log_in("sundsvall").post(url_of("help_request_create", activity.pk), form)
            assert response.url == f"{activity.get_absolute_url()}#hjalp"
        request = HelpRequest.objects.get()
        assert request.asked == Amounts(people=3, cars=1, material=1)
        assert (request.created_by, request.meets_at, request.place) == (cast.sundsvall, None, "")

    @pytest.mark.parametrize(
        ("changed", "field", "words"),
        [
            ({"people": "", "cars": ""}, "__all__", "Skriv vad ni behöver"),
            ({"people": "-1"}, "people", "inte vara mindre än 0"),
            ({"people": "fem"}, "people", "heltal"),
            ({"people": "100000"}, "people", "Högst 200"),
            ({"material": "2"}, "material_words", "vad för material"),
            ({"meets_at": "25:99"}, "meets_at", "ingen tid"),
            ({"message": "x" * 301}, "message", "300"),
        ],
    )
    def test_bad_input_is_told_of_and_kept(self, cast, log_in, changed, field, words):
        activity = make_activity(cast)
        response = log_in("sundsvall").post(url_of("help_request_create", activity.pk), request_form(**changed))
        assert words in str(response.context["form"].errors[field])
        assert not HelpRequest.objects.exists()

    def test_it_is_too_late_when_it_has_begun_or_is_cancelled(self, cast, log_in):
        begun, cancelled = make_activity(cast, starts_at=at(15, 11)), make_activity(cast)
        cancel_activity(activity=cancelled, reason="Storm.", by=cast.sundsvall.pk)
        for activity in (begun, cancelled):
            log_in("sundsvall").post(url_of("help_request_create", activity.pk), request_form())
            assert "Be om hjälp" not in shown(log_in("sundsvall").get(activity.get_absolute_url()))
        assert not HelpRequest.objects.exists()

    def test_help_request_edit_shows_both_texts_to_two_people(self, cast, log_in):
        request = make_request(cast)
        url = url_of("help_request_edit", request.pk)
        log_in("ombudsman").post(url, {"version": 1, "people": "5", "cars": "1"})
        response = log_in("sundsvall").post(url, {"version": 1, "people": "4", "cars": "1"})
        assert response.status_code == 409
        assert [(row.label, row.mine, row.theirs) for row in response.context["differences"]] == [
            ("Personer", "4", "5")
        ]
        request.refresh_from_db()
        assert request.people == 5

    def test_the_same_change_sent_twice_is_no_conflict(self, cast, log_in):
        request = make_request(cast)
        form = {"version": 1, "people": "5", "material_words": "partytält", "meets_at": "09:30", "place": "Torget"}
        for _ in range(2):
            assert log_in("sundsvall").post(url_of("help_request_edit", request.pk), form).status_code == 302
        page = shown(log_in("ange").get(request.activity.get_absolute_url()))
        assert "Behövs: 5 personer och partytält." in page
        assert "saknas" not in page
        assert "Ingen har svarat än" in page
        assert "Samling kl. 9.30, Torget" in page

    def test_help_request_close_and_reopen(self, cast, log_in):
        request = make_request(cast)
        log_in("sundsvall").post(url_of("help_request_close", request.pk))
        assert help_page(cast.viewer("ange"), NOW).asked == ()
        listed = shown(log_in("sundsvall").get(LIST))
        assert ("klarar sig nu" in listed, "saknas" in listed) == (True, False)
        assert "klarar sig nu" in shown(log_in("ange").get(request.activity.get_absolute_url()))
        log_in("sundsvall").post(url_of("help_request_reopen", request.pk))
        assert len(help_page(cast.viewer("ange"), NOW).asked) == 1

    @pytest.mark.parametrize("name", ["help_request_edit", "help_request_thank"])
    def test_others_may_see_but_not_change(self, cast, log_in, name):
        request = make_request(cast)
        for person in ("ange", "member", "chair", "auditor"):
            assert log_in(person).get(url_of(name, request.pk)).status_code == 403
            assert log_in(person).post(url_of("help_request_close", request.pk)).status_code == 403


class TestDrafts:
    def test_a_drafts_request_is_seen_by_nobody_else(self, cast, log_in):
        request = make_request(cast, make_activity(cast, status="draft"))
        offer = make_offer(cast, request)
        for person in ("ange", "member", "chair"):
            for name in ("help_request_edit", "help_offer_create", "help_request_thank"):
                assert log_in(person).get(url_of(name, request.pk)).status_code == 404
            assert log_in(person).get(url_of("help_offer_edit", offer.pk)).status_code == 404
            assert "Torgmöte" not in shown(log_in(person).get(LIST))
            assert lacking_for(cast.viewer(person), NOW, 5) == []
        assert "utkast" in shown(log_in("sundsvall").get(LIST))


class TestAnswering:
    def test_help_offer_create_saves_once_and_shows_what_is_left(self, cast, log_in):
        request, form = make_request(cast), offer_form(cast, cars="1", seats="3", brings="kaffe")
        for _ in range(2):
            response = log_in("ange").post(url_of("help_offer_create", request.pk), form)
            assert response.url == f"{request.activity.get_absolute_url()}#hjalp"
        offer = HelpOffer.objects.get()
        assert (offer.body, offer.promised, offer.offered_by) == (cast.bodies["ange"], Amounts(2, 1), cast.ange)
        page = shown(log_in("member").get(request.activity.get_absolute_url()))
        assert "1 person saknas" in page
        assert "2 personer och 1 bil (3 lediga platser), tar med kaffe" in page

    def test_two_bodies_at_once_both_stand_and_too_many_leave_nothing_missing(self, cast, log_in):
        request = make_request(cast)
        log_in("ange").post(url_of("help_offer_create", request.pk), offer_form(cast))
        log_in("convener").post(
            url_of("help_offer_create", request.pk), offer_form(cast, "klimatnatverket", people="9")
        )
        assert HelpOffer.objects.count() == 2
        assert missing_from(request).replace("\xa0", " ") == "1 bil saknas"

    @pytest.mark.parametrize("person", ["ange", "convener", "region", "chair"])
    def test_nobody_answers_for_a_body_that_is_not_theirs(self, cast, log_in, person):
        request = make_request(cast)
        for body in ("timra", "sundsvall", "revisorerna"):
            response = log_in(person).post(url_of("help_offer_create", request.pk), offer_form(cast, body))
            assert "Du kan inte svara åt dem" in str(response.context["form"].errors["body"])
        assert not HelpOffer.objects.exists()

    def test_the_ombudsman_answers_for_any_but_those_who_ask(self, cast, log_in):
        request = make_request(cast)
        request.activity.co_hosts.add(cast.bodies["timra"])
        client, url = log_in("ombudsman"), url_of("help_offer_create", request.pk)
        for body in ("sundsvall", "timra", "revisorerna"):
            assert client.post(url, offer_form(cast, body)).status_code == 200
        assert client.post(url, offer_form(cast, "kramfors")).status_code == 302
        assert [offer.body.slug for offer in HelpOffer.objects.all()] == ["kramfors"]

    def test_those_who_ask_and_those_who_act_for_nobody_do_not_answer(self, cast, log_in):
        request = make_request(cast)
        for person in ("sundsvall", "member", "auditor"):
            assert log_in(person).post(url_of("help_offer_create", request.pk), offer_form(cast)).status_code == 403
            assert "Vi kan komma" not in shown(log_in(person).get(request.activity.get_absolute_url()))

    @pytest.mark.parametrize(
        ("changed", "field", "words"),
        [
            ({"people": ""}, "__all__", "Skriv hur många ni kommer"),
            ({"seats": "3"}, "__all__", "hur många bilar"),
            ({"people": "201"}, "people", "Högst 200"),
            ({"body": "x"}, "body", "Du kan inte svara åt dem"),
            ({"body": ""}, "body", "Välj vilka som kommer"),
            ({"submission": "x"}, "submission", ""),
        ],
    )
    def test_bad_input_is_told_of(self, cast, log_in, changed, field, words):
        request = make_request(cast)
        response = log_in("ange").post(url_of("help_offer_create", request.pk), offer_form(cast) | changed)
        assert words in str(response.context["form"].errors[field])
        assert not HelpOffer.objects.exists()

    def test_a_body_answers_once(self, cast, log_in):
        request = make_request(cast)
        make_offer(cast, request)
        response = log_in("ange").post(url_of("help_offer_create", request.pk), offer_form(cast), follow=True)
        assert "Ni har redan svarat" in shown(response)
        with pytest.raises(AnsweredAlready), transaction.atomic():
            offer_help(offer=HelpOffer(request=request, body=cast.bodies["ange"], people=2), by=cast.ange.pk, at=NOW)
        with pytest.raises(IntegrityError), transaction.atomic():
            make_offer(cast, request)

    def test_it_is_too_late_when_closed_cancelled_or_begun(self, cast, log_in):
        closed, cancelled = make_request(cast), make_request(cast)
        begun = make_request(cast, make_activity(cast, starts_at=at(15, 11)))
        close_request(request=closed)
        cancel_activity(activity=cancelled.activity, reason="Storm.", by=cast.sundsvall.pk)
        for request in (closed, cancelled, begun):
            response = log_in("ange").post(url_of("help_offer_create", request.pk), offer_form(cast), follow=True)
            assert "De behöver inget svar längre" in shown(response)
            with pytest.raises(RequestClosed):
                offer_help(offer=HelpOffer(request=request, body=cast.bodies["ange"]), by=cast.ange.pk, at=NOW)
        assert help_page(cast.viewer("ange"), NOW).asked == ()
        assert missing_for([request.activity_id for request in (closed, cancelled, begun)], NOW) == {}

    def test_help_offer_edit_and_withdraw_until_it_begins(self, cast, log_in):
        request = make_request(cast)
        offer = make_offer(cast, request)
        url = url_of("help_offer_edit", offer.pk)
        for _ in range(2):
            assert log_in("ange").post(url, {"version": 1, "people": "3"}).status_code == 302
        assert log_in("ombudsman").post(url, {"version": 1, "people": "4"}).status_code == 409
        assert HelpOffer.objects.get().people == 3
        close_request(request=request)
        for _ in range(2):
            status = log_in("ange").post(url_of("help_offer_withdraw", offer.pk)).status_code
        assert (status, HelpOffer.objects.exists()) == (404, False)

    def test_what_has_begun_is_not_changed(self, cast, log_in):
        offer = make_offer(cast, make_request(cast, make_activity(cast, starts_at=at(15, 11))))
        log_in("ange").post(url_of("help_offer_edit", offer.pk), {"version": 1, "people": "3"})
        log_in("ange").post(url_of("help_offer_withdraw", offer.pk))
        assert HelpOffer.objects.get().people == 1

    def test_others_change_no_answer(self, cast, log_in):
        offer = make_offer(cast, make_request(cast))
        for person in ("sundsvall", "convener", "chair", "member"):
            assert log_in(person).post(url_of("help_offer_edit", offer.pk), {}).status_code == 403
            assert log_in(person).post(url_of("help_offer_withdraw", offer.pk)).status_code == 403

    def test_who_promised_is_named_to_those_who_asked_alone(self, cast, log_in):
        offer = make_offer(cast, make_request(cast), offered_by=cast.ange)
        url = offer.request.activity.get_absolute_url()
        assert "Göran Sjödin" in shown(log_in("sundsvall").get(url))
        assert "Göran Sjödin" not in shown(log_in("member").get(url))
        type(cast.ange).objects.filter(pk=cast.ange.pk).update(is_protected=True)
        assert "Göran Sjödin" not in shown(log_in("sundsvall").get(url))


class TestThanking:
    def thank_form(self, *offers: HelpOffer, **changed) -> dict[str, object]:
        form: dict[str, object] = {"version": 1, "thanks": "Tack!"}
        for offer in HelpOffer.objects.all():
            ticked = {f"came_{offer.pk}": "on"} if offer in offers else {}
            form |= {f"people_{offer.pk}": "4" if ticked else "1", f"cars_{offer.pk}": "0", **ticked}
        return form | changed

    def test_help_request_thank_notes_who_came_and_nothing_of_the_others(self, cast, log_in):
        request = make_request(cast, make_activity(cast, starts_at=at(12), status="held"))
        came, _stayed = make_offer(cast, request), make_offer(cast, request, "timra")
        for _ in range(2):
            response = log_in("sundsvall").post(url_of("help_request_thank", request.pk), self.thank_form(came))
            assert response.status_code == 302
        assert list(HelpOffer.objects.values_list("came", "came_people", "came_cars")) == [(True, 4, 0), (False, 0, 0)]
        page = shown(log_in("member").get(request.activity.get_absolute_url()))
        assert "Kom: 4 personer" in page
        assert "Timrå" not in page
        assert "Tack!" in shown(log_in("member").get(LIST))

    def test_two_people_at_once_see_each_others_words(self, cast, log_in):
        request = make_request(cast, make_activity(cast, starts_at=at(12), status="held"))
        offer, url = make_offer(cast, request), url_of("help_request_thank", request.pk)
        log_in("ombudsman").post(url, self.thank_form(offer))
        response = log_in("sundsvall").post(url, self.thank_form(thanks="Tusen tack!"))
        assert response.status_code == 409
        assert {row.label for row in response.context["differences"]} == {
            "Tack, i en mening",
            "Ånge kom",
            "Ånge, personer",
        }

    def test_bad_numbers_are_told_of(self, cast, log_in):
        request = make_request(cast, make_activity(cast, starts_at=at(12), status="held"))
        offer = make_offer(cast, request)
        form = self.thank_form(offer, **{f"people_{offer.pk}": "-2", f"cars_{offer.pk}": "många"})
        response = log_in("sundsvall").post(url_of("help_request_thank", request.pk), form)
        assert set(response.context["form"].errors) == {f"people_{offer.pk}", f"cars_{offer.pk}"}
        assert not HelpRequest.objects.get().is_thanked

    def test_nobody_is_thanked_before_it_is_held(self, cast, log_in):
        request = make_request(cast)
        response = log_in("sundsvall").get(url_of("help_request_thank", request.pk), follow=True)
        assert "Tacka när ni har berättat" in shown(response)


class TestList:
    def test_the_nearest_comes_first_and_each_stands_in_one_place(self, cast):
        later, sooner = (make_request(cast, make_activity(cast, starts_at=at(day))) for day in (28, 20))
        own = make_request(cast, make_activity(cast, "ange"))
        promised = make_request(cast, make_activity(cast, "timra"))
        make_offer(cast, promised)
        page = help_page(cast.viewer("ange"), NOW)
        assert [row.pk for row in page.asked] == [sooner.pk, later.pk]
        assert [row.pk for row in page.own] == [own.pk]
        assert [row.body for row in page.promised] == ["Ånge"]
        assert len(help_page(cast.viewer("member"), NOW).asked) == 4

    def test_what_was_held_with_help_waits_for_thanks(self, cast, log_in):
        request = make_request(cast, make_activity(cast, starts_at=at(12), status="held"))
        assert help_page(cast.viewer("sundsvall"), NOW).own == ()
        make_offer(cast, request)
        assert url_of("help_request_thank", request.pk) in shown(log_in("sundsvall").get(LIST))

    def test_an_empty_page_teaches(self, cast, log_in):
        assert "välj Be om hjälp" in shown(log_in("ange").get(LIST))
        assert "Säg till din kontaktperson" in shown(log_in("member").get(LIST))
        assert log_in("administrator").get(LIST).status_code == 404

    def test_help_list_says_that_all_is_answered_when_something_is_promised(self, cast, log_in):
        make_offer(cast, make_request(cast))
        page = shown(log_in("ange").get(LIST))
        assert "Ni har svarat på allt just nu" in page
        assert "Ingen har bett om hjälp" not in page
        assert "Ingen annan har bett om hjälp" in shown(log_in("sundsvall").get(LIST))

    @pytest.mark.parametrize("person", ["ange", "ombudsman", "member"])
    def test_help_list_makes_as_many_queries_for_thirty_as_for_one(
        self, cast, log_in, person, django_assert_max_num_queries
    ):
        def fill() -> None:
            make_request(cast)
            make_request(cast, make_activity(cast, "ange"))
            make_offer(cast, make_request(cast, make_activity(cast, "timra")))
            held = make_activity(cast, starts_at=at(12), status="held")
            make_request(cast, held, is_thanked=True, thanks="Tack!")

        fill()
        client = log_in(person)
        client.get(LIST)
        with django_assert_max_num_queries(9) as few:
            client.get(LIST)
        for _ in range(29):
            fill()
        with django_assert_max_num_queries(9) as many:
            client.get(LIST)
        assert len(few) == len(many)

    def test_the_activitys_page_makes_as_many_queries_for_four_answers_as_for_one(
        self, cast, log_in, django_assert_max_num_queries
    ):
        activity = make_activity(cast)
        activity.co_hosts.add(cast.bodies["harnosand"])
        SignUpTerms.objects.create(activity=activity, open_to=SignUpTerms.OpenTo.EVERYONE)
        make_offer(cast, make_request(cast, activity), offered_by=cast.ange)
        client = log_in("sundsvall")
        client.get(activity.get_absolute_url())
        with django_assert_max_num_queries(12) as few:
            client.get(activity.get_absolute_url())
        for body in ("timra", "kramfors", "solleftea"):
            make_offer(cast, make_request(cast, activity), body, offered_by=cast.ombudsman)
        with django_assert_max_num_queries(12) as many:
            client.get(activity.get_absolute_url())
        assert len(few) == len(many)
