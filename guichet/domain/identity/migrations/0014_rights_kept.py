"""The database keeps the rule of two, and staff keep what they have been doing: the rights of their
deeds, no more.

Before, whoever was of the staff might do everything. Who gathered, released, decided or assigned,
as the log tells, goes on with that task; the counter and the Board stay whose they were; nobody
administers until `guichet rights begin` names the first two.
"""

from django.db import migrations

GUARD = """
CREATE FUNCTION identity_holds_right(who bigint, wanted text) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT EXISTS (SELECT FROM identity_mandate m JOIN identity_account a ON a.id = m.account_id
        WHERE m.party_kind = 'nobody' AND m.account_id = who AND wanted = ANY (m.rights) AND m.revoked_at IS NULL
          AND a.is_active AND 'staff' = ANY (a.segments))
$$;
CREATE FUNCTION identity_administrators() RETURNS bigint
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT count(DISTINCT m.account_id) FROM identity_mandate m JOIN identity_account a ON a.id = m.account_id
    WHERE m.party_kind = 'nobody' AND 'administer' = ANY (m.rights) AND m.revoked_at IS NULL
      AND a.is_active AND 'staff' = ANY (a.segments)
$$;
CREATE FUNCTION identity_right_by_two() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' AND (
        (NEW.origin = 'proposed' AND NEW.closed_at IS NULL AND identity_holds_right(NEW.proposed_by_id, 'administer'))
        OR (NEW.origin = 'begun' AND NEW."right" = 'administer' AND identity_administrators() < 2)
    ) THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'UPDATE' AND OLD.closed_at IS NULL AND NEW.closed_at IS NOT NULL
        AND identity_holds_right(NEW.closed_by_id, 'administer')
        AND to_jsonb(NEW) - '{closed_by_id,closed_at,confirmed}'::text[]
          = to_jsonb(OLD) - '{closed_by_id,closed_at,confirmed}'::text[] THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a right is proposed by one administrator and confirmed by another' USING ERRCODE = 'restrict_violation';
END $$;
CREATE FUNCTION identity_right_was_confirmed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, public AS $$
BEGIN
    IF NEW.basis = 'staff' AND EXISTS (SELECT FROM identity_rightproposal p WHERE p.id = NEW.proposal_id AND p.confirmed
        AND p.account_id = NEW.account_id AND p.place = NEW.party AND NEW.rights = ARRAY[p."right"]) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a right of the staff that nobody confirmed' USING ERRCODE = 'restrict_violation';
END $$;
"""
# Made after what was held is carried over.
TRIGGERS = """
CREATE TRIGGER by_two BEFORE INSERT OR UPDATE OR DELETE ON identity_rightproposal
    FOR EACH ROW EXECUTE FUNCTION identity_right_by_two();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON identity_rightproposal
    FOR EACH STATEMENT EXECUTE FUNCTION engine_refuse_change();
CREATE TRIGGER was_confirmed BEFORE INSERT ON identity_mandate FOR EACH ROW
    WHEN (NEW.party_kind = 'nobody' OR NEW.basis = 'staff') EXECUTE FUNCTION identity_right_was_confirmed();
"""
# The text a leaf's digest is taken over: see guichet.domain.identity.audit_check.
CARRY = """
DO $$
DECLARE
    number bigint;
    said text;
    deed record;
BEGIN
    CREATE TEMP TABLE deeds (account bigint, "right" text, place bigint, mandate bigint) ON COMMIT DROP;
    INSERT INTO deeds SELECT account_id, unnest(rights), party, id FROM identity_mandate
        WHERE party_kind = 'nobody' AND account_id IS NOT NULL AND revoked_at IS NULL;
    INSERT INTO deeds SELECT DISTINCT (s->>'by')::bigint, CASE s->>'what' WHEN 'released' THEN 'release' ELSE 'gather' END,
        1, NULL::bigint FROM (SELECT body::jsonb AS s FROM engine_auditleaf WHERE kind = 'payouts') AS said
        WHERE s->>'what' IN ('gathered', 'released', 'decided-again', 'decided-credit');
    INSERT INTO deeds SELECT DISTINCT (s->>'by')::bigint, 'reconcile', 1, NULL::bigint
        FROM (SELECT body::jsonb AS s FROM engine_auditleaf WHERE kind = 'payments') AS said WHERE s ? 'by';
    INSERT INTO deeds SELECT DISTINCT r.by, 'decide:' || (t.content::jsonb->>'service'), 1, NULL::bigint
        FROM engine_ruling r JOIN engine_transaction t ON t.id = r.transaction;
    DELETE FROM deeds d WHERE d.mandate IS NULL AND NOT EXISTS (SELECT FROM identity_account a
        WHERE a.id = d.account AND a.is_active AND 'staff' = ANY (a.segments));
    IF NOT EXISTS (SELECT FROM deeds) THEN
        RETURN;
    END IF;
    ALTER TABLE identity_mandate DISABLE TRIGGER only_ends;
    number := nextval(pg_get_serial_sequence('engine_auditleaf', 'id'));
    FOR deed IN SELECT DISTINCT account, "right", place, max(mandate) AS mandate FROM deeds GROUP BY 1, 2, 3 ORDER BY 1, 2, 3 LOOP
        INSERT INTO identity_rightproposal (account_id, "right", place, origin, proposed_at, closed_at, confirmed)
            VALUES (deed.account, deed."right", deed.place, 'carried-over', now(), now(), true);
        said := jsonb_build_object('kind', 'staff-right', 'what', 'confirmed', 'origin', 'carried-over', 'account', deed.account,
            'right', deed."right", 'place', deed.place, 'proposed_by', NULL, 'closed_by', NULL,
            'proposal', currval(pg_get_serial_sequence('identity_rightproposal', 'id')))::text;
        INSERT INTO engine_auditleaf (kind, body, digest)
            VALUES ('staff-right', said, sha256('\\x00'::bytea || convert_to(said, 'UTF8')));
        IF deed.mandate IS NULL THEN
            INSERT INTO identity_mandate (account_id, basis, party_kind, party, rights, granted_at, leaf, proposal_id)
                VALUES (deed.account, 'staff', 'nobody', deed.place, ARRAY[deed."right"], now(), number,
                    currval(pg_get_serial_sequence('identity_rightproposal', 'id')));
        ELSE
            UPDATE identity_mandate SET proposal_id = currval(pg_get_serial_sequence('identity_rightproposal', 'id'))
                WHERE id = deed.mandate;
        END IF;
    END LOOP;
    SET CONSTRAINTS ALL IMMEDIATE;
    ALTER TABLE identity_mandate ENABLE TRIGGER only_ends;
    SELECT '{"count":' || count(*) || ',"digest":"' || encode(sha256(convert_to(string_agg(jsonb_build_array(
        m.id, m.account_id, m.person_number, m.bureau, m.holder_ar, m.holder_latin, m.basis, m.party_kind, m.party,
        m.rights, m.valid_from, m.valid_until, m.with_branches, m.follows_id, m.granted_by_transaction)::text,
        E'\\n' ORDER BY m.id), 'UTF8')), 'hex') || '","kind":"mandates-given"}'
        INTO said FROM identity_mandate m WHERE m.leaf = number;
    IF said IS NOT NULL THEN
        INSERT INTO engine_auditleaf (id, kind, body, digest)
            VALUES (number, 'mandates-given', said, sha256('\\x00'::bytea || convert_to(said, 'UTF8')));
    END IF;
END $$;
"""
UNGUARD = """
DROP TRIGGER was_confirmed ON identity_mandate;
DROP TRIGGER never_emptied ON identity_rightproposal;
DROP TRIGGER by_two ON identity_rightproposal;
DROP FUNCTION identity_right_was_confirmed();
DROP FUNCTION identity_right_by_two();
DROP FUNCTION identity_administrators();
DROP FUNCTION identity_holds_right(bigint, text);
"""


class Migration(migrations.Migration):
    dependencies = [("identity", "0013_rights_by_two"), ("engine", "0006_rulings")]

    operations = [
        migrations.RunSQL(GUARD, UNGUARD),
        migrations.RunSQL(CARRY, migrations.RunSQL.noop),
        migrations.RunSQL(TRIGGERS, migrations.RunSQL.noop),
    ]
