"""The mail that a task is due."""

from distrikt.mail import Mail, MailKind, NoLonger, Occasion
from plan.uppgifter.models import Task
from plan.wording import full_day_words


def _due(occasion: Occasion) -> Mail:
    task = Task.objects.open().filter(pk=occasion.object_id).first()
    if task is None or task.due_on is None:
        raise NoLonger("Uppgiften är klar, borttagen eller har ingen dag längre.")
    if task.responsible_id != occasion.person_id:
        raise NoLonger("Någon annan är ansvarig för uppgiften nu.")
    if not occasion.occurrence.startswith(task.due_on.isoformat()):
        raise NoLonger("Uppgiften har fått en annan dag: en ny påminnelse kommer.")
    # Who looks after the outbox need not see what is private, or comes from a closed item.
    what = "En uppgift" if task.is_private else task.title
    return Mail("uppgifter/email/task_due", {"what": what, "day": full_day_words(task.due_on), "pk": task.pk})


KINDS = {"task_due": MailKind("Uppgift eller beslut förfaller", _due, is_duty=False, can_wait=True)}
