from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    name = "distrikt.organisation"
    label = "organisation"
    verbose_name = "Organisationen"
