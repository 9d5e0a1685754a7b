"""From when on each round of the product is due again."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """A table."""

    dependencies = [
        ("engine", "0007_waiting_long"),
    ]

    operations = [
        migrations.CreateModel(
            name="Round",
            fields=[
                ("name", models.TextField(primary_key=True, serialize=False)),
                ("due_at", models.DateTimeField()),
                ("done_at", models.DateTimeField(null=True)),
                ("failures", models.IntegerField(default=0)),
                ("fault", models.TextField(blank=True, default="")),
            ],
        ),
    ]
