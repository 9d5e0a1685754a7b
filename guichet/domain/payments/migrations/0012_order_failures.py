"""Tries to pay an order that came to nothing, as providers tell them; never altered."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("payments", "0011_settlements")]

    operations = [
        migrations.CreateModel(
            name="Failure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("failed_at", models.DateTimeField()),
                ("cause", models.TextField(blank=True)),
                ("received_at", models.DateTimeField()),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="payments.order",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("order", "failed_at"), name="failure_once")
                ]
            },
        ),
        migrations.RunSQL(
            "CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON payments_failure"
            " FOR EACH STATEMENT EXECUTE FUNCTION payments_append_only()",
            "DROP TRIGGER append_only ON payments_failure",
        ),
    ]
