"""Contributions given back, and the periods that they close."""

from django.db import migrations, models

_ID = models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")
FORWARD = (
    "CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON benefits_lumpsum"
    " FOR EACH STATEMENT EXECUTE FUNCTION benefits_kept();"
)
BACKWARD = "DROP TRIGGER append_only ON benefits_lumpsum;"


class Migration(migrations.Migration):
    """Lump sums."""

    dependencies = [("benefits", "0012_maternity")]

    operations = [
        migrations.CreateModel(
            "LumpSum",
            [
                ("id", _ID),
                ("award", models.TextField(unique=True)),
                ("of", models.TextField()),
                ("person", models.BigIntegerField()),
                ("decided_on", models.DateField()),
                ("since", models.DateField(null=True)),
                ("until", models.DateField()),
                ("months", models.BigIntegerField()),
                ("amount", models.BigIntegerField()),
                ("transaction", models.BigIntegerField()),
                ("steps", models.TextField()),
                ("leaf", models.BigIntegerField(db_index=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(amount__gt=0, months__gte=0),
                        name="lump_sum_of_something",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(until__lt=models.F("decided_on"))
                        & (models.Q(since__isnull=True) | models.Q(since__lt=models.F("until"))),
                        name="lump_sum_of_days_past",
                    ),
                ],
                "indexes": [models.Index(fields=["person"], name="lump_sum_by_person")],
            },
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
