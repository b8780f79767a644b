import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import traffar.models.feeds


class Migration(migrations.Migration):
    dependencies = [
        ("organisation", "0003_user_bounced_email"),
        ("traffar", "0002_sign_up"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CalendarFeed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "token",
                    models.CharField(
                        default=traffar.models.feeds.new_token,
                        editable=False,
                        max_length=64,
                        unique=True,
                        verbose_name="nyckel",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("own", "det som rör mig"),
                            ("all", "allt i distriktet"),
                            ("body", "det ett organ ordnar"),
                        ],
                        max_length=10,
                        verbose_name="innehåll",
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="gjord"),
                ),
                ("last_read_on", models.DateField(blank=True, editable=False, null=True, verbose_name="senast hämtad")),
                ("revoked_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="stängd")),
                (
                    "submission",
                    models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name="inskickning"),
                ),
                (
                    "body",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="organisation.body",
                        verbose_name="organ",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="ägare",
                    ),
                ),
            ],
            options={
                "verbose_name": "kalenderflöde",
                "verbose_name_plural": "kalenderflöden",
                "ordering": ["created_at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("body__isnull", False), ("kind", "body")),
                            models.Q(models.Q(("kind", "body"), _negated=True), ("body", None)),
                            _connector="OR",
                        ),
                        name="calendar_feed_of_a_body_names_it",
                        violation_error_message="Välj vems aktiviteter som ska stå i kalendern.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("body", None), ("revoked_at", None)),
                        fields=("owner", "kind"),
                        name="calendar_feed_open_once",
                        violation_error_message="Du har redan en adress till den kalendern.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("revoked_at", None)),
                        fields=("owner", "body"),
                        name="calendar_feed_of_a_body_open_once",
                        violation_error_message="Du har redan en adress till den kalendern.",
                    ),
                ],
            },
        ),
    ]
