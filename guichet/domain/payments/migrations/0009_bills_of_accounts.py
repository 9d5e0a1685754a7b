"""The account as a whole has a bill too: one without a month (ADR 52)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("payments", "0008_bank_balances")]

    operations = [
        migrations.AlterField(
            model_name="billversion", name="month", field=models.DateField(null=True)
        )
    ]
