import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("traffar", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SignUpTerms",
            fields=[
                (
                    "activity",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="sign_up_terms",
                        serialize=False,
                        to="traffar.activity",
                        verbose_name="aktivitet",
                    ),
                ),
                (
                    "open_to",
                    models.CharField(
                        choices=[("members", "medlemmar"), ("everyone", "alla")],
                        default="members",
                        max_length=10,
                        verbose_name="vem kan anmäla sig",
                    ),
                ),
                ("capacity", models.PositiveIntegerField(blank=True, null=True, verbose_name="antal platser")),
                ("closes_on", models.DateField(blank=True, null=True, verbose_name="sista dag att anmäla sig")),
                (
                    "hours_to_accept",
                    models.PositiveSmallIntegerField(default=24, verbose_name="timmar att tacka ja till en plats"),
                ),
                ("asks_food", models.BooleanField(default=False, verbose_name="fråga om mat och allergi")),
                ("asks_childcare", models.BooleanField(default=False, verbose_name="fråga om barnpassning")),
                ("asks_rides", models.BooleanField(default=False, verbose_name="fråga om samåkning")),
                ("own_question", models.CharField(blank=True, max_length=200, verbose_name="egen fråga")),
                (
                    "place_for_signed_up",
                    models.CharField(blank=True, max_length=160, verbose_name="plats som bara anmälda får se"),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
            ],
            options={
                "verbose_name": "anmälningsvillkor",
                "verbose_name_plural": "anmälningsvillkor",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("capacity", None), ("capacity__gte", 1), _connector="OR"),
                        name="terms_have_a_place",
                        violation_error_message="Minst en plats. Lämna tomt om det inte finns någon gräns.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("hours_to_accept__gte", 1), ("hours_to_accept__lte", 168)),
                        name="terms_give_time_to_accept",
                        violation_error_message="Mellan 1 och 168 timmar (en vecka).",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SignUp",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(blank=True, max_length=100, verbose_name="namn")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-post")),
                ("companions", models.PositiveSmallIntegerField(default=0, verbose_name="hur många har du med dig?")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("unconfirmed", "väntar på bekräftelse"),
                            ("coming", "anmäld"),
                            ("queued", "i kö"),
                            ("offered", "erbjuden plats"),
                            ("ended", "avanmäld"),
                        ],
                        max_length=12,
                        verbose_name="läge",
                    ),
                ),
                ("turn", models.PositiveIntegerField(blank=True, null=True, verbose_name="i tur")),
                ("offered_until", models.DateTimeField(blank=True, null=True, verbose_name="platsen hålls till")),
                ("food", models.CharField(blank=True, max_length=200, verbose_name="mat och allergi")),
                ("childcare", models.CharField(blank=True, max_length=200, verbose_name="barnpassning")),
                (
                    "ride",
                    models.CharField(
                        blank=True,
                        choices=[("", "ordnar det själv"), ("needs", "behöver skjuts"), ("gives", "har plats i bilen")],
                        max_length=5,
                        verbose_name="samåkning",
                    ),
                ),
                ("ride_seats", models.PositiveSmallIntegerField(default=0, verbose_name="platser i bilen")),
                ("own_answer", models.CharField(blank=True, max_length=300, verbose_name="svar på egen fråga")),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("account", "inloggad"),
                            ("public", "öppen sida"),
                            ("by_hand", "inlagd av arrangören"),
                        ],
                        max_length=10,
                        verbose_name="hur anmälan kom",
                    ),
                ),
                (
                    "consent_text",
                    models.CharField(blank=True, max_length=20, verbose_name="samtyckets ordalydelse (version)"),
                ),
                ("consent_at", models.DateTimeField(blank=True, null=True, verbose_name="samtycke givet")),
                ("came", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="hur många som kom")),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="inlagd"),
                ),
                (
                    "submission",
                    models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name="inskickning"),
                ),
                (
                    "activity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sign_ups",
                        to="traffar.activity",
                        verbose_name="aktivitet",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="sign_ups",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "anmälan",
                "verbose_name_plural": "anmälningar",
                "ordering": ["turn", "pk"],
                "indexes": [
                    models.Index(fields=["activity", "status", "turn"], name="sign_up_in_line"),
                    models.Index(fields=["status", "offered_until"], name="sign_up_offers"),
                    models.Index(fields=["email", "created_at"], name="sign_up_by_address"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("person__isnull", False), models.Q(("status", "ended"), _negated=True)),
                        fields=("activity", "person"),
                        name="sign_up_person_once",
                        violation_error_message="Personen är redan anmäld.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            models.Q(("email", ""), _negated=True), models.Q(("status", "ended"), _negated=True)
                        ),
                        fields=("activity", "email"),
                        name="sign_up_address_once",
                        violation_error_message="Den adressen är redan anmäld.",
                    ),
                    models.UniqueConstraint(fields=("activity", "turn"), name="sign_up_turn_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "offered"), _negated=True),
                            ("offered_until__isnull", False),
                            _connector="OR",
                        ),
                        name="sign_up_offer_has_an_end",
                    ),
                ],
            },
        ),
    ]
