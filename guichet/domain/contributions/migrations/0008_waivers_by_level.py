"""Who let a penalty go: the Governor, and beyond his share the Board."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("contributions", "0007_concessions"),
        ("ledger", "0002_balanced_and_append_only"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="waiver",
            name="waived_once",
        ),
        migrations.AddField(
            model_name="waiver",
            name="level",
            field=models.TextField(default="governor"),
        ),
        migrations.AddConstraint(
            model_name="waiver",
            constraint=models.UniqueConstraint(
                fields=("establishment", "month", "level"), name="waived_once"
            ),
        ),
    ]
