from django.urls import path

from traffar import views

app_name = "traffar"
urlpatterns = [
    path("", views.activity_list, name="activity_list"),
    path("ny/", views.activity_create, name="activity_create"),
    path("<int:pk>/", views.activity_detail, name="activity_detail"),
]
