"""A work injury that was reported is kept as it was written."""

from django.db import migrations, models

_ID = models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")
FORWARD = (
    "CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON benefits_injury"
    " FOR EACH STATEMENT EXECUTE FUNCTION benefits_kept();"
)
BACKWARD = "DROP TRIGGER append_only ON benefits_injury;"


class Migration(migrations.Migration):
    """Work injuries."""

    dependencies = [("benefits", "0017_board_seconds")]

    operations = [
        migrations.CreateModel(
            "Injury",
            [
                ("id", _ID),
                ("injury", models.TextField(unique=True)),
                ("person", models.BigIntegerField()),
                ("injured_on", models.DateField()),
                ("hour", models.IntegerField(null=True)),
                ("place", models.TextField()),
                ("cause", models.TextField()),
                ("details", models.TextField(null=True)),
                ("engagement", models.BigIntegerField()),
                ("establishment", models.BigIntegerField()),
                ("told_on", models.DateField()),
                ("late", models.BooleanField()),
                ("paid_from", models.DateField()),
                ("reported_on", models.DateField()),
                ("transaction", models.BigIntegerField()),
                ("leaf", models.BigIntegerField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            told_on__gte=models.F("injured_on"),
                            reported_on__gte=models.F("told_on"),
                            paid_from__gte=models.F("injured_on"),
                        ),
                        name="injury_in_order",
                    )
                ],
                "indexes": [models.Index(fields=["person"], name="injury_by_person")],
            },
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
