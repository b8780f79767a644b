from django.db import migrations


def add(apps, schema_editor):
    """The chair of a meeting whose minutes are taken is one of the adjusters, as who is given the duty from now on."""
    adjusters = apps.get_model("styrelse", "Adjuster").objects
    written = {"meeting__status__in": ("open", "draft"), "meeting__is_entered_afterwards": False}
    for chair in apps.get_model("styrelse", "Presence").objects.filter(duty="chair", **written):
        fields = {"meeting_id": chair.meeting_id, "name": chair.name, "role": chair.role, "is_chair": True}
        adjusters.update_or_create(presence=chair, defaults=fields)


class Migration(migrations.Migration):
    dependencies = [("styrelse", "0004_days_of_notice")]

    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
