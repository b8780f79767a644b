from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("styrelse", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="adjuster",
            name="locked_at",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="låst"),
        ),
        migrations.AddField(
            model_name="boardmeeting",
            name="confirmed_by",
            field=models.CharField(blank=True, max_length=125, verbose_name="bekräftat av"),
        ),
    ]
