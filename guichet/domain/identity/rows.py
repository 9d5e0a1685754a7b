"""Whose rows of accounts and mandates are whose, and whom a session stands for (see `engine.rows`)."""

from guichet.engine.rows import ACCOUNT, PARTIES, Rows, free, held, of_account

_PROOF = "what proves who one is: read before it is known who asks; secrets are kept sealed or as digests"

_ADMINISTERS = held("administer")
ROWS = {
    "identity_account": free("a name to sign in with is looked up before it is known who asks"),
    "identity_mandate": Rows(
        f"account_id = {ACCOUNT} OR party = ANY {PARTIES} OR person_number = ANY {PARTIES} OR bureau = ANY {PARTIES}"
        f" OR (party_kind = 'nobody' AND {_ADMINISTERS})",
        # Of the staff's rights see also the triggers of migration 0014.
        added=f"basis <> 'staff' OR {_ADMINISTERS}",
    ),
    # Written by administrators in their own name only.
    "identity_rightproposal": Rows(
        f"account_id = {ACCOUNT} OR {_ADMINISTERS}",
        added=f"{_ADMINISTERS} AND {ACCOUNT} IN (proposed_by_id, closed_by_id)",
        office="false",
    ),
    "identity_apitoken": free(_PROOF),
    "identity_throttle": free("counts of tries, under keyed digests"),
    "identity_factor": free(_PROOF),
    "identity_recoverycode": free(_PROOF),
    "identity_identitylink": free(_PROOF),
    "identity_signin": of_account(),
}

_DEFINED = "SECURITY DEFINER SET search_path = pg_catalog, public"
FUNCTIONS = (
    f"""CREATE OR REPLACE FUNCTION scope_account() RETURNS bigint LANGUAGE sql STABLE {_DEFINED} AS $$
    SELECT nullif(current_setting('guichet.account', true), '')::bigint $$""",
    # Worked out once for an account's entering, then kept in the session's own setting.
    f"""CREATE OR REPLACE FUNCTION scope_parties() RETURNS bigint[] LANGUAGE plpgsql STABLE {_DEFINED} AS $$
    DECLARE kept text := current_setting('guichet.parties', true); found bigint[];
    BEGIN
        IF kept <> '' THEN RETURN kept::bigint[]; END IF;
        found := identity_scope_parties();
        PERFORM set_config('guichet.parties', found::text, false);
        RETURN found;
    END $$""",
    # A right is a task, or a task and what it is about: ``decide:payments.refund_credit`` is one of ``decide``.
    f"""CREATE OR REPLACE FUNCTION scope_right(tasks text[]) RETURNS boolean LANGUAGE sql STABLE {_DEFINED} AS $$
    SELECT EXISTS (SELECT FROM identity_mandate m, unnest(m.rights) r WHERE m.account_id = scope_account()
        AND m.party_kind = 'nobody' AND m.revoked_at IS NULL AND split_part(r, ':', 1) = ANY (tasks)) $$""",
    # The branches at which the session's account serves: a clerk sees the sittings of no other.
    f"""CREATE OR REPLACE FUNCTION scope_places() RETURNS bigint[] LANGUAGE sql STABLE {_DEFINED} AS $$
    SELECT coalesce(array_agg(m.party), '{{}}') FROM identity_mandate m WHERE m.account_id = scope_account()
        AND m.party_kind = 'nobody' AND m.revoked_at IS NULL AND 'counter' = ANY (m.rights) $$""",
    f"""CREATE OR REPLACE FUNCTION scope_role(account bigint) RETURNS text LANGUAGE sql STABLE {_DEFINED} AS $$
    SELECT CASE WHEN EXISTS (SELECT FROM identity_account a JOIN identity_mandate m ON m.account_id = a.id
            WHERE a.id = account AND a.is_active AND 'staff' = ANY (a.segments) AND m.party_kind = 'nobody' AND m.revoked_at IS NULL)
        AND pg_has_role(session_user, 'guichet_office', 'MEMBER') THEN 'guichet_office' ELSE 'guichet_web' END $$""",
)
