from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("traffar", "0008_speaking_share"),
    ]

    operations = [
        migrations.AddField(
            model_name="activityphoto",
            name="consent_text",
            field=models.CharField(
                blank=True, db_default="", max_length=20, verbose_name="samtyckets ordalydelse (version)"
            ),
        ),
        migrations.AddField(
            model_name="signup",
            name="phone",
            field=models.CharField(blank=True, db_default="", max_length=30, verbose_name="telefon"),
        ),
        migrations.AddField(
            model_name="signup",
            name="version",
            field=models.PositiveIntegerField(db_default=1, default=1, editable=False, verbose_name="version"),
        ),
    ]
