"""Families share a pension: what is put down is kept, and a line of a share may end sooner."""

from django.db import migrations, models

_KEPT = (
    "benefits_survivorsaward",
    "benefits_heir",
    "benefits_heirfact",
    "benefits_settlement",
    "benefits_share",
)
_ENDS = """
CREATE OR REPLACE FUNCTION benefits_pension_ends_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF {may_end} AND NEW.ended_at IS NOT NULL
        AND to_jsonb(NEW) - 'paid_till' - 'ended_at' - 'end_reason'
            = to_jsonb(OLD) - 'paid_till' - 'ended_at' - 'end_reason' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a pension is not changed; it can only end, once'
        USING ERRCODE = 'restrict_violation', TABLE = TG_TABLE_NAME;
END $$;
"""
_ONCE = "OLD.paid_till IS NULL AND OLD.ended_at IS NULL"
# A share has a last month from the start where an age will end it, and ends again when something
# becomes known of an earlier month; never later.
_SOONER = (
    f"({_ONCE} OR OLD.kind = 'survivor' AND NEW.paid_till < coalesce(OLD.paid_till, 'infinity'))"
)
FORWARD = _ENDS.format(may_end=_SOONER) + "".join(
    f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}"
    " FOR EACH STATEMENT EXECUTE FUNCTION benefits_kept();"
    for table in _KEPT
)
BACKWARD = _ENDS.format(may_end=_ONCE) + "".join(
    f"DROP TRIGGER append_only ON {table};" for table in _KEPT
)


class Migration(migrations.Migration):
    """Family awards, heirs, what is known of them, settlements and shares."""

    dependencies = [
        ("benefits", "0006_grants"),
    ]

    operations = [
        migrations.CreateModel(
            name="Heir",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("award", models.TextField()),
                ("person", models.BigIntegerField()),
                ("relation", models.TextField()),
                ("born", models.DateField()),
                ("from_reserve", models.BooleanField()),
                ("transaction", models.BigIntegerField()),
                ("leaf", models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="HeirFact",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("award", models.TextField()),
                ("person", models.BigIntegerField()),
                ("what", models.TextField()),
                ("on", models.DateField()),
                ("value", models.BigIntegerField()),
                ("transaction", models.BigIntegerField()),
                ("leaf", models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="Settlement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("award", models.TextField()),
                ("number", models.IntegerField()),
                ("settled_on", models.DateField()),
                ("law", models.TextField()),
                ("transaction", models.BigIntegerField()),
                ("leaf", models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="Share",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("award", models.TextField()),
                ("settlement", models.IntegerField()),
                ("person", models.BigIntegerField()),
                ("monthly", models.BigIntegerField()),
                ("paid_from", models.DateField()),
                ("paid_till", models.DateField(null=True)),
                ("ends_by", models.TextField(null=True)),
                ("withheld", models.BooleanField()),
                ("leaf", models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="SurvivorsAward",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("award", models.TextField(unique=True)),
                ("deceased", models.BigIntegerField(unique=True)),
                ("died_on", models.DateField()),
                ("cohort", models.TextField()),
                ("way", models.TextField()),
                ("pension", models.BigIntegerField()),
                ("average", models.BigIntegerField(null=True)),
                ("paid_from", models.DateField()),
                ("owed_from", models.DateField()),
                ("decided_on", models.DateField()),
                ("transaction", models.BigIntegerField()),
                ("steps", models.TextField()),
                ("leaf", models.BigIntegerField()),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="pension",
            name="one_pension_of_a_kind",
        ),
        migrations.AddConstraint(
            model_name="pension",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("paid_till__isnull", True), models.Q(("kind", "survivor"), _negated=True)
                ),
                fields=("person", "kind"),
                name="one_pension_of_a_kind",
            ),
        ),
        migrations.AddIndex(
            model_name="heir",
            index=models.Index(fields=["person"], name="heir_by_person"),
        ),
        migrations.AddConstraint(
            model_name="heir",
            constraint=models.UniqueConstraint(fields=("award", "person"), name="heir_once"),
        ),
        migrations.AddConstraint(
            model_name="heirfact",
            constraint=models.UniqueConstraint(
                fields=("award", "person", "what", "on"), name="heir_fact_once_a_day"
            ),
        ),
        migrations.AddConstraint(
            model_name="settlement",
            constraint=models.UniqueConstraint(
                fields=("award", "number"), name="settlement_numbered"
            ),
        ),
        migrations.AddIndex(
            model_name="share",
            index=models.Index(fields=["person"], name="share_by_person"),
        ),
        migrations.AddConstraint(
            model_name="share",
            constraint=models.UniqueConstraint(
                fields=("award", "settlement", "person", "paid_from"), name="share_once_a_month"
            ),
        ),
        migrations.AddConstraint(
            model_name="share",
            constraint=models.CheckConstraint(
                condition=models.Q(("monthly__gt", 0)), name="share_of_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="survivorsaward",
            constraint=models.CheckConstraint(
                condition=models.Q(("pension__gt", 0)), name="family_pension_of_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="survivorsaward",
            constraint=models.CheckConstraint(
                condition=models.Q(("owed_from__day", 1), ("paid_from__day", 1)),
                name="family_pension_by_months",
            ),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
