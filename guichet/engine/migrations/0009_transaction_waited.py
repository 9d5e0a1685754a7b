"""What of a party had to wait is found without going through all that was asked for it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """A small index: few askings wait."""

    dependencies = [
        ("engine", "0008_rounds"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="transaction",
            index=models.Index(
                condition=models.Q(
                    ("outcome__in", [3, 4]),
                    ("repeats__isnull", True),
                    ("resolves__isnull", True),
                ),
                fields=["party", "id"],
                name="transaction_waited",
            ),
        ),
    ]
