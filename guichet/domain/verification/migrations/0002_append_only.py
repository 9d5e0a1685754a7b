"""Evidence is never changed nor removed: the database itself refuses."""

from typing import ClassVar

from django.db import migrations

# By statement, so that COPY pays nothing and an UPDATE is refused even where it meets no row.
# An empty table may be truncated: that loses nothing, and test runners do it.
FORWARD = """
CREATE FUNCTION verification_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    holds_rows boolean := true;
BEGIN
    IF TG_OP = 'TRUNCATE' THEN
        EXECUTE format('SELECT EXISTS (SELECT FROM %I.%I)', TG_TABLE_SCHEMA, TG_TABLE_NAME)
            INTO holds_rows;
    END IF;
    IF holds_rows THEN
        RAISE EXCEPTION '% is append-only: ask again instead', TG_TABLE_NAME
            USING ERRCODE = '23001', TABLE = TG_TABLE_NAME,
                CONSTRAINT = TG_TABLE_NAME || '_append_only';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON verification_evidence
    FOR EACH STATEMENT EXECUTE FUNCTION verification_append_only();
"""
BACKWARD = """
DROP TRIGGER append_only ON verification_evidence;
DROP FUNCTION verification_append_only;
"""


class Migration(migrations.Migration):
    """After 0001."""

    dependencies: ClassVar = [("verification", "0001_initial")]
    operations: ClassVar = [migrations.RunSQL(FORWARD, BACKWARD)]
