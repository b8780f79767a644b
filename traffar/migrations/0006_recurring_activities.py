import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("traffar", "0005_helping_each_other"),
    ]

    operations = [
        migrations.CreateModel(
            name="ActivitySeries",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("rule", models.TextField(verbose_name="regel i ord")),
            ],
            options={
                "verbose_name": "serie",
                "verbose_name_plural": "serier",
            },
        ),
        migrations.AddField(
            model_name="activity",
            name="series",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="activities",
                to="traffar.activityseries",
                verbose_name="serie",
            ),
        ),
    ]
