"""An answer is found by terminal, trace number and time of sending too, so that a reversal without
field 37 finds its payment.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Answers of before have that as their key."""

    dependencies = [("bank", "0002_append_only")]

    operations = [
        migrations.AddField("answer", "also", models.TextField(default="")),
        migrations.AddIndex(
            "answer",
            models.Index(
                fields=["scheme", "also"], name="answer_also", condition=~models.Q(also="")
            ),
        ),
    ]
