"""Who decides on a referred row, and what each of several who decide together has said."""

from django.db import migrations, models

FORWARD = """
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON engine_opinion
    FOR EACH STATEMENT EXECUTE FUNCTION engine_refuse_change();
"""
BACKWARD = "DROP TRIGGER append_only ON engine_opinion;"


class Migration(migrations.Migration):
    """A column, a table, and the guard that keeps it."""

    dependencies = [
        ("engine", "0009_transaction_waited"),
    ]

    operations = [
        migrations.AddField(
            model_name="waiting",
            name="level",
            field=models.TextField(db_default=""),
        ),
        migrations.CreateModel(
            name="Opinion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("transaction", models.BigIntegerField()),
                ("approved", models.BooleanField()),
                ("reason", models.TextField()),
                ("by", models.BigIntegerField()),
                ("by_name", models.TextField(blank=True)),
                ("at", models.DateTimeField()),
                ("leaf", models.BigIntegerField(unique=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=["transaction", "by"], name="opinion_once_each")
                ],
            },
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
