from django.apps import AppConfig


class StudierConfig(AppConfig):
    name = "studier"
    label = "studier"
    verbose_name = "Studier"
