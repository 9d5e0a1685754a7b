"""The days that were agreed about with a scheme: added to and never changed."""

from django.db import migrations, models

FORWARD = """
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON payments_settlement
    FOR EACH STATEMENT EXECUTE FUNCTION payments_append_only();
"""
BACKWARD = "DROP TRIGGER append_only ON payments_settlement;"


class Migration(migrations.Migration):
    """A table, and the guard that keeps it."""

    dependencies = [("payments", "0010_lines_of_entries")]

    operations = [
        migrations.CreateModel(
            name="Settlement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("scheme", models.TextField()),
                ("day", models.DateField()),
                ("payments", models.BigIntegerField()),
                ("total", models.BigIntegerField()),
                ("recovered", models.BigIntegerField()),
                ("differences", models.BigIntegerField()),
                ("at", models.DateTimeField()),
            ],
            options={"indexes": [models.Index(fields=["scheme", "day"], name="settlement_of_day")]},
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
