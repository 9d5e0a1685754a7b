"""What was conceded stays on record."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("contributions", "0006_instalments"),
        ("ledger", "0002_balanced_and_append_only"),
    ]

    operations = [
        migrations.CreateModel(
            name="Concession",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("establishment", models.BigIntegerField()),
                ("billed_in", models.DateField()),
                ("month", models.DateField()),
                ("engagement", models.BigIntegerField()),
                ("amount", models.BigIntegerField()),
                ("transaction", models.BigIntegerField()),
                ("at", models.DateTimeField()),
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
                "indexes": [
                    models.Index(fields=["month", "engagement"], name="concession_of_line"),
                    models.Index(fields=["establishment", "billed_in"], name="concession_of_bill"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount", 0), _negated=True),
                        name="concession_of_something",
                    )
                ],
            },
        ),
        migrations.RunSQL(
            "CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON contributions_concession"
            " FOR EACH STATEMENT EXECUTE FUNCTION contributions_append_only()",
            "DROP TRIGGER append_only ON contributions_concession",
        ),
    ]
