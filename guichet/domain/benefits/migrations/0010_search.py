"""Who was told unasked of what, and how far a month's search is."""

from django.db import migrations, models

_ID = models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")
_TABLES = ("benefits_told", "benefits_searched")
FORWARD = "".join(
    f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}"
    " FOR EACH STATEMENT EXECUTE FUNCTION benefits_kept();"
    for table in _TABLES
)
BACKWARD = "".join(f"DROP TRIGGER append_only ON {table};" for table in _TABLES)


class Migration(migrations.Migration):
    """The monthly search."""

    dependencies = [("benefits", "0009_debts")]

    operations = [
        migrations.CreateModel(
            "Told",
            [
                ("id", _ID),
                ("person", models.BigIntegerField()),
                ("what", models.TextField()),
                ("since", models.DateField()),
                ("amount", models.BigIntegerField(null=True)),
                ("monthly", models.BigIntegerField(null=True)),
                ("to_do", models.TextField()),
                ("told_on", models.DateField()),
                ("leaf", models.BigIntegerField(db_index=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=["person", "what", "since"], name="told_once")
                ]
            },
        ),
        migrations.CreateModel(
            "Searched",
            [
                ("id", _ID),
                ("month", models.DateField()),
                ("last_person", models.BigIntegerField()),
                ("looked", models.IntegerField()),
                ("told", models.IntegerField()),
                ("leaf", models.BigIntegerField(db_index=True)),
                ("at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=["month", "last_person"], name="searched_once")
                ]
            },
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
