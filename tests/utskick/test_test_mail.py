"""`manage.py test_mail`: each thing that can be wrong with an e-mail server is said in plain Swedish."""

import datetime
import socket
import ssl
import threading
from contextlib import suppress

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.core.management import CommandError, call_command

from distrikt.smtp import smtp_server
from tests.whole.servers import a_free_port


@pytest.fixture
def try_mail(settings, capsys):
    """Tries the server at an address of EMAIL_URL; gives what was said, and in an error what is wrong."""

    def try_it(url: str, to: str = "du@ny.example") -> str:
        settings.SMTP = smtp_server(url)
        try:
            call_command("test_mail", to)
        except CommandError as error:
            return f"FEL: {error}"
        return capsys.readouterr().out

    return try_it


@pytest.fixture
def address(mail_server) -> str:
    return f"smtp://127.0.0.1:{mail_server.port}?timeout=0.5"


def test_a_mail_that_was_taken(try_mail, mail_server, address):
    said = try_mail(address)
    assert f"till du@ny.example, genom 127.0.0.1:{mail_server.port} utan kryptering." in said
    assert "E-postservern tog emot mejlet (250 taken)" in said
    [(number, copies)] = mail_server.taken().items()
    assert number.endswith(" du@ny.example")
    assert copies == 1


def test_without_a_server_it_says_where_the_file_is(try_mail, settings, tmp_path):
    settings.EML_DIR = tmp_path / "epost"
    settings.EMAIL_BACKEND = "distrikt.utskick.carriers.EmlFileBackend"
    said = try_mail("")
    [saved] = settings.EML_DIR.glob("*.eml")
    assert f"Mejlet sparades som fil: {saved}" in said
    assert "Sätt EMAIL_URL" in said


@pytest.mark.parametrize(
    ("behaviour", "said"),
    [
        ({"rcpt": "550 okänd"}, "E-postservern godtar inte mottagaren: 550 okänd"),
        ({"rcpt": "450 senare"}, "E-postservern vill ha mejlet senare: 450 senare"),
        ({"mail": "530 logga in"}, "Det gick inte att lämna mejlet till e-postservern. 530 logga in"),
        ({"text": "554 skräp"}, "E-postservern avvisade mejlet: 554 skräp"),
        (
            {"connect": "silence"},
            "Det gick inte att lämna mejlet till e-postservern. E-postservern svarade inte i tid.",
        ),
        ({"text": "silence"}, "E-postservern svarade inte i tid. Texten hade lämnat programmet, så mejlet kan ha"),
    ],
    ids=str,
)
def test_what_the_server_has_against_it(try_mail, mail_server, address, behaviour, said):
    mail_server.behave(**behaviour)
    assert try_mail(address).startswith(f"FEL: {said}")


def test_a_refused_log_in(try_mail, mail_server, address):
    mail_server.behave(ehlo="250-drill\r\n250 AUTH PLAIN", auth="535 nej")
    said = try_mail(address.replace("//", "//jag:hemligt@"))
    assert "E-postservern godtar inte användarnamnet eller lösenordet." in said
    assert "hemligt" not in said


def test_a_server_that_takes_no_log_in(try_mail, address):
    assert "tar inte emot inloggning eller STARTTLS" in try_mail(address.replace("//", "//jag:hemligt@"))


def test_nobody_listens(try_mail):
    assert "Ingen e-postserver svarar på adressen." in try_mail(f"smtp://127.0.0.1:{a_free_port()}")


def test_no_such_name(try_mail, monkeypatch):
    def unknown(*arguments):
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    assert "Det finns ingen e-postserver med det namnet" in try_mail("smtp://finns-inte.example")


def test_tls_where_there_is_none(try_mail, address):
    assert "talar inte TLS så som EMAIL_URL säger" in try_mail(address.replace("smtp:", "smtp+ssl:"))


def test_a_certificate_that_nobody_vouches_for(try_mail, tmp_path):
    secret = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    secret.load_cert_chain(_self_made(tmp_path / "certificate.pem"))
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def answer() -> None:
            connection, _ = listening.accept()
            with connection, suppress(OSError):
                secret.wrap_socket(connection, server_side=True)

        answering = threading.Thread(target=answer)
        answering.start()
        said = try_mail(f"smtp+ssl://127.0.0.1:{listening.getsockname()[1]}")
        answering.join()
    assert "E-postserverns certifikat går inte att lita på" in said


def test_what_is_no_address(try_mail):
    assert try_mail("", to="du") == "FEL: du är ingen e-postadress."


def _self_made(path):
    """A certificate that is its own authority, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    today = datetime.datetime.now(datetime.UTC)
    signed = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(today - datetime.timedelta(days=1))
        .not_valid_after(today + datetime.timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    plain = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path.write_bytes(key.private_bytes(*plain) + signed.public_bytes(serialization.Encoding.PEM))
    return path
