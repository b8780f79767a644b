from django.urls import path

from plan.intake import views as intake
from plan.views import commitments, plans

app_name = "plan"
urlpatterns = [
    path("", plans.plan_current, name="plan_current"),
    path("alla/", plans.plan_list, name="plan_list"),
    path("las-in/", intake.plan_read, name="plan_read"),
    path("las-in/<uuid:pk>/", intake.plan_read_review, name="plan_read_review"),
    path("las-in/<uuid:pk>/spara/", intake.plan_read_save, name="plan_read_save"),
    path("las-in/<uuid:pk>/slang/", intake.plan_read_discard, name="plan_read_discard"),
    path("<int:year>/las-in/", intake.plan_read, name="plan_read"),
    path("<int:year>/", plans.plan_detail, name="plan_detail"),
    path("<int:year>/andra/", plans.plan_edit, name="plan_edit"),
    path("<int:year>/antag/", plans.plan_adopt, name="plan_adopt"),
    path("<int:year>/avsluta/", plans.plan_close, name="plan_close"),
    path("<int:year>/arshjul/", plans.year_wheel, name="year_wheel"),
    path("<int:year>/omrade/<slug:slug>/", plans.area_detail, name="area_detail"),
    path("<int:year>/atagande/<str:number>/", commitments.commitment_detail, name="commitment_detail"),
    path("<int:year>/atagande/<str:number>/avstamning/", commitments.check_in_create, name="check_in_create"),
    path("<int:year>/atagande/<str:number>/andra/", commitments.commitment_edit, name="commitment_edit"),
    path("<int:year>/atagande/<str:number>/beslut/", commitments.amendment_create, name="amendment_create"),
]
