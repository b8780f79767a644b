from django.urls import path

from distrikt.webb import views

app_name = "webb"
urlpatterns = [
    path("", views.start, name="start"),
    path("robots.txt", views.robots, name="robots"),
]
