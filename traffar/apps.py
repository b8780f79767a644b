from django.apps import AppConfig


class TraffarConfig(AppConfig):
    name = "traffar"
    label = "traffar"
    verbose_name = "Träffar"

    def ready(self) -> None:
        from distrikt.mail import register_kinds, topics
        from distrikt.organisation.branch_page import sections
        from distrikt.organisation.privacy import register
        from distrikt.utskick.groups import sources as group_sources
        from distrikt.utskick.jobs import kinds as job_kinds
        from distrikt.utskick.reminders import digest_sources, planners, reminder_rules
        from distrikt.utskick.week import sources as week_sources
        from plan.berattelse.chapters import part_sources
        from plan.evidence import sources
        from plan.year_wheel import mark_sources
        from traffar.branch_page import branch_activities
        from traffar.chapters import activity_parts
        from traffar.countables import register_countables
        from traffar.emails import KINDS
        from traffar.evidence import SOURCE, SOURCE_OF_EVIDENCE
        from traffar.groups import CONCERNED
        from traffar.helping.emails import KINDS as HELP_KINDS
        from traffar.helping.reminders import RULES as HELP_RULES
        from traffar.helping.reminders import help_lines
        from traffar.privacy import PERSONAL_DATA
        from traffar.public.poster import POSTER_JOBS
        from traffar.reminders import RULES, activity_lines
        from traffar.sign_up.emails import KINDS as SIGN_UP_KINDS
        from traffar.sign_up.reminders import RULES as SIGN_UP_RULES
        from traffar.topics import TOPICS
        from traffar.week import ACTIVITIES
        from traffar.weekly.actions import plan_weekly
        from traffar.weekly.emails import KINDS as WEEKLY_KINDS
        from traffar.wheel import year_marks

        sources.register(SOURCE, SOURCE_OF_EVIDENCE)
        mark_sources.register(SOURCE, year_marks)
        part_sources.register(SOURCE, activity_parts)
        sections.register(SOURCE, branch_activities)
        group_sources.register(SOURCE, CONCERNED)
        week_sources.register(SOURCE, ACTIVITIES)
        register_countables()
        register_kinds(KINDS)
        register_kinds(SIGN_UP_KINDS)
        for key, rule in {**RULES, **SIGN_UP_RULES, **HELP_RULES}.items():
            reminder_rules.register(key, rule)
        for key, kind in POSTER_JOBS.items():
            job_kinds.register(key, kind)
        digest_sources.register(SOURCE, activity_lines)
        register_kinds(HELP_KINDS)
        register_kinds(WEEKLY_KINDS)
        for key, topic in TOPICS.items():
            topics.register(key, topic)
        planners.register("weekly", plan_weekly)
        digest_sources.register("help", help_lines)
        register(*PERSONAL_DATA)
