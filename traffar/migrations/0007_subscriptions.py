import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("organisation", "0003_user_bounced_email"),
        ("traffar", "0006_recurring_activities"),
    ]

    operations = [
        migrations.CreateModel(
            name="Subscription",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("email", models.EmailField(max_length=254, unique=True, verbose_name="e-post")),
                ("confirmed_at", models.DateTimeField(blank=True, null=True, verbose_name="bekräftad")),
                (
                    "source",
                    models.CharField(
                        choices=[("public", "öppen sida"), ("branch", "föreningens öppna sida")],
                        max_length=10,
                        verbose_name="var samtycket gavs",
                    ),
                ),
                ("consent_text", models.CharField(max_length=20, verbose_name="samtyckets ordalydelse (version)")),
                ("consent_at", models.DateTimeField(verbose_name="samtycke givet")),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="inlagd"),
                ),
                (
                    "bodies",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Inga: hela distriktet.",
                        related_name="+",
                        to="organisation.body",
                        verbose_name="föreningar",
                    ),
                ),
            ],
            options={
                "verbose_name": "prenumeration",
                "verbose_name_plural": "prenumerationer",
                "ordering": ["pk"],
                "indexes": [models.Index(fields=["confirmed_at", "created_at"], name="subscription_by_time")],
            },
        ),
    ]
