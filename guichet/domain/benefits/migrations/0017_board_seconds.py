"""Members of an appeal board who agreed before its last: each is kept as it was written."""

from django.db import migrations, models

FORWARD = """
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON benefits_boardsecond
    FOR EACH STATEMENT EXECUTE FUNCTION engine_refuse_change();
"""
BACKWARD = "DROP TRIGGER append_only ON benefits_boardsecond;"


class Migration(migrations.Migration):
    """A table, and the guard that keeps it."""

    dependencies = [
        ("benefits", "0016_ends_sooner"),
    ]

    operations = [
        migrations.CreateModel(
            name="BoardSecond",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("finding", models.BigIntegerField()),
                ("note", models.TextField()),
                ("by", models.BigIntegerField()),
                ("by_name", models.TextField()),
                ("at", models.DateTimeField()),
                ("leaf", models.BigIntegerField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=["finding", "by"], name="board_second_once_each")
                ],
            },
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
