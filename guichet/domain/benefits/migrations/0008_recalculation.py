"""Awards that take the place of others, and the runs that decided them."""

import django.db.models.deletion
from django.db import migrations, models

_ID = models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")
_TABLES = (
    "benefits_recalculation",
    "benefits_recalculatedbatch",
    "benefits_succession",
    "benefits_recalculationcase",
)
FORWARD = "".join(
    f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}"
    " FOR EACH STATEMENT EXECUTE FUNCTION benefits_kept();"
    for table in _TABLES
)
BACKWARD = "".join(f"DROP TRIGGER append_only ON {table};" for table in _TABLES)


def _of_recalculation():
    return models.ForeignKey(
        "benefits.recalculation",
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
    )


class Migration(migrations.Migration):
    """Recalculations."""

    dependencies = [("benefits", "0007_families")]

    operations = [
        migrations.AddIndex(
            "award", models.Index(fields=["decided_on", "id"], name="award_by_day")
        ),
        migrations.CreateModel(
            "Recalculation",
            [
                ("id", _ID),
                ("begun_at", models.DateTimeField()),
                ("law", models.TextField()),
                ("upto", models.BigIntegerField()),
                ("leaf", models.BigIntegerField(db_index=True)),
            ],
        ),
        migrations.CreateModel(
            "RecalculatedBatch",
            [
                ("id", _ID),
                ("recalculation", _of_recalculation()),
                ("last_day", models.DateField()),
                ("last_id", models.BigIntegerField()),
                ("looked", models.IntegerField()),
                ("changed", models.IntegerField()),
                ("left_out", models.IntegerField()),
                ("leaf", models.BigIntegerField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=["recalculation", "last_id"], name="recalculated_once"
                    )
                ]
            },
        ),
        migrations.CreateModel(
            "Succession",
            [
                ("id", _ID),
                ("award", models.TextField(unique=True)),
                ("supersedes", models.TextField(unique=True)),
                ("recalculation", _of_recalculation()),
                ("leaf", models.BigIntegerField(db_index=True)),
            ],
        ),
        migrations.CreateModel(
            "RecalculationCase",
            [
                ("id", _ID),
                ("recalculation", _of_recalculation()),
                ("award", models.TextField()),
                ("person", models.BigIntegerField()),
                ("why", models.TextField()),
                ("paid", models.BigIntegerField(null=True)),
                ("due", models.BigIntegerField(null=True)),
                ("leaf", models.BigIntegerField(db_index=True)),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
