"""Pensioners at work."""

from django.db import migrations, models

_ID = models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")
FORWARD = (
    "CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON benefits_workagain"
    " FOR EACH STATEMENT EXECUTE FUNCTION benefits_kept();"
)
BACKWARD = "DROP TRIGGER append_only ON benefits_workagain;"


class Migration(migrations.Migration):
    """Work beside a pension."""

    dependencies = [("benefits", "0013_lump_sums")]

    operations = [
        migrations.CreateModel(
            "WorkAgain",
            [
                ("id", _ID),
                ("award", models.TextField()),
                ("person", models.BigIntegerField()),
                ("month", models.DateField()),
                ("monthly", models.BigIntegerField()),
                ("full", models.BigIntegerField()),
                ("wage", models.BigIntegerField(null=True)),
                ("line", models.TextField(null=True)),
                ("transaction", models.BigIntegerField(null=True)),
                ("steps", models.TextField()),
                ("at", models.DateTimeField()),
                ("leaf", models.BigIntegerField(db_index=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(month__day=1, monthly__gte=0, full__gt=0),
                        name="work_again_by_months",
                    )
                ],
                "indexes": [models.Index(fields=["person"], name="work_again_by_person")],
            },
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
