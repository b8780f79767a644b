from django.urls import path

from traffar.sign_up.views import organisers, visitors
from traffar.views import activity, calendar, outcome, registration

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
    path("traffar/<int:pk>/anmalan/", visitors.sign_up_create, name="sign_up_create"),
    path("traffar/<int:pk>/anmalan/avanmal/", visitors.sign_up_cancel, name="sign_up_cancel"),
    path("traffar/<int:pk>/anmalan/tacka-ja/", visitors.sign_up_accept, name="sign_up_accept"),
    path("traffar/<int:pk>/anmalan/villkor/", organisers.terms_edit, name="terms_edit"),
    path("traffar/<int:pk>/anmalda/", organisers.sign_up_list, name="sign_up_list"),
    path("traffar/<int:pk>/anmalda/<int:sign_up>/ta-bort/", organisers.sign_up_remove, name="sign_up_remove"),
    path("traffar/<int:pk>/anmalda/csv/", organisers.sign_ups_csv, name="sign_ups_csv"),
    path("traffar/<int:pk>/anmalda/xlsx/", organisers.sign_ups_xlsx, name="sign_ups_xlsx"),
    path("traffar/<int:pk>/anmalda/pdf/", organisers.sign_ups_pdf, name="sign_ups_pdf"),
    path("traffar/<int:pk>/narvaro/", organisers.attendance, name="attendance"),
    path("traffar/<int:pk>/narvaro/<int:sign_up>/", organisers.attendance_tick, name="attendance_tick"),
    path("oppet/anmalan/<int:pk>/", visitors.sign_up_public, name="sign_up_public"),
    path("oppet/anmalan/<int:pk>/tack/", visitors.sign_up_asked, name="sign_up_asked"),
    path("a/<str:token>/", visitors.sign_up_by_link, name="sign_up_by_link"),
    path("t/<str:token>/", outcome.outcome_by_link, name="outcome_by_link"),
]
