"""Mails to drill with, and what became of them in words."""

from collections import Counter
from datetime import datetime
from email.utils import make_msgid

from django.utils import timezone

from distrikt.mail import QueuedMail, queue_mail
from distrikt.organisation.models import Assignment, Body, User
from distrikt.organisation.roles import Role
from distrikt.utskick.models import Message
from tests.drills.parts import Place

Status = Message.Status


def put(email: str = "nya@ny.example", *, due_at: datetime | None = None, occurrence: str = "") -> Message:
    """One mail in the outbox, due at once."""
    queue_mail(QueuedMail(kind="drill", email=email, occurrence=occurrence, due_at=due_at or timezone.now()))
    return Message.objects.latest("pk")


def put_many(count: int) -> None:
    """A crowd of real mails, about new assignments, to fifty people."""
    body = Body.objects.first()
    people = [User(email=f"person{n}@ny.example", first_name="Per", last_name=f"Hägg {n}") for n in range(50)]
    User.objects.bulk_create(people)
    assigned = [Assignment(user=user, body=body, role=Role.CONTACT, starts_on="2026-01-01") for user in people]
    Assignment.objects.bulk_create(assigned)
    now = timezone.now()
    Message.objects.bulk_create(
        (
            Message(
                key=f"assignment_received:{number}",
                kind="assignment_received",
                object_id=assigned[number % 50].pk,
                recipient=people[number % 50],
                email=people[number % 50].email,
                due_at=now,
                message_id=make_msgid(idstring=str(number), domain="drill.example"),
            )
            for number in range(count)
        ),
        batch_size=500,
    )


def all_over() -> bool:
    """Whether nothing waits or is on its way."""
    return not Message.objects.filter(status__in=[Status.WAITING, Status.SENDING]).exists()


def result(place: Place) -> str:
    """What the outbox says and what the server took in: "3 skickat · 3 mejl"."""
    states = Counter(Message.objects.values_list("status", flat=True))
    said = ", ".join(f"{states[status]} {Status(status).label}" for status in Status if states[status])
    taken = place.smtp.taken()
    twice = sum(copies > 1 for copies in taken.values())
    return f"{said} · {len(taken)} mejl" + (f" · {twice} dubbelt" if twice else "")
