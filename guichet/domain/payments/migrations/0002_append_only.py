"""Payments, reversals and assignments stay as they were written; what changes is a further row."""

from django.db import migrations

APPEND_ONLY = """
CREATE FUNCTION payments_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: reverse or assign instead', TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation', TABLE = TG_TABLE_NAME;
END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON payments_payment
    FOR EACH STATEMENT EXECUTE FUNCTION payments_append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON payments_reversal
    FOR EACH STATEMENT EXECUTE FUNCTION payments_append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON payments_assignment
    FOR EACH STATEMENT EXECUTE FUNCTION payments_append_only();
"""
UNDO = """
DROP TRIGGER append_only ON payments_payment;
DROP TRIGGER append_only ON payments_reversal;
DROP TRIGGER append_only ON payments_assignment;
DROP FUNCTION payments_append_only;
"""


class Migration(migrations.Migration):
    """Guards that the models cannot say."""

    dependencies = [("payments", "0001_initial")]

    operations = [migrations.RunSQL(APPEND_ONLY, UNDO)]
