"""Evidence is never changed nor removed: the database itself refuses."""

from typing import ClassVar

from django.db import migrations

# By statement, so that COPY pays nothing and a refused UPDATE is refused even where it meets no row.
# TRUNCATE needs a right of its own, which the application's role is not given.
FORWARD = """
CREATE FUNCTION verification_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'verification evidence is append-only: % refused', TG_OP
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER evidence_append_only BEFORE UPDATE OR DELETE ON verification_evidence
    FOR EACH STATEMENT EXECUTE FUNCTION verification_refuse_change();
"""
BACKWARD = """
DROP TRIGGER evidence_append_only ON verification_evidence;
DROP FUNCTION verification_refuse_change();
"""


class Migration(migrations.Migration):
    """After 0001."""

    dependencies: ClassVar = [("verification", "0001_initial")]
    operations: ClassVar = [migrations.RunSQL(FORWARD, BACKWARD)]
