from django.apps import AppConfig


class KongressConfig(AppConfig):
    name = "traffar.kongress"
    label = "kongress"
    verbose_name = "Konferenser och kongress"
