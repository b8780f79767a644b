import uuid

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("organisation", "0004_district_retention"),
        ("plan", "0004_amendment_deadlines"),
        ("traffar", "0009_sign_up_version_and_photo_consent"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AgendaItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("locked_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="låst")),
                ("position", models.PositiveSmallIntegerField(verbose_name="plats på dagordningen")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("opening", "öppnande"),
                            ("chair", "mötesordförande"),
                            ("secretary", "sekreterare"),
                            ("adjusters", "justerare"),
                            ("agenda", "dagordning"),
                            ("previous", "föregående protokoll"),
                            ("report", "rapport"),
                            ("matter", "ärende"),
                            ("other", "övrigt"),
                            ("next", "nästa möte"),
                            ("closing", "avslutande"),
                        ],
                        default="matter",
                        max_length=10,
                        verbose_name="slag",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="rubrik")),
                ("background", models.TextField(blank=True, max_length=20000, verbose_name="underlag")),
                ("text", models.TextField(blank=True, max_length=20000, verbose_name="protokollstext")),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "behandlad"),
                            ("tabled", "bordlagd"),
                            ("referred", "återremitterad"),
                            ("dropped", "utgår"),
                        ],
                        max_length=10,
                        verbose_name="utgång",
                    ),
                ),
                ("is_confidential", models.BooleanField(default=False, verbose_name="sluten punkt")),
                ("source_kind", models.CharField(blank=True, max_length=20, verbose_name="ur")),
                ("source_id", models.PositiveBigIntegerField(blank=True, null=True, verbose_name="id i källan")),
                ("paragraph", models.PositiveIntegerField(blank=True, null=True, verbose_name="paragraf")),
                ("series", models.CharField(blank=True, max_length=40, null=True, verbose_name="paragrafserie")),
                ("immediate_at", models.DateTimeField(blank=True, null=True, verbose_name="omedelbart justerad")),
                (
                    "immediate_voting",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="röstande vid justeringen"),
                ),
                (
                    "immediate_quorum",
                    models.BooleanField(blank=True, null=True, verbose_name="beslutsfört vid justeringen"),
                ),
                (
                    "submission",
                    models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name="inskickning"),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
            ],
            options={
                "verbose_name": "ärende",
                "verbose_name_plural": "ärenden",
                "ordering": ["position", "pk"],
            },
        ),
        migrations.CreateModel(
            name="BoardMeeting",
            fields=[
                ("locked_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="låst")),
                (
                    "activity",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="board_meeting",
                        serialize=False,
                        to="traffar.activity",
                        verbose_name="aktivitet",
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="år")),
                ("number", models.PositiveSmallIntegerField(verbose_name="nummer i året")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("planned", "planerat"),
                            ("called", "kallat"),
                            ("open", "pågår"),
                            ("draft", "utkast till protokoll"),
                            ("review", "till justering"),
                            ("adjusted", "justerat"),
                        ],
                        default="planned",
                        max_length=10,
                        verbose_name="läge",
                    ),
                ),
                ("called_at", models.DateTimeField(blank=True, null=True, verbose_name="kallat")),
                ("is_called_late", models.BooleanField(default=False, verbose_name="kallat senare än reglerna säger")),
                ("opened_at", models.DateTimeField(blank=True, null=True, verbose_name="öppnat")),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="avslutat")),
                ("held_on", models.DateField(blank=True, null=True, verbose_name="hållet")),
                ("body_name", models.CharField(blank=True, max_length=120, verbose_name="organets namn")),
                ("place", models.CharField(blank=True, max_length=160, verbose_name="plats")),
                (
                    "quorum",
                    models.CharField(
                        choices=[
                            ("more_than_half", "fler än hälften av de röstberättigade"),
                            ("half", "minst hälften av de röstberättigade"),
                            ("two_thirds", "minst två tredjedelar av de röstberättigade"),
                        ],
                        default="more_than_half",
                        max_length=20,
                        verbose_name="beslutsför när",
                    ),
                ),
                ("review_at", models.DateTimeField(blank=True, null=True, verbose_name="lämnat till justering")),
                ("is_entered_afterwards", models.BooleanField(default=False, verbose_name="infört i efterhand")),
                ("confirmed_by", models.CharField(blank=True, max_length=125, verbose_name="bekräftat av")),
                ("content_hash", models.CharField(blank=True, max_length=64, verbose_name="kontrollsumma")),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="inlagt"),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisation.body",
                        verbose_name="organ",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="inlagt av",
                    ),
                ),
            ],
            options={
                "verbose_name": "styrelsemöte",
                "verbose_name_plural": "styrelsemöten",
                "ordering": ["activity__starts_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Attachment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("locked_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="låst")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("paper", "handling"),
                            ("minutes", "uppladdat protokoll"),
                            ("signed", "underskriven sida"),
                        ],
                        default="paper",
                        max_length=10,
                        verbose_name="slag",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="rubrik")),
                ("file", models.FileField(upload_to="styrelsen/", verbose_name="fil")),
                ("sha256", models.CharField(max_length=64, verbose_name="kontrollsumma")),
                ("number", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="bilaga")),
                ("is_confidential", models.BooleanField(default=False, verbose_name="sluten")),
                ("uploaded_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="inlagd")),
                (
                    "submission",
                    models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name="inskickning"),
                ),
                (
                    "item",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attachments",
                        to="styrelse.agendaitem",
                        verbose_name="ärende",
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="inlagd av",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attachments",
                        to="styrelse.boardmeeting",
                        verbose_name="möte",
                    ),
                ),
            ],
            options={
                "verbose_name": "handling",
                "verbose_name_plural": "handlingar",
                "ordering": [
                    models.OrderBy(models.F("number"), nulls_last=True),
                    models.OrderBy(models.F("item__position"), nulls_last=True),
                    "pk",
                ],
            },
        ),
        migrations.AddField(
            model_name="agendaitem",
            name="meeting",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="items",
                to="styrelse.boardmeeting",
                verbose_name="möte",
            ),
        ),
        migrations.CreateModel(
            name="BoardRules",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "numbering",
                    models.CharField(
                        choices=[("meeting", "börja om på 1 varje möte"), ("year", "löpande genom året")],
                        default="year",
                        max_length=10,
                        verbose_name="paragrafnumrering",
                    ),
                ),
                (
                    "quorum",
                    models.CharField(
                        choices=[
                            ("more_than_half", "fler än hälften av de röstberättigade"),
                            ("half", "minst hälften av de röstberättigade"),
                            ("two_thirds", "minst två tredjedelar av de röstberättigade"),
                        ],
                        default="more_than_half",
                        max_length=20,
                        verbose_name="beslutsför när",
                    ),
                ),
                (
                    "notice_days",
                    models.PositiveSmallIntegerField(
                        default=7,
                        validators=[django.core.validators.MaxValueValidator(60, "Högst 60 dagar.")],
                        verbose_name="kallelse, dagar före",
                    ),
                ),
                ("calls_substitutes", models.BooleanField(default=True, verbose_name="alla ersättare kallas")),
                (
                    "publishes_minutes",
                    models.BooleanField(
                        default=True, verbose_name="justerade protokoll kan publiceras för medlemmarna"
                    ),
                ),
                (
                    "agenda",
                    models.TextField(
                        default="Mötets öppnande\nVal av mötesordförande\nVal av sekreterare\nVal av justerare\nFastställande av dagordning\nFöregående protokoll\nOmbudsmannens rapport\nRapporter\nÄrenden\nÖvriga frågor\nNästa möte\nMötets avslutande\n",
                        max_length=4000,
                        verbose_name="dagordning, en rad per punkt",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
            ],
            options={
                "verbose_name": "styrelsens regler",
                "verbose_name_plural": "styrelsens regler",
                "constraints": [models.CheckConstraint(condition=models.Q(("pk", 1)), name="board_rules_are_one")],
            },
        ),
        migrations.CreateModel(
            name="CircularDecision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=200, verbose_name="rubrik")),
                ("background", models.TextField(blank=True, max_length=10000, verbose_name="bakgrund")),
                ("text", models.TextField(max_length=5000, verbose_name="förslag till beslut")),
                (
                    "is_confidential",
                    models.BooleanField(
                        default=False,
                        help_text="Beslutet och punkten i protokollet syns bara för styrelsen och revisorerna.",
                        verbose_name="slutet",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("open", "pågår"),
                            ("carried", "bifallen"),
                            ("rejected", "avslagen"),
                            ("no_consent", "alla gick inte med på formen"),
                            ("withdrawn", "återtagen"),
                        ],
                        default="open",
                        max_length=12,
                        verbose_name="läge",
                    ),
                ),
                ("closes_at", models.DateTimeField(verbose_name="svara senast")),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="ställd")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="avslutad")),
                (
                    "submission",
                    models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name="inskickning"),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="ställd av",
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisation.body",
                        verbose_name="organ",
                    ),
                ),
                (
                    "item",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="circular",
                        to="styrelse.agendaitem",
                        verbose_name="infört i protokollet",
                    ),
                ),
            ],
            options={
                "verbose_name": "beslut per capsulam",
                "verbose_name_plural": "beslut per capsulam",
                "ordering": ["-asked_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="CircularAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=125, verbose_name="namn")),
                (
                    "consents",
                    models.BooleanField(blank=True, null=True, verbose_name="går med på att det beslutas per capsulam"),
                ),
                (
                    "vote",
                    models.CharField(
                        blank=True,
                        choices=[("", "har inte svarat"), ("yes", "ja"), ("no", "nej"), ("abstains", "avstår")],
                        max_length=10,
                        verbose_name="röst",
                    ),
                ),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="svarade")),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
                (
                    "circular",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answers",
                        to="styrelse.circulardecision",
                        verbose_name="beslut per capsulam",
                    ),
                ),
            ],
            options={
                "verbose_name": "svar per capsulam",
                "verbose_name_plural": "svar per capsulam",
                "ordering": ["name", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("locked_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="låst")),
                ("reference", models.CharField(blank=True, max_length=40, verbose_name="beteckning")),
                ("decided_on", models.DateField(verbose_name="beslutat")),
                ("position", models.PositiveSmallIntegerField(default=1, verbose_name="ordning")),
                ("text", models.TextField(max_length=5000, verbose_name="beslut")),
                (
                    "method",
                    models.CharField(
                        choices=[("acclamation", "acklamation"), ("count", "rösträkning")],
                        default="acclamation",
                        max_length=12,
                        verbose_name="hur",
                    ),
                ),
                ("votes_for", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="ja")),
                ("votes_against", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="nej")),
                ("votes_abstained", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="avstår")),
                ("responsible_name", models.CharField(blank=True, max_length=125, verbose_name="ansvarig (namn)")),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="klart senast")),
                (
                    "amount",
                    models.PositiveBigIntegerField(
                        blank=True,
                        null=True,
                        validators=[django.core.validators.MaxValueValidator(1000000000, "Högst en miljard.")],
                        verbose_name="belopp i kronor",
                    ),
                ),
                ("is_confidential", models.BooleanField(default=False, verbose_name="slutet")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("nothing", "inget att göra"),
                            ("open", "öppet"),
                            ("done", "genomfört"),
                            ("dropped", "genomförs inte"),
                        ],
                        default="nothing",
                        max_length=10,
                        verbose_name="läge",
                    ),
                ),
                ("done_on", models.DateField(blank=True, null=True, verbose_name="genomfört den")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="så gick det")),
                (
                    "submission",
                    models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name="inskickning"),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisation.body",
                        verbose_name="organ",
                    ),
                ),
                (
                    "circular",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decision",
                        to="styrelse.circulardecision",
                        verbose_name="beslut per capsulam",
                    ),
                ),
                (
                    "commitments",
                    models.ManyToManyField(
                        blank=True, related_name="+", to="plan.commitment", verbose_name="hör till punkterna i planen"
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="styrelse.agendaitem",
                        verbose_name="ärende",
                    ),
                ),
                (
                    "responsible",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="ansvarig",
                    ),
                ),
            ],
            options={
                "verbose_name": "beslut",
                "verbose_name_plural": "beslut",
                "ordering": [
                    "-decided_on",
                    models.OrderBy(models.F("item__paragraph"), nulls_last=True),
                    "position",
                    "pk",
                ],
            },
        ),
        migrations.CreateModel(
            name="MinutesComment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField(max_length=2000, verbose_name="kommentar")),
                ("written_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="skriven")),
                ("settled_at", models.DateTimeField(blank=True, null=True, verbose_name="åtgärdad")),
                (
                    "submission",
                    models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name="inskickning"),
                ),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="skriven av",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="comments",
                        to="styrelse.agendaitem",
                        verbose_name="ärende",
                    ),
                ),
            ],
            options={
                "verbose_name": "justeringskommentar",
                "verbose_name_plural": "justeringskommentarer",
                "ordering": ["written_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Presence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("locked_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="låst")),
                ("name", models.CharField(max_length=125, verbose_name="namn")),
                ("role", models.CharField(max_length=60, verbose_name="roll")),
                (
                    "standing",
                    models.CharField(
                        choices=[("member", "ledamot"), ("substitute", "ersättare"), ("co_opted", "adjungerad")],
                        max_length=10,
                        verbose_name="som",
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="ordning")),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        choices=[("", "har inte svarat"), ("coming", "kommer"), ("apology", "har anmält förhinder")],
                        max_length=10,
                        verbose_name="svar på kallelsen",
                    ),
                ),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="svarade")),
                ("is_present", models.BooleanField(default=False, verbose_name="närvarande från början")),
                ("may_speak", models.BooleanField(default=True, verbose_name="yttranderätt")),
                ("may_propose", models.BooleanField(default=True, verbose_name="förslagsrätt")),
                (
                    "duty",
                    models.CharField(
                        blank=True,
                        choices=[("", "–"), ("chair", "mötesordförande"), ("secretary", "mötessekreterare")],
                        max_length=10,
                        verbose_name="uppdrag vid mötet",
                    ),
                ),
                (
                    "submission",
                    models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name="inskickning"),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="presences",
                        to="styrelse.boardmeeting",
                        verbose_name="möte",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "närvaro",
                "verbose_name_plural": "närvaro",
                "ordering": ["standing", "order", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Adjuster",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("locked_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="låst")),
                ("name", models.CharField(max_length=125, verbose_name="namn")),
                ("role", models.CharField(max_length=60, verbose_name="roll")),
                ("is_chair", models.BooleanField(default=False, verbose_name="mötesordförande")),
                ("approved_at", models.DateTimeField(blank=True, null=True, verbose_name="godkände")),
                ("approved_hash", models.CharField(blank=True, max_length=64, verbose_name="godkänd kontrollsumma")),
                (
                    "way",
                    models.CharField(
                        blank=True,
                        choices=[("", "väntar"), ("app", "i programmet"), ("paper", "underskriven sida")],
                        max_length=5,
                        verbose_name="hur",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="adjusters",
                        to="styrelse.boardmeeting",
                        verbose_name="möte",
                    ),
                ),
                (
                    "presence",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="adjusts",
                        to="styrelse.presence",
                        verbose_name="närvaro",
                    ),
                ),
            ],
            options={
                "verbose_name": "justerare",
                "verbose_name_plural": "justerare",
                "ordering": ["is_chair", "pk"],
            },
        ),
        migrations.CreateModel(
            name="PresenceChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("locked_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="låst")),
                (
                    "kind",
                    models.CharField(
                        choices=[("arrives", "ankommer"), ("leaves", "lämnar mötet")], max_length=10, verbose_name="vad"
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="presence_changes",
                        to="styrelse.agendaitem",
                        verbose_name="ärende",
                    ),
                ),
                (
                    "presence",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="changes",
                        to="styrelse.presence",
                        verbose_name="närvaro",
                    ),
                ),
            ],
            options={
                "verbose_name": "ankomst eller avgång",
                "verbose_name_plural": "ankomster och avgångar",
                "ordering": ["item__position", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Proposal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("locked_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="låst")),
                ("name", models.CharField(max_length=125, verbose_name="vem yrkar")),
                ("text", models.TextField(max_length=2000, verbose_name="yrkande")),
                ("is_carried", models.BooleanField(blank=True, null=True, verbose_name="bifallet")),
                (
                    "submission",
                    models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name="inskickning"),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="proposals",
                        to="styrelse.agendaitem",
                        verbose_name="ärende",
                    ),
                ),
            ],
            options={
                "verbose_name": "yrkande",
                "verbose_name_plural": "yrkanden",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Recusal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("locked_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="låst")),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="recusals",
                        to="styrelse.agendaitem",
                        verbose_name="ärende",
                    ),
                ),
                (
                    "presence",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="recusals",
                        to="styrelse.presence",
                        verbose_name="närvaro",
                    ),
                ),
            ],
            options={
                "verbose_name": "jäv",
                "verbose_name_plural": "jäv",
            },
        ),
        migrations.CreateModel(
            name="Reservation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("locked_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="låst")),
                ("name", models.CharField(max_length=125, verbose_name="vem reserverar sig")),
                ("text", models.TextField(blank=True, max_length=2000, verbose_name="motivering")),
                (
                    "submission",
                    models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name="inskickning"),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reservations",
                        to="styrelse.agendaitem",
                        verbose_name="ärende",
                    ),
                ),
            ],
            options={
                "verbose_name": "reservation",
                "verbose_name_plural": "reservationer",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="AgendaRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=200, verbose_name="rubrik")),
                ("background", models.TextField(blank=True, max_length=20000, verbose_name="varför")),
                ("source_kind", models.CharField(blank=True, max_length=20, verbose_name="ur")),
                ("source_id", models.PositiveBigIntegerField(blank=True, null=True, verbose_name="id i källan")),
                ("is_confidential", models.BooleanField(default=False, verbose_name="sluten punkt")),
                ("requested_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="begärd")),
                ("dismissed_at", models.DateTimeField(blank=True, null=True, verbose_name="avförd")),
                (
                    "submission",
                    models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name="inskickning"),
                ),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisation.body",
                        verbose_name="organ",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="requests",
                        to="styrelse.agendaitem",
                        verbose_name="ärende",
                    ),
                ),
                (
                    "requested_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="begärd av",
                    ),
                ),
            ],
            options={
                "verbose_name": "begärt ärende",
                "verbose_name_plural": "begärda ärenden",
                "ordering": [models.OrderBy(models.F("requested_at")), "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("dismissed_at", None), ("item", None), ("source_id__isnull", False)),
                        fields=("body", "source_kind", "source_id"),
                        name="agenda_request_once",
                        violation_error_message="Det väntar redan på nästa möte.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PublishedMinutes",
            fields=[
                (
                    "meeting",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="published",
                        serialize=False,
                        to="styrelse.boardmeeting",
                        verbose_name="möte",
                    ),
                ),
                ("content", models.JSONField(verbose_name="innehåll")),
                ("removed", models.PositiveSmallIntegerField(default=0, verbose_name="borttagna punkter")),
                ("published_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="publicerat")),
                (
                    "published_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="publicerat av",
                    ),
                ),
            ],
            options={
                "verbose_name": "publicerat protokoll",
                "verbose_name_plural": "publicerade protokoll",
            },
        ),
        migrations.AddConstraint(
            model_name="boardmeeting",
            constraint=models.UniqueConstraint(fields=("body", "year", "number"), name="board_meeting_number_once"),
        ),
        migrations.AddConstraint(
            model_name="boardmeeting",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "adjusted"), _negated=True), ("locked_at__isnull", False), _connector="OR"
                ),
                name="board_meeting_adjusted_is_locked",
            ),
        ),
        migrations.AddConstraint(
            model_name="attachment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("number__isnull", False)),
                fields=("meeting", "number"),
                name="attachment_number_once",
            ),
        ),
        migrations.AddIndex(
            model_name="agendaitem",
            index=models.Index(fields=["source_kind", "source_id"], name="agenda_item_by_source"),
        ),
        migrations.AddConstraint(
            model_name="agendaitem",
            constraint=models.UniqueConstraint(
                condition=models.Q(("paragraph__isnull", False)),
                fields=("series", "paragraph"),
                name="agenda_item_paragraph_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="agendaitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("paragraph", None), ("series", None)),
                    models.Q(("paragraph__isnull", False), ("series__isnull", False)),
                    _connector="OR",
                ),
                name="agenda_item_paragraph_has_a_series",
            ),
        ),
        migrations.AddConstraint(
            model_name="agendaitem",
            constraint=models.CheckConstraint(
                condition=models.Q(("paragraph", None), ("paragraph__gte", 1), _connector="OR"),
                name="agenda_item_paragraph_counts",
            ),
        ),
        migrations.AddConstraint(
            model_name="circularanswer",
            constraint=models.UniqueConstraint(
                condition=models.Q(("person__isnull", False)),
                fields=("circular", "person"),
                name="circular_answer_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="circularanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(("vote", ""), ("consents", True), _connector="OR"),
                name="circular_vote_needs_consent",
            ),
        ),
        migrations.AddIndex(
            model_name="decision",
            index=models.Index(fields=["state", "due_on"], name="decision_by_due_day"),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("item__isnull", False),
                    ("circular__isnull", False),
                    models.Q(("reference", ""), _negated=True),
                    _connector="OR",
                ),
                name="decision_was_made_somewhere",
                violation_error_message="Skriv var beslutet togs, till exempel § 12/2019.",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("method", "count"), _negated=True),
                    models.Q(("votes_against__isnull", False), ("votes_for__isnull", False)),
                    _connector="OR",
                ),
                name="decision_count_has_votes",
                violation_error_message="Skriv hur många som röstade ja och nej.",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "done"), _negated=True), ("done_on__isnull", False), _connector="OR"
                ),
                name="decision_done_has_a_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="presence",
            constraint=models.UniqueConstraint(
                condition=models.Q(("person__isnull", False)),
                fields=("meeting", "person"),
                name="presence_person_once",
                violation_error_message="Personen står redan på listan.",
            ),
        ),
        migrations.AddConstraint(
            model_name="presence",
            constraint=models.UniqueConstraint(
                condition=models.Q(("duty", ""), _negated=True),
                fields=("meeting", "duty"),
                name="presence_duty_once",
                violation_error_message="Någon annan har redan det uppdraget vid mötet.",
            ),
        ),
        migrations.AddConstraint(
            model_name="presencechange",
            constraint=models.UniqueConstraint(
                fields=("presence", "item"),
                name="presence_changes_once_an_item",
                violation_error_message="Personen har redan kommit eller gått vid den punkten.",
            ),
        ),
        migrations.AddConstraint(
            model_name="recusal",
            constraint=models.UniqueConstraint(
                fields=("presence", "item"),
                name="recusal_once_an_item",
                violation_error_message="Jävet är redan antecknat.",
            ),
        ),
    ]
