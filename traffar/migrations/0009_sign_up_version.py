from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("traffar", "0008_speaking_share"),
    ]

    operations = [
        migrations.AddField(
            model_name="signup",
            name="version",
            field=models.PositiveIntegerField(db_default=1, default=1, editable=False, verbose_name="version"),
        ),
    ]
