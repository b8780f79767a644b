import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("traffar", "0007_subscriptions"),
    ]

    operations = [
        migrations.CreateModel(
            name="SpeakingCount",
            fields=[
                (
                    "activity",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="speaking_count",
                        serialize=False,
                        to="traffar.activity",
                        verbose_name="aktivitet",
                    ),
                ),
                ("submission", models.UUIDField(default=uuid.uuid4, editable=False, verbose_name="inskickning")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
            ],
            options={
                "verbose_name": "taltidsräkning",
                "verbose_name_plural": "taltidsräkningar",
            },
        ),
        migrations.CreateModel(
            name="SpeakingShare",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("group", models.CharField(max_length=24, verbose_name="grupp")),
                ("turns", models.PositiveIntegerField(verbose_name="inlägg")),
                ("seconds", models.PositiveIntegerField(verbose_name="sekunder")),
                (
                    "activity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="speaking_shares",
                        to="traffar.activity",
                        verbose_name="aktivitet",
                    ),
                ),
            ],
            options={
                "verbose_name": "taltid",
                "verbose_name_plural": "taltider",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("activity", "group"),
                        name="speaking_group_once",
                        violation_error_message="Två grupper kan inte heta likadant.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("seconds", 0), ("turns__gt", 0), _connector="OR"),
                        name="speaking_time_has_turns",
                        violation_error_message="Den som har talat har gjort minst ett inlägg.",
                    ),
                ],
            },
        ),
    ]
