"""Documents, copies and revocations stay as they are; signed papers are not packed again."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION documents_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON documents_document
    FOR EACH STATEMENT EXECUTE FUNCTION documents_append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON documents_revocation
    FOR EACH STATEMENT EXECUTE FUNCTION documents_append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON documents_copy
    FOR EACH STATEMENT EXECUTE FUNCTION documents_append_only();
ALTER TABLE documents_copy ALTER COLUMN body SET STORAGE EXTERNAL;
"""
BACKWARD = """
DROP TRIGGER append_only ON documents_copy;
DROP TRIGGER append_only ON documents_revocation;
DROP TRIGGER append_only ON documents_document;
DROP FUNCTION documents_append_only();
"""


class Migration(migrations.Migration):
    """Guards."""

    dependencies = [("documents", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
