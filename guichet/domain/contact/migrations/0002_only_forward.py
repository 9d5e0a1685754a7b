"""Mobiles and PINs are a history: a row is added, and once ended; the database refuses anything
else.
"""

from typing import ClassVar

from django.db import migrations

FORWARD = """
CREATE FUNCTION contact_only_ends() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.ended_at IS NULL AND NEW.ended_at IS NOT NULL
            AND to_jsonb(OLD) - 'ended_at' = to_jsonb(NEW) - 'ended_at' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION '% is a history: a row is added or ended, never changed', TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER only_ends BEFORE UPDATE OR DELETE ON contact_mobile
    FOR EACH ROW EXECUTE FUNCTION contact_only_ends();
CREATE TRIGGER only_ends BEFORE UPDATE OR DELETE ON contact_pin
    FOR EACH ROW EXECUTE FUNCTION contact_only_ends();

CREATE FUNCTION contact_code_only_spent() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.tries >= OLD.tries AND (OLD.closed_at IS NULL OR NEW.closed_at = OLD.closed_at)
            AND to_jsonb(OLD) - 'tries' - 'closed_at' = to_jsonb(NEW) - 'tries' - 'closed_at' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a code is tried and closed, never changed nor opened again'
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER only_spent BEFORE UPDATE ON contact_code
    FOR EACH ROW EXECUTE FUNCTION contact_code_only_spent();
"""
BACKWARD = """
DROP TRIGGER only_spent ON contact_code;
DROP FUNCTION contact_code_only_spent;
DROP TRIGGER only_ends ON contact_pin;
DROP TRIGGER only_ends ON contact_mobile;
DROP FUNCTION contact_only_ends;
"""


class Migration(migrations.Migration):
    """After 0001."""

    dependencies: ClassVar = [("contact", "0001_initial")]
    operations: ClassVar = [migrations.RunSQL(FORWARD, BACKWARD)]
