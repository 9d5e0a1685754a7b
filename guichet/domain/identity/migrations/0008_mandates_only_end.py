"""A mandate is given and ended, never rewritten and never deleted."""

from django.db import migrations

GUARD = """
CREATE FUNCTION identity_mandate_only_ends() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.revoked_at IS NULL AND NEW.revoked_at IS NOT NULL
        AND to_jsonb(NEW) - '{revoked_at,ended_by_transaction}'::text[]
          = to_jsonb(OLD) - '{revoked_at,ended_by_transaction}'::text[] THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a mandate is only ended' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER only_ends BEFORE UPDATE OR DELETE ON identity_mandate
    FOR EACH ROW EXECUTE FUNCTION identity_mandate_only_ends();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON identity_mandate
    FOR EACH STATEMENT EXECUTE FUNCTION engine_refuse_change();
"""
UNGUARD = """
DROP TRIGGER never_emptied ON identity_mandate;
DROP TRIGGER only_ends ON identity_mandate;
DROP FUNCTION identity_mandate_only_ends();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("identity", "0007_mandates_by_services"),
        ("engine", "0002_append_only"),
    ]

    operations = [migrations.RunSQL(GUARD, UNGUARD)]
