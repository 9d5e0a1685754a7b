"""What was waived stays waived."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("contributions", "0004_penalties_append_only"),
        ("ledger", "0002_balanced_and_append_only"),
    ]

    operations = [
        migrations.CreateModel(
            name="Waiver",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("establishment", models.BigIntegerField()),
                ("month", models.DateField()),
                ("amount", models.BigIntegerField()),
                ("transaction", models.BigIntegerField()),
                ("waived_on", models.DateField()),
                ("law", models.TextField()),
                (
                    "journal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.journal",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("establishment", "month"), name="waived_once"),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0), ("month__day", 1)),
                        name="waiver_of_something",
                    ),
                ],
            },
        ),
        migrations.RunSQL(
            "CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON contributions_waiver"
            " FOR EACH STATEMENT EXECUTE FUNCTION contributions_append_only()",
            "DROP TRIGGER append_only ON contributions_waiver",
        ),
    ]
