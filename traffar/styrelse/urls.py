from django.urls import URLPattern

app_name = "styrelse"
urlpatterns: list[URLPattern] = []
