"""Transactions, leaves and seals may be added and never changed; a leaf knows the transaction that
wrote it.
"""

from django.db import migrations

FORWARD = """
ALTER TABLE engine_auditleaf ADD COLUMN xid xid8 NOT NULL DEFAULT pg_current_xact_id();
CREATE INDEX auditleaf_by_xid ON engine_auditleaf (xid, id);

CREATE FUNCTION engine_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON engine_transaction
    FOR EACH STATEMENT EXECUTE FUNCTION engine_refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON engine_auditleaf
    FOR EACH STATEMENT EXECUTE FUNCTION engine_refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON engine_auditseal
    FOR EACH STATEMENT EXECUTE FUNCTION engine_refuse_change();
"""

BACKWARD = """
DROP TRIGGER append_only ON engine_auditseal;
DROP TRIGGER append_only ON engine_auditleaf;
DROP TRIGGER append_only ON engine_transaction;
DROP FUNCTION engine_refuse_change();
ALTER TABLE engine_auditleaf DROP COLUMN xid;
"""


class Migration(migrations.Migration):
    """Raw SQL: Django has no xid8 and no triggers."""

    dependencies = [("engine", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
