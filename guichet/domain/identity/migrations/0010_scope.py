"""Whom the account of this session may see: what row-level security asks (ADR 17)."""

from django.db import migrations

# Definers' functions, so that a role that may not read mandates freely still gets its own; PL/pgSQL
# keeps their plan. No setting: nobody, no party.
FORWARD = """
CREATE FUNCTION identity_scope_account() RETURNS bigint
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT nullif(current_setting('guichet.account', true), '')::bigint
$$;
CREATE FUNCTION identity_scope_parties() RETURNS bigint[]
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
    RETURN (WITH me AS (
        SELECT a.id, a.person_number AS person FROM identity_account a WHERE a.id = identity_scope_account()
    ), living AS (
        SELECT m.* FROM identity_mandate m
        WHERE m.revoked_at IS NULL AND (m.valid_until IS NULL OR m.valid_until >= current_date - 1)
    ), own AS (
        SELECT m.party, m.party_kind, m.rights FROM living m JOIN me ON m.account_id = me.id
        UNION ALL SELECT m.party, m.party_kind, m.rights FROM living m JOIN me ON m.person_number = me.person
    )
    SELECT coalesce(array_agg(party), '{}') FROM (
        SELECT person AS party FROM me WHERE person IS NOT NULL
        UNION SELECT party FROM own
        UNION SELECT m.party FROM living m WHERE m.bureau = ANY (ARRAY(
            SELECT o.party FROM own o WHERE o.party_kind = 'establishment' AND o.rights && '{clients,owner}'))
    ) AS seen);
END $$;
REVOKE ALL ON FUNCTION identity_scope_parties(), identity_scope_account() FROM PUBLIC;
"""
BACKWARD = "DROP FUNCTION identity_scope_parties(); DROP FUNCTION identity_scope_account();"


class Migration(migrations.Migration):
    dependencies = [("identity", "0009_mandates_witnessed")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
