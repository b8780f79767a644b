import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("organisation", "0003_user_bounced_email"),
    ]

    operations = [
        migrations.AddField(
            model_name="district",
            name="answers_kept",
            field=models.PositiveSmallIntegerField(
                db_default=14,
                default=14,
                validators=[
                    django.core.validators.MinValueValidator(1, "Minst en dag."),
                    django.core.validators.MaxValueValidator(
                        366, "Högst ett år, 366 dagar: uppgifter om vilka som kommit sparas inte längre än så."
                    ),
                ],
                verbose_name="svar om mat, barn och resa",
            ),
        ),
        migrations.AddField(
            model_name="district",
            name="contacts_kept",
            field=models.PositiveSmallIntegerField(
                db_default=30,
                default=30,
                validators=[
                    django.core.validators.MinValueValidator(1, "Minst en dag."),
                    django.core.validators.MaxValueValidator(
                        366, "Högst ett år, 366 dagar: uppgifter om vilka som kommit sparas inte längre än så."
                    ),
                ],
                verbose_name="adresser till dem utan konto",
            ),
        ),
        migrations.AddField(
            model_name="district",
            name="names_kept",
            field=models.PositiveSmallIntegerField(
                db_default=92,
                default=92,
                validators=[
                    django.core.validators.MinValueValidator(1, "Minst en dag."),
                    django.core.validators.MaxValueValidator(
                        366, "Högst ett år, 366 dagar: uppgifter om vilka som kommit sparas inte längre än så."
                    ),
                ],
                verbose_name="namn på anmälda",
            ),
        ),
        migrations.AddConstraint(
            model_name="district",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("answers_kept__range", (1, 366)),
                    ("contacts_kept__range", (1, 366)),
                    ("names_kept__range", (1, 366)),
                ),
                name="district_keeps_guests_some_days",
            ),
        ),
        migrations.AddConstraint(
            model_name="district",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("contacts_kept__gte", models.F("answers_kept")), ("names_kept__gte", models.F("contacts_kept"))
                ),
                name="district_keeps_names_longest",
                violation_error_message="Svaren tas bort först, sedan adresserna och sist namnen. Välj dagar efter det",
            ),
        ),
    ]
