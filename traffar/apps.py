from django.apps import AppConfig


class TraffarConfig(AppConfig):
    name = "traffar"
    label = "traffar"
    verbose_name = "Träffar"
