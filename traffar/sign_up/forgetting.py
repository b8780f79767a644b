"""What was asked of those who sign up goes when it has served; the numbers stay (`4-promises.md`, 21)."""

from datetime import datetime, timedelta

from distrikt.organisation.models import District
from traffar.models import SignUp
from traffar.sign_up.consent import days_kept


def forget(*, at: datetime) -> None:
    """What was asked for goes when it has served, after days that the district has set: answers, addresses, names.

    Never later than was promised to whoever agreed to it. The rows stay as numbers, so that the report's totals do.
    """
    district = District.objects.first() or District()
    rows = SignUp.objects.filter(activity__ends_at__lt=at)
    blank = dict.fromkeys(("name", "email", "phone", "food", "childcare", "ride", "own_answer"), "")
    kept = rows.exclude(person=None, **blank).order_by()
    for consent in kept.values_list("consent_text", flat=True).distinct():
        answers, contacts, names = (at - timedelta(days=days) for days in days_kept(district, consent))
        agreed = rows.filter(consent_text=consent)
        over = agreed.filter(activity__ends_at__lt=answers)
        over.exclude(food="", childcare="", ride="", own_answer="").update(
            food="", childcare="", ride="", ride_seats=0, own_answer=""
        )
        contacted = agreed.filter(person=None, activity__ends_at__lt=contacts)
        contacted.exclude(email="", phone="").update(email="", phone="")
        gone = agreed.filter(activity__ends_at__lt=names)
        gone.exclude(person=None, name="").update(person=None, name="", email="", phone="")
    SignUp.objects.filter(status=SignUp.Status.UNCONFIRMED, created_at__lt=at - SignUp.UNCONFIRMED_KEPT).delete()
