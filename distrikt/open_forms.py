"""Forms that anybody may send, from pages that set no cookie: what stands in place of the usual CSRF token.

A seal in the form says when and for what our own page made it; browsers say from where a form comes; limits count how
often an address sends one (`4-promises.md`, 17); and a field that people do not see catches what fills in every field.
"""

from datetime import datetime, timedelta
from hashlib import sha256
from urllib.parse import urlsplit

from allauth.account.adapter import get_adapter
from django import forms
from django.conf import settings
from django.core import signing
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse

_SALT = "distrikt.open_forms"
# A page can lie open for an evening; what is older is asked for once more.
SEAL_AGE = timedelta(hours=12)
# An address that has been asked to confirm is not asked again so soon.
ASKED_AGAIN_AFTER = timedelta(hours=1)


class TrapForm(forms.Form):
    """The trap of an open form, drawn by `ui/_trap.html`: hidden from people, filled in by what fills in everything."""

    website = forms.CharField(required=False, widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}))

    @property
    def is_from_a_robot(self) -> bool:
        return bool(self.cleaned_data.get("website"))


def seal(purpose: str) -> str:
    """What the form carries in a hidden field: that our page made it now, for this purpose ("sign-up 17")."""
    return signing.TimestampSigner(salt=_SALT).sign(purpose)


def is_sealed(token: str, purpose: str) -> bool:
    """Whether the form was made by our page, for this purpose and not too long ago."""
    try:
        return signing.TimestampSigner(salt=_SALT).unsign(token, max_age=SEAL_AGE) == purpose
    except signing.BadSignature:
        return False


def is_from_another_site(request: HttpRequest) -> bool:
    """What the browser says of where the form stands. Nothing said is nothing against it: old browsers are silent."""
    origin = request.headers.get("Origin", "")
    fetched = request.headers.get("Sec-Fetch-Site", "")
    foreign = bool(origin) and urlsplit(origin).netloc not in {urlsplit(settings.BASE_URL).netloc, request.get_host()}
    return foreign or fetched in {"cross-site", "same-site"}


def comes_too_often(request: HttpRequest, what: str, *, most: int, within: timedelta) -> bool:
    """Counts this time, and says whether it is more than so many from the address within the time.

    Without Redis each machine counts for itself, and two at the same moment may be counted as one.
    """
    address = get_adapter().get_client_ip(request)
    # No addresses in the cache: they are personal data.
    key = f"open-forms:{what}:{sha256(f'{settings.SECRET_KEY}{address}'.encode()).hexdigest()[:32]}"
    cache.add(key, 0, int(within.total_seconds()))
    try:
        return int(cache.incr(key)) > most
    except ValueError:
        # It ran out between the two lines.
        return False


def refusal(request: HttpRequest, purpose: str, *, what: str, many: str, most: int, within: timedelta) -> str:
    """Why the form is not taken, in Swedish; "" when it is. What was typed stays.

    `what` is counted together, such as all sign-ups; `many` names them in the words ("anmälningar").
    """
    if is_from_another_site(request):
        return "Formuläret skickades från en annan webbplats. Skicka det härifrån."
    if not is_sealed(request.POST.get("seal", ""), purpose):
        return "Sidan har legat öppen länge. Skicka en gång till."
    if comes_too_often(request, what, most=most, within=within):
        return f"Det har kommit många {many} härifrån på kort tid. Vänta en stund och skicka igen."
    return ""


def hour_of_asking(at: datetime, *, since: datetime) -> datetime:
    """When the present hour began, of those since the address was first typed: in each it is asked to confirm once."""
    return at - (at - since) % ASKED_AGAIN_AFTER


def unlisted(response: HttpResponse) -> HttpResponse:
    """A page whose address is the secret: no search engine shall list it."""
    response["X-Robots-Tag"] = "noindex"
    return response
