"""A benefit for the months after a birth is awarded, and kept as it was written."""

from django.db import migrations, models

TRIGGER = (
    "CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON benefits_maternity"
    " FOR EACH STATEMENT EXECUTE FUNCTION benefits_kept();"
)


class Migration(migrations.Migration):
    """Maternity."""

    dependencies = [
        ("benefits", "0011_unemployment"),
    ]

    operations = [
        migrations.CreateModel(
            name="Maternity",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("award", models.TextField(unique=True)),
                ("person", models.BigIntegerField()),
                ("born_on", models.DateField()),
                ("companion", models.BooleanField()),
                ("decided_on", models.DateField()),
                ("first_month", models.DateField()),
                ("last_month", models.DateField()),
                ("months", models.IntegerField()),
                ("monthly", models.BigIntegerField()),
                ("transaction", models.BigIntegerField()),
                ("steps", models.TextField()),
                ("leaf", models.BigIntegerField()),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="pension",
            name="pension_kind_known",
        ),
        migrations.AddConstraint(
            model_name="pension",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["old-age", "disability", "survivor", "unemployment", "maternity"])
                ),
                name="pension_kind_known",
            ),
        ),
        migrations.AddIndex(
            model_name="maternity",
            index=models.Index(fields=["person"], name="maternity_by_person"),
        ),
        migrations.AddConstraint(
            model_name="maternity",
            constraint=models.CheckConstraint(
                condition=models.Q(("monthly__gt", 0), ("months__gt", 0)),
                name="maternity_of_something",
            ),
        ),
        migrations.AddConstraint(
            model_name="maternity",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("first_month__day", 1),
                    ("last_month__day", 1),
                    ("last_month__gte", models.F("first_month")),
                ),
                name="maternity_by_months",
            ),
        ),
        migrations.RunSQL(TRIGGER, "DROP TRIGGER append_only ON benefits_maternity;"),
    ]
