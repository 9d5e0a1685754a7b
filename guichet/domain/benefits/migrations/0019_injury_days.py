"""The days of a work injury are awarded by months; a line of them ends when days are taken back."""

from django.db import migrations, models

_ENDS = """
CREATE OR REPLACE FUNCTION benefits_pension_ends_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (OLD.paid_till IS NULL AND OLD.ended_at IS NULL
            OR OLD.kind IN ({kinds}) AND NEW.paid_till < coalesce(OLD.paid_till, 'infinity'))
        AND NEW.ended_at IS NOT NULL
        AND to_jsonb(NEW) - 'paid_till' - 'ended_at' - 'end_reason'
            = to_jsonb(OLD) - 'paid_till' - 'ended_at' - 'end_reason' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a pension is not changed; it can only end, once'
        USING ERRCODE = 'restrict_violation', TABLE = TG_TABLE_NAME;
END $$;
"""
_BEFORE = "'survivor', 'old-age', 'unemployment', 'maternity'"
_KEPT = (
    "CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON benefits_injuryday"
    " FOR EACH STATEMENT EXECUTE FUNCTION benefits_kept();"
)


class Migration(migrations.Migration):
    """Daily allowances."""

    dependencies = [
        ("benefits", "0018_injuries"),
    ]

    operations = [
        migrations.CreateModel(
            name="InjuryDay",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("award", models.TextField(unique=True)),
                ("injury", models.TextField()),
                ("person", models.BigIntegerField()),
                ("month", models.DateField()),
                ("amount", models.BigIntegerField()),
                ("due", models.BigIntegerField()),
                ("days", models.IntegerField()),
                ("decided_on", models.DateField()),
                ("transaction", models.BigIntegerField()),
                ("steps", models.TextField()),
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
                    (
                        "kind__in",
                        [
                            "old-age",
                            "disability",
                            "survivor",
                            "unemployment",
                            "maternity",
                            "injury",
                        ],
                    )
                ),
                name="pension_kind_known",
            ),
        ),
        migrations.AddIndex(
            model_name="injuryday",
            index=models.Index(fields=["injury"], name="injury_day_by_injury"),
        ),
        migrations.AddConstraint(
            model_name="injuryday",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("amount__gte", 0),
                    ("days__gte", 0),
                    ("due__gte", models.F("amount")),
                    ("month__day", 1),
                ),
                name="injury_day_by_months",
            ),
        ),
        migrations.RunSQL(_KEPT, "DROP TRIGGER append_only ON benefits_injuryday;"),
        migrations.RunSQL(_ENDS.format(kinds=f"{_BEFORE}, 'injury'"), _ENDS.format(kinds=_BEFORE)),
    ]
