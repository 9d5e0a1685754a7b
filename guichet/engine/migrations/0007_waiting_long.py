"""Held rows: how often taking them up went wrong, and when the client was told that they
wait long.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Two columns; what waits already has not failed and was not told."""

    dependencies = [
        ("engine", "0006_rulings"),
    ]

    operations = [
        migrations.AddField(
            model_name="waiting",
            name="failures",
            field=models.SmallIntegerField(db_default=0),
        ),
        migrations.AddField(
            model_name="waiting",
            name="told_at",
            field=models.DateTimeField(null=True),
        ),
    ]
