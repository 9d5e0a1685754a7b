"""Who lost work is awarded a benefit, its months are confirmed and the former employer is asked:
each is kept as it was written.
"""

from django.db import migrations, models

TABLES = (
    "benefits_unemployment",
    "benefits_unemploymentmonth",
    "benefits_leavingreason",
    "benefits_leavingquestion",
)
FORWARD = "".join(
    f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}"
    " FOR EACH STATEMENT EXECUTE FUNCTION benefits_kept();"
    for table in TABLES
)
BACKWARD = "".join(f"DROP TRIGGER append_only ON {table};" for table in TABLES)


class Migration(migrations.Migration):
    """Unemployment."""

    dependencies = [
        ("benefits", "0010_search"),
    ]

    operations = [
        migrations.CreateModel(
            name="LeavingQuestion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("transaction", models.BigIntegerField(unique=True)),
                ("engagement", models.BigIntegerField()),
                ("establishment", models.BigIntegerField()),
                ("person", models.BigIntegerField()),
                ("asked_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="LeavingReason",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("engagement", models.BigIntegerField(unique=True)),
                ("establishment", models.BigIntegerField()),
                ("person", models.BigIntegerField()),
                ("reason", models.TextField()),
                ("transaction", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                ("leaf", models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="Unemployment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("award", models.TextField(unique=True)),
                ("person", models.BigIntegerField()),
                ("claim", models.IntegerField()),
                ("engagement", models.BigIntegerField(unique=True)),
                ("left_on", models.DateField()),
                ("reason", models.TextField()),
                ("decided_on", models.DateField()),
                ("from_day", models.DateField()),
                ("payable_till", models.DateField()),
                ("window_from", models.DateField()),
                ("months_awarded", models.IntegerField()),
                ("first_months", models.IntegerField()),
                ("first", models.BigIntegerField()),
                ("next", models.BigIntegerField()),
                ("wage_sum", models.BigIntegerField()),
                ("wage_months", models.BigIntegerField()),
                ("transaction", models.BigIntegerField()),
                ("steps", models.TextField()),
                ("leaf", models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="UnemploymentMonth",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("award", models.TextField()),
                ("month", models.DateField()),
                ("number", models.IntegerField()),
                ("person", models.BigIntegerField()),
                ("amount", models.BigIntegerField()),
                ("by_agent", models.BooleanField()),
                ("transaction", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                ("leaf", models.BigIntegerField()),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="pension",
            name="pension_kind_known",
        ),
        migrations.AddConstraint(
            model_name="pension",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["old-age", "disability", "survivor", "unemployment"])
                ),
                name="pension_kind_known",
            ),
        ),
        migrations.AddIndex(
            model_name="leavingquestion",
            index=models.Index(fields=["establishment"], name="leaving_question_by_place"),
        ),
        migrations.AddIndex(
            model_name="unemployment",
            index=models.Index(fields=["person"], name="unemployment_by_person"),
        ),
        migrations.AddConstraint(
            model_name="unemployment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("claim__gt", 0),
                    ("first__gt", 0),
                    ("months_awarded__gt", 0),
                    ("next__gt", 0),
                    ("first_months__gte", 0),
                    ("first_months__lte", models.F("months_awarded")),
                ),
                name="unemployment_of_something",
            ),
        ),
        migrations.AddConstraint(
            model_name="unemployment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("from_day__day", 1), ("payable_till__gte", models.F("from_day"))
                ),
                name="unemployment_by_months",
            ),
        ),
        migrations.AddConstraint(
            model_name="unemploymentmonth",
            constraint=models.UniqueConstraint(
                fields=("award", "month"), name="unemployment_month_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="unemploymentmonth",
            constraint=models.UniqueConstraint(
                fields=("award", "number"), name="unemployment_months_counted"
            ),
        ),
        migrations.AddConstraint(
            model_name="unemploymentmonth",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__gt", 0), ("month__day", 1), ("number__gt", 0)),
                name="unemployment_month_of_something",
            ),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
