"""What the tables themselves refuse, whoever writes: overlaps, strangers, second thoughts."""

from django.db import migrations

# A period is a line in a plane: across stands the person, up stand the days, each establishment
# having a stretch of 131,072 days (from 1900 to 2258) of its own. Two boxes meet when one person is
# engaged twice by one establishment on one day. Core GiST does it; btree_gist, an extension, is not
# everywhere.
NO_OVERLAP = """
CREATE FUNCTION registry_span(person bigint, establishment bigint, started date, ended date) RETURNS box
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT box(
        point(person::float8, establishment * 131072.0::float8 + (started - date '1900-01-01')),
        point(person::float8, establishment * 131072.0::float8 + coalesce(ended - date '1900-01-01', 131071)))
$$;
ALTER TABLE registry_engagement ADD CONSTRAINT engagement_no_overlap
    EXCLUDE USING gist (registry_span(person_id, establishment_id, started_on, ended_on) WITH &&);
"""
NO_OVERLAP_BACK = """
ALTER TABLE registry_engagement DROP CONSTRAINT engagement_no_overlap;
DROP FUNCTION registry_span;
"""

# A row-wise foreign key would lock and dirty the referred row for each of a million rows; the same
# guarantee a statement at a time costs a fraction. The other half, that nothing referred to goes
# away, is LASTING below. The plan of the first call is kept for the session and must suit one row
# and a million: look each up by its key.
REFERENCES = """
CREATE FUNCTION registry_wage_has_engagement() RETURNS trigger LANGUAGE plpgsql
SET enable_hashjoin = off SET enable_mergejoin = off AS $$
BEGIN
    IF EXISTS (SELECT FROM fresh WHERE NOT EXISTS
            (SELECT FROM registry_engagement e WHERE e.id = fresh.engagement_id)) THEN
        RAISE foreign_key_violation USING MESSAGE = TG_TABLE_NAME || ' names an engagement there is not';
    END IF;
    RETURN NULL;
END $$;
CREATE FUNCTION registry_engagement_has_ends() RETURNS trigger LANGUAGE plpgsql
SET enable_hashjoin = off SET enable_mergejoin = off AS $$
BEGIN
    IF EXISTS (SELECT FROM fresh WHERE NOT EXISTS
            (SELECT FROM registry_person p WHERE p.id = fresh.person_id))
    OR EXISTS (SELECT FROM (SELECT DISTINCT establishment_id FROM fresh) d WHERE NOT EXISTS
            (SELECT FROM registry_establishment s WHERE s.id = d.establishment_id)) THEN
        RAISE foreign_key_violation USING
            MESSAGE = 'registry_engagement names a person or an establishment there is not';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER has_engagement AFTER INSERT ON registry_wage REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION registry_wage_has_engagement();
CREATE TRIGGER has_engagement AFTER INSERT ON registry_backdated REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION registry_wage_has_engagement();
CREATE TRIGGER has_ends AFTER INSERT ON registry_engagement REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION registry_engagement_has_ends();
"""
REFERENCES_BACK = """
DROP TRIGGER has_engagement ON registry_wage;
DROP TRIGGER has_engagement ON registry_backdated;
DROP TRIGGER has_ends ON registry_engagement;
DROP FUNCTION registry_wage_has_engagement, registry_engagement_has_ends;
"""

# History is added to, never rewritten. What may change on an engagement is named; who it joins may
# not.
LASTING = """
CREATE FUNCTION registry_lasting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE restrict_violation USING MESSAGE = TG_TABLE_NAME || ' is kept for ever: ' || TG_OP || ' refused';
END $$;
CREATE TRIGGER lasting BEFORE DELETE ON registry_owner FOR EACH ROW EXECUTE FUNCTION registry_lasting();
CREATE TRIGGER lasting BEFORE DELETE OR UPDATE OF id, number ON registry_establishment
    FOR EACH ROW EXECUTE FUNCTION registry_lasting();
CREATE TRIGGER lasting BEFORE DELETE OR UPDATE OF id ON registry_person
    FOR EACH ROW EXECUTE FUNCTION registry_lasting();
CREATE TRIGGER lasting BEFORE DELETE OR UPDATE OF id, person_id, establishment_id, joined_by ON registry_engagement
    FOR EACH ROW EXECUTE FUNCTION registry_lasting();
CREATE TRIGGER lasting BEFORE DELETE OR UPDATE ON registry_wage
    FOR EACH ROW EXECUTE FUNCTION registry_lasting();
CREATE TRIGGER lasting BEFORE DELETE OR UPDATE ON registry_engagementchange
    FOR EACH ROW EXECUTE FUNCTION registry_lasting();
CREATE TRIGGER lasting BEFORE DELETE OR UPDATE ON registry_personidentifier
    FOR EACH ROW EXECUTE FUNCTION registry_lasting();
CREATE TRIGGER lasting BEFORE DELETE OR UPDATE ON registry_cohortchange
    FOR EACH ROW EXECUTE FUNCTION registry_lasting();
"""
LASTING_BACK = """
DROP TRIGGER lasting ON registry_owner;
DROP TRIGGER lasting ON registry_establishment;
DROP TRIGGER lasting ON registry_person;
DROP TRIGGER lasting ON registry_engagement;
DROP TRIGGER lasting ON registry_wage;
DROP TRIGGER lasting ON registry_engagementchange;
DROP TRIGGER lasting ON registry_personidentifier;
DROP TRIGGER lasting ON registry_cohortchange;
DROP FUNCTION registry_lasting;
"""

# Numbers come from sequences, and a reader of back-dated changes asks by the database's own commit
# order.
NUMBERS = """
CREATE SEQUENCE registry_establishment_number MINVALUE 100000000 MAXVALUE 999999999 START 500000001;
ALTER TABLE registry_backdated ADD COLUMN xid xid8 NOT NULL DEFAULT pg_current_xact_id();
CREATE INDEX backdated_by_xid ON registry_backdated (xid);
"""
NUMBERS_BACK = """
DROP INDEX backdated_by_xid;
ALTER TABLE registry_backdated DROP COLUMN xid;
DROP SEQUENCE registry_establishment_number;
"""


class Migration(migrations.Migration):
    """Constraints and triggers that the models cannot say."""

    dependencies = [("registry", "0001_initial")]

    operations = [
        migrations.RunSQL(NO_OVERLAP, NO_OVERLAP_BACK),
        migrations.RunSQL(REFERENCES, REFERENCES_BACK),
        migrations.RunSQL(LASTING, LASTING_BACK),
        migrations.RunSQL(NUMBERS, NUMBERS_BACK),
    ]
