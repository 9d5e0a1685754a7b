"""Whose rows of the registry are whose (see `engine.row_policies`): an establishment's workers, a
person's own employers.
"""

from guichet.engine.row_policies import PARTIES, Rows, of_party, with_row

_EMPLOYERS = "(SELECT registry_scope_establishments())::bigint[]"
_PERSONS = "(SELECT registry_scope_persons())::bigint[]"
_ENGAGEMENT = with_row("registry_engagement", "of.id = engagement_id")
_PERSON = with_row("registry_person", "of.id = person_id")

ROWS = {
    "registry_owner": with_row("registry_establishment", "of.owner_id = registry_owner.id"),
    "registry_establishment": Rows(f"number = ANY {PARTIES} OR registry_scope_employs_us(id)"),
    "registry_person": Rows(f"identifier = ANY {PARTIES} OR registry_scope_works_for_us(id)"),
    "registry_personidentifier": _PERSON,
    "registry_cohortchange": _PERSON,
    "registry_engagement": Rows(
        f"establishment_id = ANY ({_EMPLOYERS}) OR person_id = ANY ({_PERSONS})"
    ),
    "registry_wage": _ENGAGEMENT,
    "registry_engagementchange": _ENGAGEMENT,
    "registry_backdated": _ENGAGEMENT,
    "registry_bankaccount": of_party(),
}

_DEFINED = "SECURITY DEFINER SET search_path = pg_catalog, public"
# A row each is asked of the last two: a page shows some dozens; what goes through thousands works
# by another role.
FUNCTIONS = (
    f"""CREATE OR REPLACE FUNCTION registry_scope_establishments() RETURNS bigint[]
        LANGUAGE plpgsql STABLE {_DEFINED} AS $$
    BEGIN RETURN ARRAY(SELECT e.id FROM registry_establishment e
        WHERE e.number = ANY (scope_parties())); END $$""",
    f"""CREATE OR REPLACE FUNCTION registry_scope_persons() RETURNS bigint[]
        LANGUAGE plpgsql STABLE {_DEFINED} AS $$
    BEGIN RETURN ARRAY(SELECT p.id FROM registry_person p
        WHERE p.identifier = ANY (scope_parties())); END $$""",
    f"""CREATE OR REPLACE FUNCTION registry_scope_works_for_us(one bigint) RETURNS boolean
        LANGUAGE plpgsql STABLE {_DEFINED} AS $$
    BEGIN RETURN EXISTS (SELECT FROM registry_engagement g
        JOIN registry_establishment e ON e.id = g.establishment_id
        WHERE g.person_id = one AND e.number = ANY (scope_parties())); END $$""",
    f"""CREATE OR REPLACE FUNCTION scope_is_ours(engagement bigint) RETURNS boolean
        LANGUAGE plpgsql STABLE {_DEFINED} AS $$
    BEGIN RETURN EXISTS (SELECT FROM registry_engagement g
        JOIN registry_person p ON p.id = g.person_id
        WHERE g.id = engagement AND p.identifier = ANY (scope_parties())); END $$""",
    f"""CREATE OR REPLACE FUNCTION registry_scope_employs_us(one bigint) RETURNS boolean
        LANGUAGE plpgsql STABLE {_DEFINED} AS $$
    BEGIN RETURN EXISTS (SELECT FROM registry_engagement g
        JOIN registry_person p ON p.id = g.person_id
        WHERE g.establishment_id = one AND p.identifier = ANY (scope_parties())); END $$""",
)
