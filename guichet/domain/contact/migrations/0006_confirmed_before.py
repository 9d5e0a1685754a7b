"""What identity kept of confirmed addresses and mobiles moves here; then its table goes (identity
0011).

Mail addresses come over as they are. A mobile that was in force there is in force here, unless the
account has another one here by now, or the number is somebody else's: then it is history. What both
kept is kept once. Codes under way are not taken along: whoever waits for one asks again.
"""

from typing import ClassVar

from django.db import migrations

FORWARD = """
INSERT INTO contact_email (account_id, address, registered_at, ended_at)
SELECT account_id, address, confirmed_at, replaced_at FROM {old}
WHERE kind = 'email' AND confirmed_at IS NOT NULL ORDER BY id;

INSERT INTO contact_mobile (account_id, number, registered_at, ended_at)
SELECT c.account_id, c.address, c.confirmed_at,
    CASE WHEN c.replaced_at IS NOT NULL THEN c.replaced_at
        WHEN EXISTS (SELECT FROM contact_mobile m WHERE m.ended_at IS NULL
            AND (m.account_id = c.account_id OR m.number = c.address)) THEN greatest(c.confirmed_at, now())
        -- Of two accounts that confirmed one number it is whose who did so last.
        WHEN EXISTS (SELECT FROM {old} o WHERE o.kind = 'mobile' AND o.address = c.address
            AND o.replaced_at IS NULL AND (o.confirmed_at, o.id) > (c.confirmed_at, c.id))
        THEN greatest(c.confirmed_at, now()) END
FROM {old} c
WHERE c.kind = 'mobile' AND c.confirmed_at IS NOT NULL
  AND NOT EXISTS (SELECT FROM contact_mobile m WHERE m.account_id = c.account_id AND m.number = c.address
    AND (m.ended_at IS NULL OR m.ended_at >= c.confirmed_at))
ORDER BY c.id;
"""
# Mobiles stay where they are read; identity gets back what it would have kept.
BACKWARD = """
INSERT INTO {old} (account_id, kind, address, added_at, confirmed_at, replaced_at, code_tries)
SELECT account_id, 'email', address, registered_at, registered_at, ended_at, 0 FROM contact_email ORDER BY id;
INSERT INTO {old} (account_id, kind, address, added_at, confirmed_at, replaced_at, code_tries)
SELECT account_id, 'mobile', number, registered_at, registered_at, ended_at, 0 FROM contact_mobile ORDER BY id;
"""
GUARD = """
CREATE TRIGGER only_ends BEFORE UPDATE OR DELETE ON contact_email
    FOR EACH ROW EXECUTE FUNCTION contact_only_ends();
"""
UNGUARD = "DROP TRIGGER only_ends ON contact_email;"


def take_over(apps, schema_editor):
    """From the table of before."""
    schema_editor.execute(FORWARD.format(old=apps.get_model("identity", "Contact")._meta.db_table))


def give_back(apps, schema_editor):
    """Into the table of before."""
    schema_editor.execute(BACKWARD.format(old=apps.get_model("identity", "Contact")._meta.db_table))


class Migration(migrations.Migration):
    """After identity's last with the table, before the one that drops it."""

    dependencies: ClassVar = [("contact", "0005_email"), ("identity", "0010_scope")]
    operations: ClassVar = [
        migrations.RunPython(take_over, give_back),
        migrations.RunSQL(GUARD, UNGUARD),
    ]
