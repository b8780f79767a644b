from django.urls import path

from distrikt.webb import views

app_name = "webb"
urlpatterns = [
    path("", views.start, name="start"),
]
