"""One living ownership per person and establishment; counters that cost no write-ahead log."""

from django.db import migrations

OWNED_ONCE = """
CREATE UNIQUE INDEX mandate_owner_once ON identity_mandate (party, person_number)
WHERE party_kind = 'establishment' AND rights = '{owner}' AND revoked_at IS NULL
"""


class Migration(migrations.Migration):
    dependencies = [("identity", "0001_initial")]

    operations = [
        migrations.RunSQL(OWNED_ONCE, "DROP INDEX mandate_owner_once"),
        migrations.RunSQL(
            "ALTER TABLE identity_throttle SET UNLOGGED",
            "ALTER TABLE identity_throttle SET LOGGED",
        ),
    ]
