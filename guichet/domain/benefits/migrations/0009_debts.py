"""What was paid beyond what was due, what was withheld for it, and how people chose to repay."""

import django.db.models.deletion
from django.db import migrations, models

_ID = models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")
_TABLES = ("benefits_debt", "benefits_withholding", "benefits_repayment")
FORWARD = "".join(
    f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}"
    " FOR EACH STATEMENT EXECUTE FUNCTION benefits_kept();"
    for table in _TABLES
)
BACKWARD = "".join(f"DROP TRIGGER append_only ON {table};" for table in _TABLES)


def _journal():
    return models.ForeignKey(
        "ledger.journal",
        db_index=False,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
    )


class Migration(migrations.Migration):
    """Debts."""

    dependencies = [("benefits", "0008_recalculation"), ("ledger", "0003_witnessed")]

    operations = [
        migrations.CreateModel(
            "Debt",
            [
                ("id", _ID),
                ("person", models.BigIntegerField()),
                ("month", models.DateField()),
                ("amount", models.BigIntegerField()),
                ("cause", models.TextField()),
                ("recorded_on", models.DateField()),
                ("journal", _journal()),
                ("leaf", models.BigIntegerField(db_index=True)),
            ],
            options={
                "indexes": [models.Index(fields=["person", "month"], name="debt_by_person")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(amount__gt=0), name="debt_of_something"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            "Withholding",
            [
                ("id", _ID),
                ("person", models.BigIntegerField()),
                ("month", models.DateField()),
                ("amount", models.BigIntegerField()),
                ("journal", _journal()),
                ("leaf", models.BigIntegerField(db_index=True)),
                ("at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=["person", "month"], name="withheld_once_a_month"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(amount__gt=0), name="withheld_something"
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            "Repayment",
            [
                ("id", _ID),
                ("person", models.BigIntegerField(db_index=True)),
                ("monthly", models.BigIntegerField()),
                ("chosen_on", models.DateField()),
                ("transaction", models.BigIntegerField()),
                ("leaf", models.BigIntegerField(db_index=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(monthly__gt=0), name="repayment_of_something"
                    ),
                    models.UniqueConstraint(
                        fields=["transaction", "person"], name="repayment_chosen_once"
                    ),
                ]
            },
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
