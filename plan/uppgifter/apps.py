from django.apps import AppConfig


class UppgifterConfig(AppConfig):
    name = "plan.uppgifter"
    label = "uppgifter"
    verbose_name = "Uppgifter"

    def ready(self) -> None:
        from distrikt.mail import register_kinds
        from distrikt.organisation.privacy import register
        from distrikt.utskick.reminders import reminder_rules
        from plan.uppgifter.emails import KINDS
        from plan.uppgifter.privacy import PERSONAL_DATA
        from plan.uppgifter.reminders import RULES

        register(*PERSONAL_DATA)
        register_kinds(KINDS)
        for key, rule in RULES.items():
            reminder_rules.register(key, rule)
