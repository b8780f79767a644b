import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import traffar.models.feeds


class Migration(migrations.Migration):
    dependencies = [
        ("organisation", "0003_user_bounced_email"),
        ("traffar", "0003_calendar_feeds"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="MemberLink",
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
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="gjord"),
                ),
                ("revoked_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="stängd")),
                (
                    "branch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="member_links",
                        to="organisation.body",
                        verbose_name="partiförening",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="gjord av",
                    ),
                ),
            ],
            options={
                "verbose_name": "medlemslänk",
                "verbose_name_plural": "medlemslänkar",
                "ordering": ["created_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("revoked_at", None)), fields=("branch",), name="member_link_open_once"
                    )
                ],
            },
        ),
    ]
