"""Whom the open page names: those who have agreed to it, for what they have a part in arranging."""

import re
from datetime import date

import pytest
import time_machine

from distrikt.organisation.models import Assignment, Branch, District
from tests.traffar.activities import NOW, make_activity
from tests.traffar.test_public import make_open, page_of


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


def consent(person) -> None:
    Assignment.objects.filter(user=person).update(public_consent=True)


def test_a_contact_is_named_only_after_consent(cast):
    activity = make_open(cast, contact=cast.sundsvall, contact_phone="070-174 06 01")
    assert not {"Warsame", "070-174"} & set(re.findall(r"Warsame|070-174", page_of(activity)))
    consent(cast.sundsvall)
    page = page_of(activity)
    assert "Amina Warsame" in page
    assert page.count("070-174 06 01") == 3  # the link, its address, the text for the chat


def test_consent_in_another_body_names_nobody(cast):
    activity = make_open(cast, contact=cast.ange, contact_phone="070-174 06 01")
    consent(cast.ange)
    page = page_of(activity)
    assert ("Sjödin" in page, "070-174" in page) == (False, False)
    activity.co_hosts.add(cast.bodies["ange"])
    page = page_of(activity)
    assert ("Göran Sjödin" in page, page.count("070-174 06 01")) == (True, 3)


def test_the_text_for_the_chat_of_an_open_activity_says_no_more_than_its_page(cast, log_in):
    activity = make_open(cast, contact=cast.sundsvall, contact_phone="070-174 06 01")
    text = log_in("chair").get(activity.get_absolute_url()).context["chat_text"]
    assert "070-174" not in text
    consent(cast.sundsvall)
    assert "Kontakt: 070-174 06 01" in log_in("chair").get(activity.get_absolute_url()).context["chat_text"]
    activity = make_open(cast, audience="members", contact=cast.ange, contact_phone="070-174 06 01")
    assert "Kontakt: 070-174 06 01" in log_in("chair").get(activity.get_absolute_url()).context["chat_text"]


@pytest.mark.parametrize("body", ["distriktet", "distriktsstyrelsen"])
def test_the_board_and_the_ombudsman_are_named_for_what_the_district_arranges_alone(cast, body):
    for person in (cast.chair, cast.ombudsman):
        consent(person)
        assert str(person) in page_of(make_activity(cast, body, audience="everyone", contact=person))
        assert str(person) not in page_of(make_activity(cast, "ange", audience="everyone", contact=person))
    consent(cast.sundsvall)
    activity = make_activity(cast, body, audience="everyone", contact=cast.sundsvall)
    assert str(cast.sundsvall) not in page_of(activity)


@pytest.mark.parametrize("hide", ["protected", "over"])
def test_consent_ends_with_the_assignment_and_yields_to_protection(cast, hide):
    activity = make_open(cast, contact=cast.sundsvall, contact_phone="070-174 06 01")
    consent(cast.sundsvall)
    if hide == "protected":
        cast.sundsvall.is_protected = True
        cast.sundsvall.save()
    else:
        Assignment.objects.filter(user=cast.sundsvall).update(ends_on=date(2026, 9, 14))
    page = page_of(activity)
    assert "Warsame" not in page
    assert "070-174" not in page


def test_without_a_name_the_official_address_stands_there(cast):
    activity = make_open(cast)
    assert "<dt>Kontakt</dt>" not in page_of(activity)
    District.objects.update(official_email="post@granlandet.example")
    assert '<dd><a href="mailto:post@granlandet.example' in page_of(activity)
    Branch.objects.filter(body=cast.bodies["sundsvall"]).update(official_email="sundsvall@granlandet.example")
    assert '<dd><a href="mailto:sundsvall@granlandet.example' in page_of(activity)
