from django.urls import path

from plan.views import plans

app_name = "plan"
urlpatterns = [
    path("", plans.plan_current, name="plan_current"),
    path("alla/", plans.plan_list, name="plan_list"),
    path("<int:year>/", plans.plan_detail, name="plan_detail"),
    path("<int:year>/arshjul/", plans.year_wheel, name="year_wheel"),
    path("<int:year>/omrade/<slug:slug>/", plans.area_detail, name="area_detail"),
    path("<int:year>/atagande/<str:number>/", plans.plan_detail, name="commitment_detail"),
]
