"""Each mandate names the audit leaf that speaks of it; those there are get one leaf together."""

from django.db import migrations, models

# The text a leaf's digest is taken over: see guichet.domain.identity.audit_check.
ADOPT = """
DO $$
DECLARE
    number bigint;
    said text;
BEGIN
    IF NOT EXISTS (SELECT FROM identity_mandate) THEN
        RETURN;
    END IF;
    number := nextval(pg_get_serial_sequence('engine_auditleaf', 'id'));
    ALTER TABLE identity_mandate DISABLE TRIGGER only_ends;
    UPDATE identity_mandate SET leaf = number;
    ALTER TABLE identity_mandate ENABLE TRIGGER only_ends;
    SELECT '{"count":' || count(*) || ',"digest":"' || encode(sha256(convert_to(string_agg(jsonb_build_array(
        m.id, m.account_id, m.person_number, m.bureau, m.holder_ar, m.holder_latin, m.basis, m.party_kind, m.party,
        m.rights, m.valid_from, m.valid_until, m.with_branches, m.follows_id, m.granted_by_transaction)::text,
        E'\\n' ORDER BY m.id), 'UTF8')), 'hex') || '","kind":"mandates-given"}'
        INTO said FROM identity_mandate m;
    INSERT INTO engine_auditleaf (id, kind, body, digest)
        VALUES (number, 'mandates-given', said, sha256('\\x00'::bytea || convert_to(said, 'UTF8')));
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("identity", "0008_mandates_only_end"), ("engine", "0002_append_only")]

    operations = [
        migrations.AddField("mandate", "leaf", models.BigIntegerField(null=True)),
        migrations.RunSQL(ADOPT, migrations.RunSQL.noop),
    ]
