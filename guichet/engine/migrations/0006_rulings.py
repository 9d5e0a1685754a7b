"""Rulings on referred rows: added to and never changed."""

from django.db import migrations, models

FORWARD = """
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON engine_ruling
    FOR EACH STATEMENT EXECUTE FUNCTION engine_refuse_change();
"""
BACKWARD = "DROP TRIGGER append_only ON engine_ruling;"


class Migration(migrations.Migration):
    """A table, and the guard that keeps it."""

    dependencies = [
        ("engine", "0005_attachments"),
    ]

    operations = [
        migrations.CreateModel(
            name="Ruling",
            fields=[
                ("transaction", models.BigIntegerField(primary_key=True, serialize=False)),
                ("resolution", models.BigIntegerField(unique=True)),
                ("service", models.IntegerField()),
                ("approved", models.BooleanField()),
                ("reason", models.TextField()),
                ("by", models.BigIntegerField()),
                ("by_name", models.TextField(blank=True)),
                ("at", models.DateTimeField()),
                ("leaf", models.BigIntegerField(unique=True)),
            ],
            options={
                "indexes": [models.Index(fields=["-at"], name="ruling_newest")],
            },
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
