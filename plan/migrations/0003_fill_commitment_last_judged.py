from django.db import migrations
from django.db.models import Max


def fill(apps, schema_editor):
    """The new columns say of the past what they say of all that comes: the latest check-in, the latest amendment."""
    commitments = apps.get_model("plan", "Commitment").objects
    for model, day, column in (("CheckIn", "day", "checked_in_on"), ("Amendment", "decided_on", "amended_on")):
        rows = apps.get_model("plan", model).objects.order_by().values_list("commitment")
        for pk, latest in rows.annotate(latest=Max(day)):
            commitments.filter(pk=pk).update(**{column: latest})


class Migration(migrations.Migration):
    dependencies = [("plan", "0002_commitment_last_judged")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
