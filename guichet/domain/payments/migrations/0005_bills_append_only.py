"""Versions of bills and deliveries stay as they were written; a difference can only be closed,
once.
"""

from django.db import migrations

APPEND_ONLY = """
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON payments_billversion
    FOR EACH STATEMENT EXECUTE FUNCTION payments_append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON payments_delivery
    FOR EACH STATEMENT EXECUTE FUNCTION payments_append_only();
CREATE FUNCTION payments_only_closed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.closed_at IS NULL AND NEW.closed_at IS NOT NULL
        AND to_jsonb(NEW) - 'closed_at' = to_jsonb(OLD) - 'closed_at' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a difference can only be closed, once'
        USING ERRCODE = 'restrict_violation', TABLE = TG_TABLE_NAME;
END $$;
CREATE TRIGGER only_closed BEFORE UPDATE ON payments_difference
    FOR EACH ROW EXECUTE FUNCTION payments_only_closed();
CREATE TRIGGER append_only BEFORE DELETE OR TRUNCATE ON payments_difference
    FOR EACH STATEMENT EXECUTE FUNCTION payments_append_only();
"""
UNDO = """
DROP TRIGGER append_only ON payments_difference;
DROP TRIGGER only_closed ON payments_difference;
DROP FUNCTION payments_only_closed;
DROP TRIGGER append_only ON payments_delivery;
DROP TRIGGER append_only ON payments_billversion;
"""


class Migration(migrations.Migration):
    """Guards that the models cannot say."""

    dependencies = [("payments", "0004_bills_presented")]

    operations = [migrations.RunSQL(APPEND_ONLY, UNDO)]
