"""Arrears and parts of months. What was entered before pays nothing of the months before it was
entered.
"""

from django.db import migrations, models
from django.db.models import F, Q

FILL = """
ALTER TABLE benefits_pension DISABLE TRIGGER USER;
UPDATE benefits_pension SET first_month = monthly,
    owed_from = greatest(paid_from, date_trunc('month', entered_at AT TIME ZONE 'Asia/Riyadh')::date);
ALTER TABLE benefits_pension ENABLE TRIGGER USER;
ALTER TABLE benefits_payment DISABLE TRIGGER USER;
UPDATE benefits_payment SET ordered_in = month;
ALTER TABLE benefits_payment ENABLE TRIGGER USER;
"""


class Migration(migrations.Migration):
    """Pensions know from which month these books pay; payments know their part and their run."""

    dependencies = [("benefits", "0002_kept")]

    operations = [
        migrations.AddField("pension", "first_month", models.BigIntegerField(null=True)),
        migrations.AddField("pension", "owed_from", models.DateField(null=True)),
        migrations.AddField("payment", "part", models.IntegerField(default=1)),
        migrations.AddField("payment", "ordered_in", models.DateField(null=True)),
        migrations.AddField("run", "arrears", models.BigIntegerField(default=0)),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AlterField("pension", "first_month", models.BigIntegerField()),
        migrations.AlterField("pension", "owed_from", models.DateField()),
        migrations.AlterField("payment", "ordered_in", models.DateField()),
        migrations.RemoveConstraint("payment", "benefit_once_a_month"),
        migrations.AddConstraint(
            "payment",
            models.UniqueConstraint(
                fields=["person", "month", "part"], name="benefit_once_a_month"
            ),
        ),
        migrations.RemoveConstraint("pension", "pension_by_months"),
        migrations.AddConstraint(
            "pension",
            models.CheckConstraint(
                condition=(Q(paid_from__day=1) | Q(kind="disability"))
                & (Q(paid_till__isnull=True) | Q(paid_till__day=1)),
                name="pension_by_months",
            ),
        ),
        migrations.RemoveConstraint("pension", "pension_ends_after_it_begins"),
        migrations.AddConstraint(
            "pension",
            models.CheckConstraint(
                condition=Q(paid_till__isnull=True)
                | Q(paid_till__gte=F("paid_from"))
                | Q(kind="disability")
                | Q(ended_at__isnull=False),
                name="pension_ends_after_it_begins",
            ),
        ),
        migrations.AddConstraint(
            "pension",
            models.CheckConstraint(
                condition=Q(owed_from__day=1)
                & Q(first_month__gte=0, first_month__lte=F("monthly")),
                name="pension_owed_by_months",
            ),
        ),
        migrations.CreateModel(
            "Finding",
            [
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("person", models.BigIntegerField()),
                ("amount", models.BigIntegerField()),
                ("why", models.TextField()),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=models.deletion.PROTECT, related_name="+", to="benefits.run"
                    ),
                ),
            ],
        ),
        migrations.RunSQL(
            "CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON benefits_finding"
            " FOR EACH STATEMENT EXECUTE FUNCTION benefits_kept()",
            "DROP TRIGGER append_only ON benefits_finding",
        ),
    ]
