from django.urls import path

from distrikt.utskick import preference_views, views

app_name = "utskick"
urlpatterns = [
    path("utskick/", views.message_list, name="message_list"),
    path("utskick/skickat/", views.message_history, name="message_history"),
    path("utskick/<int:pk>/", views.message_detail, name="message_detail"),
    path("utskick/<int:pk>/utseende/", views.message_look, name="message_look"),
    path("utskick/<int:pk>/skicka-igen/", views.message_send_again, name="message_send_again"),
    path("utskick/<int:pk>/stall-in/", views.message_cancel, name="message_cancel"),
    path("utskick/<int:pk>/prov/", views.message_sample, name="message_sample"),
    path("utskick/jobb/<uuid:pk>/", views.job_detail, name="job_detail"),
    path("utskick/jobb/<uuid:pk>/fil/", views.job_file, name="job_file"),
    path("jag/aviseringar/", preference_views.preferences, name="preferences"),
    path("avsluta/<str:token>/", preference_views.unsubscribe, name="unsubscribe"),
    path("installningar/paminnelser/", preference_views.reminder_settings, name="reminder_settings"),
    path("halsa/", views.health, name="health"),
]
