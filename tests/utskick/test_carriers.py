"""How addresses and texts look on the wire."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMessage

from distrikt.smtp import SmtpServer, smtp_server
from distrikt.utskick.carriers import _on_the_wire, _plain


@pytest.mark.parametrize(
    ("address", "plain"),
    [
        ("anna@ny.example", "anna@ny.example"),
        ("Distriktet <post@ny.example>", "post@ny.example"),
        ("anna@sjöby.example", "anna@xn--sjby-6qa.example"),
        ("Åsa Öberg <asa@sjöby.example>", "asa@xn--sjby-6qa.example"),
    ],
)
def test_addresses_as_smtp_takes_them(address, plain):
    assert _plain(address) == plain


def test_lines_end_as_they_should_and_a_dot_first_is_doubled():
    text = _on_the_wire(EmailMessage("Hej", "Först\n.\n..sist", "a@ny.example", ["b@ny.example"]))
    assert text.endswith(b"\r\n.\r\n")
    assert b"\r\n..\r\n...sist" in text
    assert b"\n" not in text.replace(b"\r\n", b"")


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("", None),
        ("smtp://post.example", SmtpServer("post.example", 25)),
        ("smtp+tls://a%40b:h%2Fem@post.example", SmtpServer("post.example", 587, "a@b", "h/em", "starttls")),
        ("smtp+ssl://post.example:4650?timeout=5", SmtpServer("post.example", 4650, tls="ssl", timeout=5)),
    ],
)
def test_the_server_that_an_address_names(url, server):
    assert smtp_server(url) == server


@pytest.mark.parametrize("url", ["post.example", "https://post.example", "smtp://", "smtp://post.example:lucka"])
def test_an_address_that_names_no_server_is_refused_with_words(url):
    with pytest.raises(ImproperlyConfigured, match="EMAIL_URL"):
        smtp_server(url)
