"""Lines of a bank know which entry they are of. Each line booked before becomes an entry of its
own, by its reference and amount.
"""

from django.db import migrations, models

# A change of type rewrites the rows by an expression and fires no trigger: the rows themselves may
# not be updated.
OWN_ENTRY = (
    "ALTER TABLE payments_entry ALTER COLUMN entry_ref TYPE text USING bank_key,"
    " ALTER COLUMN entry_amount TYPE bigint USING amount"
)


class Migration(migrations.Migration):
    """See ADR 59."""

    dependencies = [("payments", "0009_bills_of_accounts")]

    operations = [
        *(
            migrations.AddField("entry", name, field, preserve_default=False)
            for name, field in {
                "entry_ref": models.TextField(default=""),
                "entry_amount": models.BigIntegerField(default=0),
                "copy": models.IntegerField(default=1),
                "place": models.IntegerField(default=0),
                "part": models.TextField(default="detail"),
            }.items()
        ),
        migrations.RunSQL(OWN_ENTRY, migrations.RunSQL.noop),
        migrations.AddConstraint(
            "entry",
            models.UniqueConstraint(
                fields=["account", "entry_ref", "booked_on", "entry_amount", "copy", "place"],
                name="line_of_an_entry_once",
            ),
        ),
        migrations.AddField("statedline", "booked_on", models.DateField(null=True)),
        migrations.AddField("statedline", "copy", models.IntegerField(default=1)),
    ]
