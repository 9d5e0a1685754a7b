"""Disability pensions, what boards have found, and the votes of their second members: each is kept
as it was written.
"""

from django.db import migrations, models

TABLES = ("benefits_disability", "benefits_boardfinding", "benefits_boardvote")
FORWARD = "".join(
    f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}"
    " FOR EACH STATEMENT EXECUTE FUNCTION benefits_kept();"
    for table in TABLES
)
BACKWARD = "".join(f"DROP TRIGGER append_only ON {table};" for table in TABLES)


class Migration(migrations.Migration):
    """Disability."""

    dependencies = [
        ("benefits", "0014_work_again"),
    ]

    operations = [
        migrations.CreateModel(
            name="BoardVote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("finding", models.BigIntegerField(unique=True)),
                ("agreed", models.BooleanField()),
                ("note", models.TextField()),
                ("by", models.BigIntegerField()),
                ("by_name", models.TextField()),
                ("at", models.DateTimeField()),
                ("leaf", models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="BoardFinding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("case", models.TextField()),
                ("person", models.BigIntegerField()),
                ("transaction", models.BigIntegerField(null=True)),
                ("award", models.TextField(null=True)),
                ("examined_on", models.DateField()),
                ("disabled", models.BooleanField()),
                ("occupational", models.BooleanField()),
                ("lasting", models.BooleanField()),
                ("share", models.IntegerField()),
                ("helper", models.BooleanField()),
                ("since", models.DateField()),
                ("review_on", models.DateField(null=True)),
                ("grounds", models.TextField()),
                ("by", models.BigIntegerField()),
                ("by_name", models.TextField()),
                ("at", models.DateTimeField()),
                ("leaf", models.BigIntegerField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["case"], name="board_finding_by_case"),
                    models.Index(fields=["person"], name="board_finding_by_person"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("share__gte", 0), ("share__lte", 100)),
                        name="board_share_in_percent",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("award__isnull", True), ("transaction__isnull", False)),
                            models.Q(("award__isnull", False), ("transaction__isnull", True)),
                            _connector="OR",
                        ),
                        name="board_case_of_one",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Disability",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("award", models.TextField(unique=True)),
                ("supersedes", models.TextField(null=True, unique=True)),
                ("person", models.BigIntegerField()),
                ("since", models.DateField()),
                ("finding", models.BigIntegerField()),
                ("pension", models.BigIntegerField()),
                ("helper", models.BooleanField()),
                ("review_on", models.DateField(null=True)),
                ("leaf", models.BigIntegerField()),
            ],
            options={
                "indexes": [models.Index(fields=["person"], name="disability_by_person")],
            },
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
