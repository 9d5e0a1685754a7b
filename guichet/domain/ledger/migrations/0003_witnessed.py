"""Journals name the leaf of the audit log that speaks of them; those of before are taken over."""

import django.contrib.postgres.indexes
from django.db import migrations, models


class Migration(migrations.Migration):
    """A column, and an index of a few pages."""

    dependencies = [("ledger", "0002_balanced_and_append_only")]

    operations = [
        migrations.AddField(
            model_name="journal", name="leaf", field=models.BigIntegerField(null=True)
        ),
        migrations.AddIndex(
            model_name="journal",
            index=django.contrib.postgres.indexes.BrinIndex(
                fields=["leaf"], name="journal_by_leaf"
            ),
        ),
    ]
