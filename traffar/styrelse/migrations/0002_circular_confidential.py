from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("styrelse", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="circulardecision",
            name="is_confidential",
            field=models.BooleanField(
                default=False,
                help_text="Beslutet och punkten i protokollet syns bara för styrelsen och revisorerna.",
                verbose_name="slutet",
            ),
        ),
    ]
