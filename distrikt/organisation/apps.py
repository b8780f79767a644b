from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    name = "distrikt.organisation"
    label = "organisation"
    verbose_name = "Organisationen"

    def ready(self) -> None:
        from distrikt.mail import register_kinds
        from distrikt.organisation.emails import KINDS
        from distrikt.organisation.privacy import PERSONAL_DATA, register

        register(*PERSONAL_DATA)
        register_kinds(KINDS)
