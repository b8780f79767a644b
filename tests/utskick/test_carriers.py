"""The carrier on a real mail server: what it says when the server misbehaves, and that a connection is kept."""

import pytest
from django.core.mail import EmailMessage

from distrikt.smtp import SmtpServer
from distrikt.utskick.carriers import CutOff, NoAnswer, Refused, Rejected, SmtpCarrier, Unreachable, _on_the_wire


def a_mail(number: int = 1, body: str = "Hej på dig") -> EmailMessage:
    return EmailMessage("Hej", body, "fran@ny.example", ["till@ny.example"], headers={"Message-ID": f"<{number}@ny>"})


@pytest.fixture
def carrier(mail_server):
    carrier = SmtpCarrier(SmtpServer("127.0.0.1", mail_server.port, timeout=0.5))
    yield carrier
    carrier.close()


def carry(carrier: SmtpCarrier, number: int = 1) -> list[str]:
    """Carries a mail; gives what happened, in order."""
    happened = []
    happened.append(carrier.carry(a_mail(number), before_text=lambda: happened.append("text")))
    return happened


def test_mails_arrive_over_one_connection(carrier, mail_server):
    assert [carry(carrier, 1), carry(carrier, 2)] == [["text", "250 taken"]] * 2
    assert mail_server.taken() == {"<1@ny> till@ny.example": 1, "<2@ny> till@ny.example": 1}
    assert mail_server.connections() == 1


@pytest.mark.parametrize(
    ("behaviour", "error", "text_left"),
    [
        ({"connect": "silence"}, Unreachable, False),
        ({"connect": "554 nej"}, Unreachable, False),
        ({"mail": "550 okänd avsändare"}, Unreachable, False),
        ({"rcpt": "421 stänger"}, CutOff, False),
        ({"rcpt": "silence"}, CutOff, False),
        ({"rcpt": "drop"}, CutOff, False),
        ({"rcpt": "450 senare"}, Refused, False),
        ({"rcpt": "550 okänd"}, Rejected, False),
        ({"data": "silence"}, CutOff, False),
        ({"data": "554 nej"}, Rejected, False),
        ({"text": "450 senare"}, Refused, True),
        ({"text": "554 skräp"}, Rejected, True),
        ({"text": "silence"}, NoAnswer, True),
        ({"text": "drop"}, NoAnswer, True),
    ],
    ids=str,
)
def test_what_went_wrong_is_told_and_the_next_mail_goes(carrier, mail_server, behaviour, error, text_left):
    happened = []
    mail_server.behave(**behaviour, times=1)
    with pytest.raises(error) as raised:
        carrier.carry(a_mail(1), before_text=lambda: happened.append("text"))
    assert (type(raised.value), happened) == (error, ["text"] if text_left else [])
    mail_server.release()
    assert carry(carrier, 2) == ["text", "250 taken"]


def test_only_an_address_is_blamed_for_an_address(carrier, mail_server):
    for step, answer, is_address in [("rcpt", "550 okänd", True), ("rcpt", "554 nej", False), ("text", "550", False)]:
        mail_server.behave(**{step: answer}, times=1)
        with pytest.raises(Rejected) as raised:
            carry(carrier)
        assert raised.value.is_address is is_address


def test_a_kept_connection_that_the_server_has_closed_costs_nothing(carrier, mail_server):
    mail_server.behave(text="answer-and-drop", times=1)
    assert carry(carrier, 1) == carry(carrier, 2) == ["text", "250 taken"]
    assert mail_server.connections() == 2


def test_a_server_that_takes_so_many_on_a_connection_gets_the_next_on_another(carrier, mail_server):
    carry(carrier, 1)
    mail_server.behave(mail="421 nog på den här", times=1)
    assert carry(carrier, 2) == ["text", "250 taken"]
    assert mail_server.connections() == 2


def test_a_mail_that_is_stopped_at_the_last_moment_leaves_nothing(carrier, mail_server):
    def stop() -> None:
        raise LookupError

    with pytest.raises(LookupError):
        carrier.carry(a_mail(1), before_text=stop)
    assert carry(carrier, 2) == ["text", "250 taken"]
    assert list(mail_server.taken()) == ["<2@ny> till@ny.example"]


def test_a_lone_dot_ends_no_mail_and_every_line_ends_as_it_should():
    wire = _on_the_wire(a_mail(body="rad\n.\r\n..två\n"))
    head, _, body = wire.partition(b"\r\n\r\n")
    assert body == b"rad\r\n..\r\n...tv\xc3\xa5\r\n.\r\n"
    assert wire.count(b"\n") == wire.count(b"\r\n") == wire.count(b"\r")
    assert b"Message-ID: <1@ny>" in head
