"""Systems and keys only move forward, and every event is put down for those who want to be told."""

from django.db import migrations

FORWARD_ONLY = """
CREATE FUNCTION systems_only_forward() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF OLD.revoked_at IS NOT NULL AND NEW.revoked_at IS DISTINCT FROM OLD.revoked_at THEN
            RAISE EXCEPTION 'what is revoked stays revoked'
                USING ERRCODE = 'restrict_violation', TABLE = TG_TABLE_NAME;
        END IF;
        IF TG_TABLE_NAME = 'systems_system' AND (to_jsonb(NEW) - ARRAY['services', 'certificate_bound',
            'last_used_at', 'revoked_at']) IS NOT DISTINCT FROM (to_jsonb(OLD) - ARRAY['services',
            'certificate_bound', 'last_used_at', 'revoked_at']) THEN
            RETURN NEW;
        END IF;
        IF TG_TABLE_NAME = 'systems_systemkey' AND (to_jsonb(NEW) - ARRAY['last_used_at', 'revoked_at'])
            IS NOT DISTINCT FROM (to_jsonb(OLD) - ARRAY['last_used_at', 'revoked_at']) THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION '% keeps what it says: revoke it and add another', TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation', TABLE = TG_TABLE_NAME;
END $$;
CREATE TRIGGER only_forward BEFORE UPDATE OR DELETE ON systems_system
    FOR EACH ROW EXECUTE FUNCTION systems_only_forward();
CREATE TRIGGER only_forward BEFORE UPDATE OR DELETE ON systems_systemkey
    FOR EACH ROW EXECUTE FUNCTION systems_only_forward();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON systems_system
    FOR EACH STATEMENT EXECUTE FUNCTION systems_only_forward();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON systems_systemkey
    FOR EACH STATEMENT EXECUTE FUNCTION systems_only_forward();
"""
# In the event's own commit, so that none is missed whatever the order of commits; nothing while
# nobody listens. An event's number is handed out before its commit, so a remembered "last seen"
# would skip late ones.
UNTOLD = """
CREATE FUNCTION systems_put_down_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM systems_hook WHERE ended_at IS NULL) THEN
        INSERT INTO systems_untold (event) SELECT id FROM added;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER put_down AFTER INSERT ON engine_event
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION systems_put_down_event();
"""
UNDO = """
DROP TRIGGER put_down ON engine_event;
DROP FUNCTION systems_put_down_event;
DROP TRIGGER never_emptied ON systems_systemkey;
DROP TRIGGER never_emptied ON systems_system;
DROP TRIGGER only_forward ON systems_systemkey;
DROP TRIGGER only_forward ON systems_system;
DROP FUNCTION systems_only_forward;
"""


class Migration(migrations.Migration):
    dependencies = [("systems", "0001_initial"), ("engine", "0004_payload_as_it_is")]
    operations = [migrations.RunSQL(FORWARD_ONLY + UNTOLD, UNDO)]
