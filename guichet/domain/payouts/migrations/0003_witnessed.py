"""Orders name the leaf of the audit log that speaks of them; those of before are taken over."""

import django.contrib.postgres.indexes
from django.db import migrations, models


class Migration(migrations.Migration):
    """A column, and an index of a few pages."""

    dependencies = [("payouts", "0002_only_forward")]

    operations = [
        migrations.AddField(
            model_name="order", name="leaf", field=models.BigIntegerField(null=True)
        ),
        migrations.AddIndex(
            model_name="order",
            index=django.contrib.postgres.indexes.BrinIndex(fields=["leaf"], name="payout_by_leaf"),
        ),
    ]
