"""The doors to the program: password, mailed code, limits, mails; nothing to learn about who has an account."""

import re
from datetime import date, timedelta
from email import message_from_bytes, policy
from pathlib import Path

import allauth
import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from distrikt.organisation import actions
from distrikt.organisation.models import User
from tests.cast import PASSWORD
from tests.consistency.house import ROOT


@pytest.fixture(autouse=True)
def shared_cache(settings, tmp_path):
    """The cache of an installation without Redis: files that all processes share."""
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": tmp_path / "cache"}
    }
    yield
    cache.clear()


def log_in_by_password(client, email="member@distrikt.example", password=PASSWORD):
    return client.post("/konto/login/", {"login": email, "password": password})


def code_in(message) -> str:
    return re.search(r"^[A-Z0-9-]{6,12}$", message.body, re.MULTILINE)[0]


def test_log_in_by_password_lasts_ninety_days(cast):
    client = Client()
    assert log_in_by_password(client).url == "/"
    assert client.cookies["sessionid"]["max-age"] == 90 * 24 * 3600


def test_log_in_by_a_mailed_code(cast, mailoutbox):
    client = Client()
    client.post("/konto/login/code/", {"email": "member@distrikt.example"})
    assert mailoutbox[0].to == ["member@distrikt.example"]
    response = client.post("/konto/login/code/confirm/", {"code": code_in(mailoutbox[0])})
    assert response.url == "/"
    assert client.get("/jag/").status_code == 200


def test_the_doors_speak_our_swedish(cast):
    client = Client()
    asked = client.get("/konto/login/code/").content.decode()
    assert "Vi mejlar en kod som du loggar in med." in asked
    assert "Skicka koden" in asked
    assert "E-postadress" in client.get("/konto/login/").content.decode()
    page = client.post("/konto/login/code/", {"email": "member@distrikt.example"}, follow=True).content.decode()
    assert "Koden gäller i några minuter." in page
    assert "Logga in</button>" in page


def test_a_wrong_code_does_not_open_and_the_third_ends_it(cast, mailoutbox):
    client = Client()
    client.post("/konto/login/code/", {"email": "member@distrikt.example"})
    for _ in range(3):
        client.post("/konto/login/code/confirm/", {"code": "AAAA-AAAA"})
    client.post("/konto/login/code/confirm/", {"code": code_in(mailoutbox[0])})
    assert client.get("/jag/").status_code == 302


def test_the_answer_is_the_same_with_and_without_an_account(cast):
    for address, field in (("/konto/login/code/", "email"), ("/konto/password/reset/", "email")):
        known = Client().post(address, {field: "member@distrikt.example"})
        unknown = Client().post(address, {field: "ingen@ny.example"})
        assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    errors = [
        log_in_by_password(Client(), email, "fel fel fel").context["form"].errors
        for email in ("chair@distrikt.example", "ingen@ny.example")
    ]
    assert errors[0] == errors[1] != {}


def test_failed_log_ins_are_limited_in_the_shared_cache(cast):
    for _ in range(5):
        log_in_by_password(Client(), password="fel fel fel")
    response = log_in_by_password(Client())
    assert response.status_code != 302
    assert log_in_by_password(Client(), "chair@distrikt.example").status_code == 302


def test_mailed_codes_to_one_address_are_limited(cast, mailoutbox):
    answers = [Client().post("/konto/login/code/", {"email": "member@distrikt.example"}).status_code for _ in range(5)]
    assert answers == [302, 302, 302, 200, 200]
    assert len(mailoutbox) == 3


def test_sign_up_is_closed(db):
    form = {"email": "ny@ny.example", "password1": "ett långt lösenord"}
    Client().post("/konto/signup/", form)
    assert not User.objects.exists()


def test_a_closed_account_opens_by_neither_password_nor_code(cast, mailoutbox):
    User.objects.filter(pk=cast.member.pk).update(is_active=False)
    client = Client()
    log_in_by_password(client)
    client.post("/konto/login/code/", {"email": "member@distrikt.example"})
    assert client.get("/jag/").status_code == 302
    assert not any(re.search(r"^[A-Z0-9]{4}-[A-Z0-9]{4}$", message.body, re.MULTILINE) for message in mailoutbox)


