import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("styrelse", "0002_circular_says_who_by_when_and_how_much"),
    ]

    operations = [
        migrations.AddField(
            model_name="agendaitem",
            name="immediate_asked_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="till omedelbar justering"),
        ),
        migrations.CreateModel(
            name="ItemApproval",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("locked_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="låst")),
                ("approved_at", models.DateTimeField(verbose_name="godkände")),
                ("content_hash", models.CharField(max_length=64, verbose_name="godkänd kontrollsumma")),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="approvals",
                        to="styrelse.agendaitem",
                        verbose_name="ärende",
                    ),
                ),
                (
                    "presence",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="approvals",
                        to="styrelse.presence",
                        verbose_name="närvaro",
                    ),
                ),
            ],
            options={
                "verbose_name": "omedelbart godkännande",
                "verbose_name_plural": "omedelbara godkännanden",
                "ordering": ["approved_at", "pk"],
                "constraints": [models.UniqueConstraint(fields=("presence", "item"), name="item_approval_once")],
            },
        ),
    ]
