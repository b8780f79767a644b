import uuid

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("organisation", "0003_user_bounced_email"),
        ("traffar", "0004_member_links"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="HelpRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "people",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        default=0,
                        validators=[django.core.validators.MaxValueValidator(200, "Högst 200.")],
                        verbose_name="personer",
                    ),
                ),
                (
                    "cars",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        default=0,
                        validators=[django.core.validators.MaxValueValidator(200, "Högst 200.")],
                        verbose_name="bilar",
                    ),
                ),
                (
                    "material",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        default=0,
                        validators=[django.core.validators.MaxValueValidator(200, "Högst 200.")],
                        verbose_name="antal av materialet",
                    ),
                ),
                ("material_words", models.CharField(blank=True, max_length=80, verbose_name="material")),
                (
                    "speakers",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        default=0,
                        validators=[django.core.validators.MaxValueValidator(200, "Högst 200.")],
                        verbose_name="talare",
                    ),
                ),
                ("topic", models.CharField(blank=True, max_length=80, verbose_name="vad talaren ska tala om")),
                ("meets_at", models.TimeField(blank=True, null=True, verbose_name="samling")),
                ("place", models.CharField(blank=True, max_length=160, verbose_name="samlingsplats")),
                ("message", models.CharField(blank=True, max_length=300, verbose_name="en mening")),
                ("is_closed", models.BooleanField(default=False, verbose_name="klarar sig nu")),
                ("thanks", models.CharField(blank=True, max_length=300, verbose_name="tack")),
                ("is_thanked", models.BooleanField(default=False, verbose_name="tackad")),
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
                    "activity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="help_requests",
                        to="traffar.activity",
                        verbose_name="aktivitet",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="inlagd av",
                    ),
                ),
            ],
            options={
                "verbose_name": "vi behöver",
                "verbose_name_plural": "vi behöver",
                "ordering": ["activity__starts_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="HelpOffer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "people",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        default=0,
                        validators=[django.core.validators.MaxValueValidator(200, "Högst 200.")],
                        verbose_name="personer",
                    ),
                ),
                (
                    "cars",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        default=0,
                        validators=[django.core.validators.MaxValueValidator(200, "Högst 200.")],
                        verbose_name="bilar",
                    ),
                ),
                (
                    "seats",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        default=0,
                        validators=[django.core.validators.MaxValueValidator(200, "Högst 200.")],
                        verbose_name="lediga platser i bilarna",
                    ),
                ),
                (
                    "material",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        default=0,
                        validators=[django.core.validators.MaxValueValidator(200, "Högst 200.")],
                        verbose_name="antal av materialet",
                    ),
                ),
                ("brings", models.CharField(blank=True, max_length=120, verbose_name="vi tar med")),
                (
                    "speakers",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        default=0,
                        validators=[django.core.validators.MaxValueValidator(200, "Högst 200.")],
                        verbose_name="talare",
                    ),
                ),
                ("came", models.BooleanField(default=False, verbose_name="kom")),
                (
                    "came_people",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        default=0,
                        validators=[django.core.validators.MaxValueValidator(200, "Högst 200.")],
                        verbose_name="personer som kom",
                    ),
                ),
                (
                    "came_cars",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        default=0,
                        validators=[django.core.validators.MaxValueValidator(200, "Högst 200.")],
                        verbose_name="bilar som kom",
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="svarat"),
                ),
                (
                    "submission",
                    models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name="inskickning"),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="help_offers",
                        to="organisation.body",
                        verbose_name="vilka som kommer",
                    ),
                ),
                (
                    "offered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="svarat av",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="offers",
                        to="traffar.helprequest",
                        verbose_name="vi behöver",
                    ),
                ),
            ],
            options={
                "verbose_name": "vi kan komma",
                "verbose_name_plural": "vi kan komma",
                "ordering": ["pk"],
            },
        ),
        migrations.AddConstraint(
            model_name="helprequest",
            constraint=models.CheckConstraint(
                condition=models.Q(("cars", 0), ("material", 0), ("people", 0), ("speakers", 0), _negated=True),
                name="help_request_asks_for_something",
                violation_error_message="Skriv vad ni behöver: personer, bilar, material eller talare.",
            ),
        ),
        migrations.AddConstraint(
            model_name="helprequest",
            constraint=models.CheckConstraint(
                condition=models.Q(("material", 0), models.Q(("material_words", ""), _negated=True), _connector="OR"),
                name="help_request_names_material",
                violation_error_message="Skriv vad för material ni behöver.",
            ),
        ),
        migrations.AddConstraint(
            model_name="helpoffer",
            constraint=models.UniqueConstraint(
                fields=("request", "body"),
                name="help_offer_once_a_body",
                violation_error_message="De har redan svarat. Ändra det svaret i stället.",
            ),
        ),
        migrations.AddConstraint(
            model_name="helpoffer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("cars", 0), ("material", 0), ("people", 0), ("speakers", 0), _negated=True),
                    models.Q(("brings", ""), _negated=True),
                    _connector="OR",
                ),
                name="help_offer_brings_something",
                violation_error_message="Skriv hur många ni kommer, eller vad ni tar med.",
            ),
        ),
        migrations.AddConstraint(
            model_name="helpoffer",
            constraint=models.CheckConstraint(
                condition=models.Q(("seats", 0), ("cars__gt", 0), _connector="OR"),
                name="help_offer_seats_are_in_cars",
                violation_error_message="Skriv också hur många bilar ni kommer med.",
            ),
        ),
        migrations.AddConstraint(
            model_name="helpoffer",
            constraint=models.CheckConstraint(
                condition=models.Q(("came", True), models.Q(("came_cars", 0), ("came_people", 0)), _connector="OR"),
                name="help_offer_counts_only_who_came",
            ),
        ),
    ]