def test_a_change_of_password_is_mailed_and_ends_other_sessions(cast, mailoutbox):
    here, elsewhere = Client(), Client()
    log_in_by_password(here)
    log_in_by_password(elsewhere)
    new = "ett annat långt lösenord"
    here.post("/konto/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert mailoutbox[-1].subject == "Ditt lösenord är ändrat"
    assert here.get("/jag/").status_code == 200
    assert elsewhere.get("/jag/").status_code == 302


def test_a_new_address_counts_once_its_link_is_opened(cast, mailoutbox, link_in):
    client = Client()
    log_in_by_password(client)
    client.post("/konto/reauthenticate/", {"password": PASSWORD})
    client.post("/konto/email/", {"action_add": "", "email": "nils@ny.example"})
    assert User.objects.get(pk=cast.member.pk).email == "member@distrikt.example"
    client.post(link_in(-1, "/konto/confirm-email/"))
    assert User.objects.get(pk=cast.member.pk).email == "nils@ny.example"
    assert ["member@distrikt.example"] in [message.to for message in mailoutbox]


def test_a_new_address_asks_for_the_password_first(cast, mailoutbox):
    client = Client()
    log_in_by_password(client)
    response = client.post("/konto/email/", {"action_add": "", "email": "nils@ny.example"})
    assert response.url.startswith("/konto/reauthenticate/")
    assert mailoutbox == []


def test_who_it_is_is_asked_in_words_of_ours(cast):
    client = Client()
    log_in_by_password(client)
    page = client.get("/konto/reauthenticate/?next=/jag/").content.decode()
    assert "Bekräfta att det är du" in page
    assert "Skriv ditt lösenord" in page
    assert "rör ditt konto" not in page, "minutes and lists are asked for too"
    assert not {"åtkomst", "autentisera", "Vänligen"} & set(page.replace(".", " ").split())


@pytest.mark.parametrize(
    ("asked", "back"),
    [("/jag/", "/jag/"), ("", "/"), ("https://elsewhere.example/", "/"), ("//elsewhere.example/", "/")],
)
def test_who_does_not_want_to_show_who_they_are_goes_back_to_a_page_of_ours(cast, asked, back):
    client = Client()
    log_in_by_password(client)
    page = client.get("/konto/reauthenticate/", {"next": asked}).content.decode()
    assert f'<a href="{back}">Avbryt</a>' in page


@pytest.mark.parametrize(
    ("stood_on", "back"),
    [("http://testserver/jag/", "http://testserver/jag/"), (None, "/"), ("https://elsewhere.example/jag/", "/")],
)
def test_and_from_a_form_that_was_sent_to_where_it_stood(cast, stood_on, back):
    client = Client()
    log_in_by_password(client)
    headers = {"referer": stood_on} if stood_on else {}
    asked = client.post("/konto/email/", {"action_add": "", "email": "nils@ny.example"}, headers=headers).url
    for page in (client.get(asked), client.post(asked, {"password": "fel"})):
        assert f'<a href="{back}">Avbryt</a>' in page.content.decode()


def test_a_visitor_is_led_to_what_is_open_for_all(cast):
    page = Client().get("/", follow=True).content.decode()
    main = page[page.index("<main") : page.index("</main>")]
    assert '<a href="/oppet/">Öppet för alla</a>' in main


@pytest.mark.parametrize(("who", "led_to", "not_to"), [(None, "/oppet/", "/"), ("member", "/", "/oppet/")])
def test_a_page_that_is_not_there_leads_where_the_reader_may_go(cast, log_in, who, led_to, not_to):
    answer = log_in(who).get("/oppet/finns-inte-4711/")
    page = answer.content.decode()
    main = page[page.index("<main") : page.index("</main>")]
    assert answer.status_code == 404
    assert f'href="{led_to}"' in main
    assert f'href="{not_to}"' not in main


def log_in_by_code(client, mailoutbox, address="/konto/login/code/"):
    client.post(address, {"email": "member@distrikt.example"})
    return client.post("/konto/login/code/confirm/", {"code": code_in(mailoutbox[-1])})


GUARDED = ["/jag/mina-uppgifter/", "/konto/password/set/", "/konto/2fa/totp/activate/"]


@pytest.mark.parametrize("address", GUARDED)
def test_who_has_only_mailed_codes_proves_themselves_by_a_new_one(address, cast, mailoutbox):
    cast.member.set_unusable_password()
    cast.member.save()
    client = Client()
    log_in_by_code(client, mailoutbox)
    assert client.get(address).status_code == 200
    UserSession.objects.update(created_at=timezone.now() - timedelta(minutes=16))
    response = client.get(address)
    assert response.url.startswith("/konto/login/code/?next=")
    assert client.get("/jag/").status_code == 302
    log_in_by_code(client, mailoutbox, response.url)
    assert client.get(address).status_code == 200


def test_a_code_only_session_left_open_changes_neither_address_nor_password(cast, mailoutbox):
    cast.member.set_unusable_password()
    cast.member.save()
    new = {"password1": "ett annat långt lösenord", "password2": "ett annat långt lösenord"}
    for address, form in [
        ("/konto/email/", {"action_add": "", "email": "x@ny.example"}),
        ("/konto/password/set/", new),
    ]:
        client = Client()
        log_in_by_code(client, mailoutbox)
        UserSession.objects.update(created_at=timezone.now() - timedelta(minutes=16))
        sent = len(mailoutbox)
        assert client.post(address, form).url.startswith("/konto/login/code/")
        assert len(mailoutbox) == sent
    assert not User.objects.get(pk=cast.member.pk).has_usable_password()


@pytest.mark.parametrize("elsewhere", ["https://ny.example/", "//ny.example/", "javascript:alert(1)"])
def test_log_in_leads_nowhere_else(elsewhere, cast):
    typed = {"login": "member@distrikt.example", "password": PASSWORD, "next": elsewhere}
    assert Client().post("/konto/login/", typed).url == "/"


def test_log_in_leads_to_the_page_that_was_asked_for(cast):
    address = Client().get("/manniskor/").url
    assert Client().post(address, {"login": "chair@distrikt.example", "password": PASSWORD}).url == "/manniskor/"


def test_log_in_gives_the_session_a_new_key(cast, mailoutbox):
    client = Client()
    client.post("/konto/login/code/", {"email": "member@distrikt.example"})
    before = client.session.session_key
    assert client.post("/konto/login/code/confirm/", {"code": code_in(mailoutbox[0])}).url == "/"
    assert client.session.session_key not in {before, None}


def test_too_many_requests_from_one_place_are_told_so_in_swedish(cast):
    for _ in range(30):
        response = Client().post("/konto/login/", {"login": "", "password": ""})
    response = Client().post("/konto/login/", {"login": "", "password": ""})
    assert response.status_code == 429
    assert "För många försök" in response.content.decode()


def test_a_form_from_before_the_log_in_is_refused_in_swedish(cast):
    client = Client(enforce_csrf_checks=True)
    response = client.post("/konto/login/", {"login": "member@distrikt.example", "password": PASSWORD})
    assert response.status_code == 403
    assert "ladda om sidan" in response.content.decode()


def test_sessions_are_listed_and_can_be_ended(cast):
    here, elsewhere = Client(), Client()
    log_in_by_password(here)
    log_in_by_password(elsewhere)
    assert here.get("/konto/sessions/").status_code == 200
    here.post("/konto/sessions/")
    assert elsewhere.get("/jag/").status_code == 302


def test_sessions_and_where_they_were_are_forgotten_once_they_are_over(cast):
    log_in_by_password(Client())
    now, age = timezone.now(), timedelta(days=90)
    actions.forget_old_records(today=date(2026, 1, 1), now=now + age - timedelta(minutes=1))
    assert (Session.objects.count(), UserSession.objects.count()) == (1, 1)
    actions.forget_old_records(today=date(2026, 1, 1), now=now + age + timedelta(minutes=1))
    assert (Session.objects.count(), UserSession.objects.count()) == (0, 0)


def test_log_ins_and_failed_ones_are_logged_by_number_alone(cast, caplog):
    log_in_by_password(Client(), password="fel fel fel")
    log_in_by_password(Client())
    events = [record.msg for record in caplog.records if isinstance(record.msg, dict)]
    assert [event["event"] for event in events if "log" in event["event"]] == ["log_in_failed", "logged_in"]
    assert {event["person"] for event in events if event["event"] == "logged_in"} == {cast.member.pk}
    assert "member@" not in caplog.text


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:4711"])
def test_links_in_mails_begin_as_the_settings_say_whoever_asks(host, cast, mailoutbox, settings):
    Client().post("/konto/password/reset/", {"email": cast.member.email}, headers={"host": host})
    client = Client(headers={"host": host})
    log_in_by_password(client)
    client.post("/konto/reauthenticate/", {"password": PASSWORD})
    client.post("/konto/email/", {"action_add": "", "email": "nils@ny.example"})
    reset, confirm = (message.body for message in mailoutbox[:2])
    assert f"{settings.BASE_URL}/konto/password/reset/key/" in reset
    assert f"{settings.BASE_URL}/konto/confirm-email/" in confirm
    assert host not in (reset + confirm).replace(settings.BASE_URL, "")


@pytest.mark.parametrize("name", ["mfa_activate_totp", "mfa_add_webauthn", "mfa_generate_recovery_codes"])
def test_a_second_factor_asks_for_the_password_first(name, cast):
    client = Client()
    log_in_by_password(client)
    assert client.get(reverse(name)).url.startswith(("/konto/reauthenticate/", "/konto/2fa/"))
    client.post("/konto/reauthenticate/", {"password": PASSWORD})
    assert client.get(reverse("mfa_activate_totp")).status_code == 200


OPEN = [
    *("account_login", "account_request_login_code", "account_reset_password", "account_signup"),
    *("account_reset_password_done", "account_inactive", "account_email_verification_sent"),
]


@pytest.mark.parametrize("name", OPEN)
def test_the_pages_of_the_log_in_open_without_one(name, db):
    assert Client().get(reverse(name)).status_code == 200


ALLAUTH_MAILS = sorted(
    f"{path.parent.parent.name}/email/{path.name.removesuffix('_subject.txt')}"
    for app in ("account", "mfa")
    for path in (Path(allauth.__file__).parent / "templates" / app / "email").glob("*_subject.txt")
)


@pytest.mark.parametrize("template", ALLAUTH_MAILS)
def test_every_mail_of_the_log_in_is_our_own_in_text_and_html(template):
    for ending in ("_subject.txt", ".txt", ".html"):
        assert (ROOT / "templates" / f"{template}{ending}").exists()


def test_mails_say_whose_they_are_and_are_saved_as_files(cast, settings, tmp_path):
    settings.EMAIL_BACKEND = "distrikt.utskick.carriers.EmlFileBackend"
    settings.EML_DIR = tmp_path / "epost"
    Client().post("/konto/login/code/", {"email": "member@distrikt.example"})
    (file,) = settings.EML_DIR.iterdir()
    assert (settings.EML_DIR.stat().st_mode | file.stat().st_mode) & 0o077 == 0
    message = message_from_bytes(file.read_bytes(), policy=policy.default)
    text, page = (message.get_body(kind).get_content() for kind in ("plain", "html"))
    assert message["Subject"] == "Din kod för att logga in"
    assert "Partiet i Granlandet" in text
    assert "Partiet i Granlandet" in page
    assert "example.com" not in text + page
    assert re.search(r"[A-Z0-9]{4}-[A-Z0-9]{4}", text)
