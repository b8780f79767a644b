from django.urls import path

from distrikt.utskick.views import health, jobs, letters, messages, preferences

app_name = "utskick"
urlpatterns = [
    path("utskick/", messages.message_list, name="message_list"),
    path("utskick/skickat/", messages.message_history, name="message_history"),
    path("utskick/<int:pk>/", messages.message_detail, name="message_detail"),
    path("utskick/<int:pk>/utseende/", messages.message_look, name="message_look"),
    path("utskick/<int:pk>/skicka-igen/", messages.message_send_again, name="message_send_again"),
    path("utskick/<int:pk>/stall-in/", messages.message_cancel, name="message_cancel"),
    path("utskick/<int:pk>/prov/", messages.message_sample, name="message_sample"),
    path("utskick/skriv/", letters.letter_list, name="letter_list"),
    path("utskick/skriv/skickade/", letters.letter_history, name="letter_history"),
    path("utskick/skriv/nytt/", letters.letter_create, name="letter_create"),
    path("utskick/skriv/mottagare/", letters.letter_recipients, name="letter_recipients"),
    path("utskick/skriv/veckobrev/", letters.letter_of_week, name="letter_of_week"),
    path("utskick/skriv/<int:pk>/", letters.letter_detail, name="letter_detail"),
    path("utskick/skriv/<int:pk>/andra/", letters.letter_edit, name="letter_edit"),
    path("utskick/skriv/<int:pk>/utseende/", letters.letter_look, name="letter_look"),
    path("utskick/skriv/<int:pk>/prov/", letters.letter_sample, name="letter_sample"),
    path("utskick/skriv/<int:pk>/skicka/", letters.letter_send, name="letter_send"),
    path("utskick/skriv/<int:pk>/ta-bort/", letters.letter_delete, name="letter_delete"),
    path("utskick/jobb/<uuid:pk>/", jobs.job_detail, name="job_detail"),
    path("utskick/jobb/<uuid:pk>/fil/", jobs.job_file, name="job_file"),
    path("jag/aviseringar/", preferences.preferences, name="preferences"),
    path("avsluta/<str:token>/", preferences.unsubscribe, name="unsubscribe"),
    path("installningar/paminnelser/", preferences.reminder_settings, name="reminder_settings"),
    path("halsa/", health.health, name="health"),
]
