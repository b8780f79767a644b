from django.urls import path

from plan.uppgifter import views

app_name = "uppgifter"
urlpatterns = [
    path("", views.task_list, name="task_list"),
    path("<int:pk>/klar/", views.task_finish, name="task_finish"),
    path("<int:pk>/oppna/", views.task_reopen, name="task_reopen"),
]
