"""Who has taken a referred row on, and to whom it was handed over: added to and never changed."""

from django.db import migrations, models

FORWARD = """
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON engine_assignment
    FOR EACH STATEMENT EXECUTE FUNCTION engine_refuse_change();
"""
BACKWARD = "DROP TRIGGER append_only ON engine_assignment;"


class Migration(migrations.Migration):
    """A table, and the guard that keeps it."""

    dependencies = [
        ("engine", "0010_levels"),
    ]

    operations = [
        migrations.CreateModel(
            name="Assignment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("transaction", models.BigIntegerField()),
                ("account", models.BigIntegerField(null=True)),
                ("account_name", models.TextField(blank=True)),
                ("by", models.BigIntegerField()),
                ("by_name", models.TextField(blank=True)),
                ("at", models.DateTimeField()),
                ("leaf", models.BigIntegerField(unique=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["transaction", "id"], name="assignment_by_transaction")
                ],
            },
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
