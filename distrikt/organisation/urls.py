from django.urls import path

from distrikt.organisation import views

app_name = "organisation"
urlpatterns = [
    path("foreningar/", views.branch_list, name="branch_list"),
    path("manniskor/", views.person_list, name="person_list"),
    path("installningar/", views.district_edit, name="district_edit"),
    path("jag/", views.profile, name="profile"),
]
