from django.urls import URLPattern

app_name = "utskick"
urlpatterns: list[URLPattern] = []
