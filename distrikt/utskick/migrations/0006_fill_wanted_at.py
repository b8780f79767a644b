from django.db import migrations
from django.db.models import F


def fill(apps, schema_editor):
    apps.get_model("utskick", "Message").objects.update(wanted_at=F("due_at"))


class Migration(migrations.Migration):
    dependencies = [("utskick", "0005_message_wanted_at")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
