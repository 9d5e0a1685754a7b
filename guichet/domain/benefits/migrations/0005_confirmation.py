"""That a pensioner has confirmed to live is kept as it was said."""

from django.db import migrations, models

FORWARD = """
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON benefits_confirmation
    FOR EACH STATEMENT EXECUTE FUNCTION benefits_kept();
"""
BACKWARD = "DROP TRIGGER append_only ON benefits_confirmation;"


class Migration(migrations.Migration):
    """Confirmations."""

    dependencies = [
        ("benefits", "0004_awards"),
    ]

    operations = [
        migrations.CreateModel(
            name="Confirmation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("person", models.BigIntegerField()),
                ("confirmed_on", models.DateField()),
                ("by_agent", models.BooleanField()),
                ("transaction", models.BigIntegerField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("person", "confirmed_on"), name="confirmed_once_a_day"
                    )
                ],
            },
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
