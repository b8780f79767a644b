from django.urls import path

from traffar.views import activity, calendar, feeds, outcome, registration

app_name = "traffar"
urlpatterns = [
    path("traffar/", calendar.activity_list, name="activity_list"),
    path("traffar/manad/<str:month>/", calendar.month_detail, name="month_detail"),
    path("traffar/ny/", registration.activity_create, name="activity_create"),
    path("traffar/ny/dag/", registration.activity_day, name="activity_day"),
    path("traffar/<int:pk>/", activity.activity_detail, name="activity_detail"),
    path("traffar/<int:pk>/andra/", activity.activity_edit, name="activity_edit"),
    path("traffar/<int:pk>/publicera/", activity.activity_publish, name="activity_publish"),
    path("traffar/<int:pk>/stall-in/", activity.activity_cancel, name="activity_cancel"),
    path("traffar/<int:pk>/hav-installningen/", activity.activity_restore, name="activity_restore"),
    path("traffar/<int:pk>/ta-bort/", activity.activity_delete, name="activity_delete"),
    path("traffar/<int:pk>/hor-till/", registration.activity_commitments, name="activity_commitments"),
    path("traffar/<int:pk>/hur-gick-det/", outcome.outcome_report, name="outcome_report"),
    path("traffar/<int:pk>/hur-gick-det/ta-tillbaka/", outcome.outcome_retract, name="outcome_retract"),
    path("traffar/<int:pk>/fraga/", outcome.outcome_request, name="outcome_request"),
    path("traffar/foto/<int:pk>/", outcome.photo_detail, name="photo_detail"),
    path("traffar/foto/<int:pk>/ta-bort/", outcome.photo_delete, name="photo_delete"),
    path("traffar/<int:pk>/kalender.ics", feeds.activity_calendar, name="activity_calendar"),
    path("jag/kalender/", feeds.feed_list, name="feed_list"),
    path("jag/kalender/<int:pk>/stang/", feeds.feed_close, name="feed_close"),
    path("jag/kalender/<int:pk>/ny-adress/", feeds.feed_renew, name="feed_renew"),
    path("kalender/<slug:token>.ics", feeds.feed_file, name="feed_file"),
    path("oppet/kalender.ics", feeds.public_feed, name="public_feed"),
    path("oppet/forening/<slug:slug>/kalender.ics", feeds.public_branch_feed, name="public_branch_feed"),
    path("t/<str:token>/", outcome.outcome_by_link, name="outcome_by_link"),
]
