from django.apps import AppConfig


class NatverkConfig(AppConfig):
    name = "natverk"
    label = "natverk"
    verbose_name = "Nätverk"
