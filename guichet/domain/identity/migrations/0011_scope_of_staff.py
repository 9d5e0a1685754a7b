"""Whether this session is one of the institution's own people: what row-level security asks (ADR 31)."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION identity_scope_staff() RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT EXISTS (SELECT FROM identity_account a
        WHERE a.id = identity_scope_account() AND a.is_active AND 'staff' = ANY (a.segments))
$$;
REVOKE ALL ON FUNCTION identity_scope_staff() FROM PUBLIC;
"""
BACKWARD = "DROP FUNCTION identity_scope_staff();"


class Migration(migrations.Migration):
    dependencies = [("identity", "0010_scope")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
