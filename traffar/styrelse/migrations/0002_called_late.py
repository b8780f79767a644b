from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("styrelse", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="boardmeeting",
            name="is_called_late",
            field=models.BooleanField(default=False, verbose_name="kallat senare än reglerna säger"),
        ),
    ]
