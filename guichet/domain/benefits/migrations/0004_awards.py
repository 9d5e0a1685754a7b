"""What was decided for somebody is kept as it was decided."""

from django.db import migrations, models

FORWARD = """
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON benefits_award
    FOR EACH STATEMENT EXECUTE FUNCTION benefits_kept();
"""
BACKWARD = "DROP TRIGGER append_only ON benefits_award;"


class Migration(migrations.Migration):
    """Awards."""

    dependencies = [
        ("benefits", "0003_arrears"),
    ]

    operations = [
        migrations.CreateModel(
            name="Award",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("award", models.TextField(unique=True)),
                ("person", models.BigIntegerField()),
                ("benefit", models.TextField()),
                ("way", models.TextField()),
                ("decided_on", models.DateField()),
                ("paid_from", models.DateField()),
                ("monthly", models.BigIntegerField()),
                ("transaction", models.BigIntegerField()),
                ("steps", models.TextField()),
                ("leaf", models.BigIntegerField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["person"], name="award_by_person"),
                    models.Index(fields=["leaf"], name="award_by_leaf"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("monthly__gt", 0)), name="award_of_something"
                    )
                ],
            },
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
