"""What an order pays of each establishment's account; what was ordered before is of one part."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("payments", "0012_order_failures")]

    operations = [
        migrations.CreateModel(
            name="OrderPart",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("establishment", models.BigIntegerField()),
                ("reference", models.TextField()),
                ("amount", models.BigIntegerField()),
                ("scheme_key", models.TextField(unique=True)),
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
                    models.UniqueConstraint(
                        fields=("order", "establishment"), name="order_pays_each_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0)), name="order_part_of_something"
                    ),
                ],
                "indexes": [models.Index(fields=["establishment"], name="order_part_of")],
            },
        ),
        migrations.RunSQL(
            "INSERT INTO payments_orderpart (order_id, establishment, reference, amount, scheme_key)"
            " SELECT transaction, establishment, reference, amount, transaction::text FROM payments_order",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(
            "CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON payments_orderpart"
            " FOR EACH STATEMENT EXECUTE FUNCTION payments_append_only()",
            "DROP TRIGGER append_only ON payments_orderpart",
        ),
    ]
