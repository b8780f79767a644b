import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Task",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=300, verbose_name="vad")),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="klar senast")),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "att göra"), ("done", "gjord"), ("dropped", "utgår")],
                        default="open",
                        max_length=8,
                        verbose_name="läge",
                    ),
                ),
                ("done_on", models.DateField(blank=True, null=True, verbose_name="gjord den")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="så gick det")),
                ("is_private", models.BooleanField(default=False, verbose_name="bara för mig")),
                ("source_kind", models.CharField(blank=True, max_length=20, verbose_name="ur")),
                ("source_id", models.PositiveBigIntegerField(blank=True, null=True, verbose_name="id i källan")),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="inlagd"),
                ),
                (
                    "submission",
                    models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name="inskickning"),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                (
                    "created_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="inlagd av",
                    ),
                ),
                (
                    "responsible",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="tasks",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="ansvarig",
                    ),
                ),
                (
                    "taken_over_from",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="övertagen från",
                    ),
                ),
            ],
            options={
                "verbose_name": "uppgift",
                "verbose_name_plural": "uppgifter",
                "ordering": [models.OrderBy(models.F("due_on"), nulls_last=True), "pk"],
                "indexes": [models.Index(fields=["responsible", "state", "due_on"], name="task_by_person")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("source_kind", ""), _negated=True),
                        fields=("source_kind", "source_id"),
                        name="task_source_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "done"), _negated=True), ("done_on__isnull", False), _connector="OR"
                        ),
                        name="task_done_has_a_day",
                    ),
                ],
            },
        ),
    ]
