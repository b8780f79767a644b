from pathlib import Path

from django.db import migrations, models

from traffar.styrelse import migrations as own

LAST = max(path.stem for path in Path(own.__path__[0]).glob("0*.py"))


class Migration(migrations.Migration):
    dependencies = [("styrelse", LAST)]

    operations = [
        migrations.AlterField(
            model_name="decision",
            name="reference",
            field=models.CharField("beteckning", max_length=80, blank=True),
        ),
    ]
