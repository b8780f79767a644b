import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("plan", "0004_amendment_deadlines"),
        ("styrelse", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="circulardecision",
            name="amount",
            field=models.PositiveBigIntegerField(blank=True, null=True, verbose_name="belopp i kronor"),
        ),
        migrations.AddField(
            model_name="circulardecision",
            name="commitments",
            field=models.ManyToManyField(
                blank=True, related_name="+", to="plan.commitment", verbose_name="hör till punkterna i planen"
            ),
        ),
        migrations.AddField(
            model_name="circulardecision",
            name="due_on",
            field=models.DateField(blank=True, null=True, verbose_name="klart senast"),
        ),
        migrations.AddField(
            model_name="circulardecision",
            name="responsible",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="ansvarig",
            ),
        ),
        migrations.AddField(
            model_name="circulardecision",
            name="responsible_name",
            field=models.CharField(blank=True, db_default="", max_length=125, verbose_name="ansvarig (namn)"),
        ),
    ]
