from django.urls import path

from distrikt.utskick.views import health, jobs, messages

app_name = "utskick"
urlpatterns = [
    path("utskick/", messages.message_list, name="message_list"),
    path("utskick/skickat/", messages.message_history, name="message_history"),
    path("utskick/<int:pk>/", messages.message_detail, name="message_detail"),
    path("utskick/<int:pk>/utseende/", messages.message_look, name="message_look"),
    path("utskick/<int:pk>/skicka-igen/", messages.message_send_again, name="message_send_again"),
    path("utskick/<int:pk>/stall-in/", messages.message_cancel, name="message_cancel"),
    path("utskick/<int:pk>/prov/", messages.message_sample, name="message_sample"),
    path("utskick/jobb/<uuid:pk>/", jobs.job_detail, name="job_detail"),
    path("utskick/jobb/<uuid:pk>/fil/", jobs.job_file, name="job_file"),
    path("halsa/", health.health, name="health"),
]
