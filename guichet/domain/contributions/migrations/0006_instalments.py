"""Instalment plans: begun, ended once, never rewritten."""

import django.db.models.deletion
from django.db import migrations, models

GUARD = """
CREATE FUNCTION contributions_plan_only_ends() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.ended_on IS NULL AND NEW.ended_on IS NOT NULL
        AND to_jsonb(NEW) - '{ended_on,end,rests_until}'::text[] = to_jsonb(OLD) - '{ended_on,end,rests_until}'::text[] THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a plan is only ended' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER only_ends BEFORE UPDATE OR DELETE ON contributions_instalmentplan
    FOR EACH ROW EXECUTE FUNCTION contributions_plan_only_ends();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON contributions_instalmentplan
    FOR EACH STATEMENT EXECUTE FUNCTION contributions_append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON contributions_instalment
    FOR EACH STATEMENT EXECUTE FUNCTION contributions_append_only();
"""
UNGUARD = """
DROP TRIGGER append_only ON contributions_instalment;
DROP TRIGGER never_emptied ON contributions_instalmentplan;
DROP TRIGGER only_ends ON contributions_instalmentplan;
DROP FUNCTION contributions_plan_only_ends();
"""


class Migration(migrations.Migration):
    """Tables, and the guards that keep them."""

    dependencies = [
        ("contributions", "0005_waivers"),
    ]

    operations = [
        migrations.CreateModel(
            name="InstalmentPlan",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("establishment", models.BigIntegerField()),
                ("debt", models.BigIntegerField()),
                ("began_on", models.DateField()),
                ("transaction", models.BigIntegerField(unique=True)),
                ("law", models.TextField()),
                ("ended_on", models.DateField(null=True)),
                ("end", models.TextField(blank=True, default="")),
                ("rests_until", models.DateField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["establishment", "began_on"], name="plan_of")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_on__isnull", True)),
                        fields=("establishment",),
                        name="one_running_plan",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("end", ""),
                                ("ended_on__isnull", True),
                                ("rests_until__isnull", True),
                            ),
                            models.Q(
                                ("end__in", ["fulfilled", "broken"]),
                                ("ended_on__isnull", False),
                                ("rests_until__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="plan_runs_or_ended",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("debt__gt", 0)), name="plan_of_something"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Instalment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.IntegerField()),
                ("due_on", models.DateField()),
                ("amount", models.BigIntegerField()),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contributions.instalmentplan",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("plan", "number"), name="instalment_once"),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0)), name="instalment_of_something"
                    ),
                ],
            },
        ),
        migrations.RunSQL(GUARD, UNGUARD),
    ]
