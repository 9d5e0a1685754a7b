"""A bank account on record may only be ended, once; its history is never rewritten."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION registry_bank_account_ends_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.ended_by IS NOT NULL
        OR (NEW.id, NEW.party_kind, NEW.party, NEW.iban, NEW.since, NEW.transaction)
            IS DISTINCT FROM (OLD.id, OLD.party_kind, OLD.party, OLD.iban, OLD.since, OLD.transaction) THEN
        RAISE restrict_violation USING MESSAGE = 'registry_bankaccount is kept for ever: ' || TG_OP || ' refused';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER lasting BEFORE DELETE OR UPDATE ON registry_bankaccount
    FOR EACH ROW EXECUTE FUNCTION registry_bank_account_ends_once();
"""
BACKWARD = """
DROP TRIGGER lasting ON registry_bankaccount;
DROP FUNCTION registry_bank_account_ends_once;
"""


class Migration(migrations.Migration):
    dependencies = [("registry", "0004_bank_account")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
