"""Whether the bank marks an entry as a reversal: two alike in all else are told apart by it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("payments", "0013_order_parts")]

    operations = [
        migrations.AddField("entry", "reversal", models.BooleanField(null=True)),
    ]
