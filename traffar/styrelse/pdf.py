"""The call on paper. Made while one waits and never stored: it is short, and differs by who may read what."""

from django.conf import settings
from django.template.loader import render_to_string

from distrikt.organisation.models import District
from distrikt.typeset import make_pdf
from traffar.styrelse.call import Call


def make_call_pdf(call: Call) -> bytes:
    """Typeset the call. TypesettingError when that does not go."""
    return make_pdf(call_document(call), base_url=f"{settings.BASE_URL}/")


def call_document(call: Call) -> str:
    return render_to_string("styrelse/call_document.html", {"call": call, "district": District.objects.first()})
