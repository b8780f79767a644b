from django.apps import AppConfig


class RegionConfig(AppConfig):
    name = "region"
    label = "region"
    verbose_name = "Regionpolitik"
