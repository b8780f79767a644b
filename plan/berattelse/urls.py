from django.urls import path

from plan.berattelse import views

app_name = "berattelse"
urlpatterns = [
    path("", views.report_current, name="report_current"),
]
