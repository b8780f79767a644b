"""How the tests write and send letters, by way of the pages."""

from uuid import uuid4

from django.utils import timezone

from distrikt.utskick import outbox
from distrikt.utskick.models import Letter, Message

LIST = "/utskick/skriv/"
BODY = "Vi ses på **torget**.\n\n- Ta med fika"


def write(client, **changes) -> Letter:
    """A draft, by way of the form."""
    form = {"group": "roles:contacts", "subject": "Höstens möten", "body": BODY, "submission": uuid4(), **changes}
    answer = client.post(f"{LIST}nytt/", form)
    assert answer.status_code == 302, answer.context["form"].errors
    return Letter.objects.get(pk=int(answer.url.split("/")[-2]))


def confirm(client, letter: Letter, **changes):
    """Press the button of the confirmation page, which carries what the page showed."""
    shown = client.get(f"{LIST}{letter.pk}/skicka/").context["form"].initial
    return client.post(f"{LIST}{letter.pk}/skicka/", {**shown, **changes})


def send_mails() -> None:
    outbox.send_due(clock=timezone.now)


def mails_of(letter: Letter):
    return Message.objects.filter(kind="letter", object_id=letter.pk)


def own_key(cast, slug: str) -> str:
    return f"body:{cast.bodies[slug].pk}"
