from django.urls import path

from plan.berattelse.views import chapters, outcomes, reports

app_name = "berattelse"
urlpatterns = [
    path("", reports.report_current, name="report_current"),
    path("<int:year>/", reports.report_detail, name="report_detail"),
    path("<int:year>/borja/", reports.report_create, name="report_create"),
    path("<int:year>/las/", reports.report_read, name="report_read"),
    path("<int:year>/pdf/", reports.report_pdf, name="report_pdf"),
    path("<int:year>/godkann/", reports.report_approve, name="report_approve"),
    path("<int:year>/oppna-igen/", reports.report_reopen, name="report_reopen"),
    path("<int:year>/kapitel/<str:key>/", chapters.chapter_edit, name="chapter_edit"),
    path("<int:year>/utfall/", outcomes.outcome_list, name="outcome_list"),
    path("<int:year>/utfall/godta/", outcomes.outcome_accept_all, name="outcome_accept_all"),
    path("<int:year>/utfall/<str:number>/", outcomes.outcome_decide, name="outcome_decide"),
]
