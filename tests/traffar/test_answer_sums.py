"""On the list of those who are signed up: the sums of what they have answered."""

import pytest
from pytest_django.asserts import assertContains, assertNotContains

from tests.traffar.sign_ups import come, open_sign_up

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def event(event):
    open_sign_up(event, asks_food=True, asks_childcare=True, asks_rides=True)
    return event


@pytest.fixture
def shown(event, log_in):
    return lambda: log_in("sundsvall").get(f"/traffar/{event.pk}/anmalda/")


def test_what_was_answered_is_added_up_for_those_who_have_a_place(event, shown):
    come(event, "Vera", 2, food="nötallergi", childcare="ett barn", ride="needs")
    come(event, "Olle", 1, food="vegan", ride="gives", ride_seats=2)
    come(event, "Siv", food=" Vegan ", ride="needs")
    come(event, "Per")
    event.sign_up_terms.capacity = 7
    event.sign_up_terms.save()
    assert come(event, "Kim", food="fisk", ride="needs").is_queued
    answer = shown()
    assertContains(answer, "3 har svarat: 2 vegan, 1 nötallergi")
    assertContains(answer, "<dd>1 familj</dd>", html=True)
    assertContains(answer, "4 behöver skjuts, 2 platser i bilarna: <strong>saknas 2 platser</strong>")


def test_nobody_has_answered(event, shown):
    come(event)
    answer = shown()
    assertContains(answer, "<dd>Ingen har svarat</dd>", html=True)
    assertContains(answer, "Ingen behöver skjuts, 0 platser i bilarna")
    assertNotContains(answer, "saknas")


def test_what_is_not_asked_is_not_there(event, shown):
    event.sign_up_terms.asks_food = event.sign_up_terms.asks_childcare = event.sign_up_terms.asks_rides = False
    event.sign_up_terms.save()
    come(event)
    assertNotContains(shown(), "<dl")
