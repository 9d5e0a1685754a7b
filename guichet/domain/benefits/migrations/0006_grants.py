"""What is granted once, and that it was ordered, is kept as it was."""

import django.db.models.deletion
from django.db import migrations, models

FORWARD = """
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON benefits_grant
    FOR EACH STATEMENT EXECUTE FUNCTION benefits_kept();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON benefits_grantorder
    FOR EACH STATEMENT EXECUTE FUNCTION benefits_kept();
"""
BACKWARD = """
DROP TRIGGER append_only ON benefits_grantorder;
DROP TRIGGER append_only ON benefits_grant;
"""


class Migration(migrations.Migration):
    """Grants."""

    dependencies = [
        ("benefits", "0005_confirmation"),
        ("ledger", "0003_witnessed"),
    ]

    operations = [
        migrations.CreateModel(
            name="Grant",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("grant", models.TextField(unique=True)),
                ("person", models.BigIntegerField()),
                ("kind", models.TextField()),
                ("amount", models.BigIntegerField()),
                ("award", models.TextField()),
                ("granted_on", models.DateField()),
                ("transaction", models.BigIntegerField()),
                ("leaf", models.BigIntegerField()),
                (
                    "journal",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.journal",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="GrantOrder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("order", models.BigIntegerField(unique=True)),
                ("at", models.DateTimeField()),
                (
                    "grant",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="benefits.grant",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="grant",
            index=models.Index(fields=["person"], name="grant_by_person"),
        ),
        migrations.AddConstraint(
            model_name="grant",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__gt", 0)), name="grant_of_something"
            ),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
