from allauth.account.decorators import reauthentication_required
from allauth.account.views import password_set
from django.urls import include, path

urlpatterns = [
    path("", include("distrikt.webb.urls")),
    path("", include("distrikt.organisation.urls")),
    # allauth asks who it is before a password is changed, but not before the first one is set.
    path("konto/password/set/", reauthentication_required(password_set)),
    path("konto/", include("allauth.urls")),
    path("", include("distrikt.utskick.urls")),
    path("plan/", include("plan.urls")),
    path("berattelse/", include("plan.berattelse.urls")),
    path("uppgifter/", include("plan.uppgifter.urls")),
    path("", include("traffar.urls")),
    path("styrelsen/", include("traffar.styrelse.urls")),
]
