"""Row-level security under the most personal tables: every asking with its contents, and who looked
at whom (ADR 17).

It binds the roles that `guichet roles` makes for the web and the back office; the tables' owner and
the batch role pass.
"""

from django.db import migrations

FORWARD = """
ALTER TABLE engine_transaction ENABLE ROW LEVEL SECURITY;
CREATE POLICY seen_by_its_own ON engine_transaction FOR SELECT USING (
    current_user = 'guichet_office'
    OR party = ANY ((SELECT identity_scope_parties())::bigint[])
    OR (SELECT s.actor FROM engine_submission s WHERE s.id = engine_transaction.id >> 20)
        = (SELECT identity_scope_account()));
CREATE POLICY added ON engine_transaction FOR INSERT WITH CHECK (true);

ALTER TABLE access_reading ENABLE ROW LEVEL SECURITY;
CREATE POLICY seen_by_its_own ON access_reading FOR SELECT USING (
    current_user = 'guichet_office'
    OR subjects && (SELECT identity_scope_parties())::bigint[]
    OR (party_kind = 'establishment' AND party = ANY ((SELECT identity_scope_parties())::bigint[])));
CREATE POLICY added ON access_reading FOR INSERT WITH CHECK (true);

-- A receipt's proof needs the hashes of its neighbours, never their words; the public check needs no more than this.
CREATE FUNCTION engine_leaf_hashes(first bigint, rows bigint) RETURNS TABLE (id bigint, hash bytea)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT t.id, sha256('\\x00'::bytea || convert_to(t.content, 'UTF8')) FROM engine_transaction t
    WHERE t.id >= first AND t.id < first + rows ORDER BY t.id
$$;
CREATE FUNCTION engine_outline(transaction bigint)
    RETURNS TABLE (service integer, outcome smallint, asked_at timestamptz)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT t.service, t.outcome, s.asked_at
    FROM engine_transaction t JOIN engine_submission s ON s.id = t.id >> 20 WHERE t.id = transaction
$$;
"""
BACKWARD = """
DROP FUNCTION engine_outline(bigint);
DROP FUNCTION engine_leaf_hashes(bigint, bigint);
DROP POLICY added ON access_reading;
DROP POLICY seen_by_its_own ON access_reading;
ALTER TABLE access_reading DISABLE ROW LEVEL SECURITY;
DROP POLICY added ON engine_transaction;
DROP POLICY seen_by_its_own ON engine_transaction;
ALTER TABLE engine_transaction DISABLE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0002_append_only"), ("identity", "0010_scope")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
