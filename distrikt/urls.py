from django.urls import include, path

urlpatterns = [
    path("", include("distrikt.webb.urls")),
    path("", include("distrikt.organisation.urls")),
    path("konto/", include("allauth.urls")),
    path("utskick/", include("distrikt.utskick.urls")),
    path("plan/", include("plan.urls")),
    path("berattelse/", include("plan.berattelse.urls")),
    path("", include("traffar.urls")),
]
