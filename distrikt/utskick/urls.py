from django.urls import path

from distrikt.utskick import views

app_name = "utskick"
urlpatterns = [
    path("jobb/<uuid:pk>/", views.job_detail, name="job_detail"),
    path("jobb/<uuid:pk>/fil/", views.job_file, name="job_file"),
]
