from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    name = "distrikt.organisation"
    label = "organisation"
    verbose_name = "Organisationen"

    def ready(self) -> None:
        from distrikt.organisation.privacy import PERSONAL_DATA, register

        register(*PERSONAL_DATA)
