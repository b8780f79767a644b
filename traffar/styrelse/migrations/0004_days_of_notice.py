from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("styrelse", "0003_item_approval"),
    ]

    operations = [
        migrations.AddField(
            model_name="boardmeeting",
            name="notice_days",
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="reglernas dagar för kallelsen"),
        ),
    ]
