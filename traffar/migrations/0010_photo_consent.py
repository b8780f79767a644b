from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("traffar", "0009_sign_up_version"),
    ]

    operations = [
        migrations.AddField(
            model_name="activityphoto",
            name="consent_text",
            field=models.CharField(
                blank=True, db_default="", max_length=20, verbose_name="samtyckets ordalydelse (version)"
            ),
        ),
    ]
