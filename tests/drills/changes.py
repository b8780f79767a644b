"""7: what a mail tells of changes after it was queued, and before it goes."""

from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone

from distrikt.mail import QueuedMail, queue_mail
from distrikt.organisation import actions
from distrikt.organisation.models import Assignment, Body, Invitation, User
from distrikt.organisation.roles import Role
from distrikt.utskick.models import Message
from tests.drills.drill import Outcome, drill
from tests.drills.mails import all_over
from tests.drills.parts import Place
from tests.drills.processes import until
from traffar.models import Activity, ActivityKind

Change = Callable[[], object]


def _person(name: str) -> User:
    return User.objects.get(email=f"{name}@distrikt.example")


def _closed() -> Change:
    member = _person("member")
    queue_mail(QueuedMail(kind="drill", email=member.email, person_id=member.pk))
    return lambda: User.objects.filter(pk=member.pk).update(is_active=False)


def _erased() -> Change:
    stranger = _person("stranger")
    queue_mail(QueuedMail(kind="drill", email=stranger.email, person_id=stranger.pk))
    return stranger.delete


def _withdrawn() -> Change:
    chair = _person("chair")
    body = Body.objects.get(slug="sundsvall")
    invitation = Invitation(email="ny@ny.example", first_name="Ny", last_name="Ny", body=body, role=Role.CONTACT)
    actions.invite(invitation=invitation, by=chair, at=timezone.now())
    return lambda: actions.withdraw_invitation(invitation=invitation, by=chair.pk, at=timezone.now())


def _given(name: str) -> Assignment:
    today = timezone.localdate()
    body = Body.objects.get(slug="ange")
    given = Assignment(user=_person(name), body=body, role=Role.MEMBER, starts_on=today - timedelta(days=3))
    return actions.grant_assignment(assignment=given, by=None, today=today)


def _removed() -> Change:
    return _given("auditor").delete


def _ended() -> Change:
    given, today = _given("convener"), timezone.localdate()
    yesterday = today - timedelta(days=1)
    return lambda: actions.end_assignment(assignment=given, last_day=yesterday, by=0, today=today)


def _cancelled() -> Change:
    from traffar.emails import send_outcome_request

    ended = timezone.now() - timedelta(hours=2)
    body, contact = Body.objects.get(slug="sundsvall"), _person("sundsvall")
    hours = {"starts_at": ended - timedelta(hours=2), "ends_at": ended}
    held = Activity.objects.create(kind=ActivityKind.values[0], organiser=body, **hours)
    send_outcome_request(held, contact, today=timezone.localdate())
    return lambda: Activity.objects.filter(pk=held.pk).update(status=Activity.Status.CANCELLED, cancel_reason="Snö")


# What happens: who the mail was for, and why it does not go ("" where the mail itself is gone).
CASES = {
    "Kontot stängs": (_closed, "drill", "Mottagarens konto är stängt."),
    "Personen raderas": (_erased, "drill", ""),
    "Inbjudan tas tillbaka": (_withdrawn, "invitation", "Inbjudan är besvarad, återtagen eller har gått ut."),
    "Uppdraget tas bort": (_removed, "assignment_received", "Uppdraget finns inte längre."),
    "Uppdraget avslutas": (_ended, "assignment_received", "Uppdraget finns inte längre."),
    "Aktiviteten ställs in": (_cancelled, "outcome_request", "Aktiviteten är inställd eller borttagen, …"),
}


@drill("Ändrat efter att mejlet köats")
def changed_after_queueing(place: Place) -> list[Outcome]:
    outcomes = []
    worker = None
    for case, (queue, kind, reason) in CASES.items():
        Message.objects.all().delete()
        # Due in an hour, so that no worker is faster than the change.
        change = queue()
        Message.objects.update(due_at=timezone.now() + timedelta(hours=1))
        # That the chair is told is another mail.
        Message.objects.exclude(kind=kind).delete()
        change()
        now = timezone.now()
        # Wanted now, so that quiet hours do not hold back what can wait.
        Message.objects.update(due_at=now, wanted_at=now)
        worker = worker or place.worker()
        until(all_over)
        said = [f"{message.get_status_display()}: {message.answer}" for message in Message.objects.all()]
        seen = f"{' '.join(said) or 'borta'} · {len(place.smtp.taken())} mejl"
        expected = f"inställt: {reason} · 0 mejl" if reason else "borta · 0 mejl"
        outcomes.append(Outcome(expected, _shortened(seen), case=case))
    return outcomes


def _shortened(seen: str) -> str:
    return seen.replace("eller borttagen, eller så har personen inget uppdrag där längre.", "eller borttagen, …")
