"""What was taken back in parts, and why, stays on record."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0002_balanced_and_append_only"),
        ("payments", "0006_statements"),
    ]

    operations = [
        migrations.CreateModel(
            name="Return",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("scheme", models.TextField()),
                ("scheme_key", models.TextField()),
                ("return_key", models.TextField()),
                ("amount", models.BigIntegerField()),
                ("cause", models.TextField()),
                ("returned_at", models.DateTimeField()),
                ("received_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="ReturnBooking",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("amount", models.BigIntegerField()),
            ],
        ),
        migrations.AddField(
            model_name="entry",
            name="end_to_end",
            field=models.TextField(blank=True, default=""),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(
                condition=models.Q(("end_to_end", ""), _negated=True),
                fields=["account", "end_to_end"],
                name="entry_by_payer",
            ),
        ),
        migrations.AddIndex(
            model_name="return",
            index=models.Index(fields=["scheme", "scheme_key"], name="return_of_payment"),
        ),
        migrations.AddConstraint(
            model_name="return",
            constraint=models.UniqueConstraint(fields=("scheme", "return_key"), name="return_once"),
        ),
        migrations.AddConstraint(
            model_name="return",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__gt", 0), models.Q(("cause", ""), _negated=True)),
                name="return_of_something_for_a_cause",
            ),
        ),
        migrations.AddField(
            model_name="returnbooking",
            name="journal",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.journal"
            ),
        ),
        migrations.AddField(
            model_name="returnbooking",
            name="payment",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="payments.payment"
            ),
        ),
        migrations.AddField(
            model_name="returnbooking",
            name="told",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="payments.return"
            ),
        ),
        migrations.RunSQL(
            "CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON payments_return"
            " FOR EACH STATEMENT EXECUTE FUNCTION payments_append_only();"
            "CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON payments_returnbooking"
            " FOR EACH STATEMENT EXECUTE FUNCTION payments_append_only();",
            "DROP TRIGGER append_only ON payments_return; DROP TRIGGER append_only ON payments_returnbooking;",
        ),
    ]
