"""Whose rows of accounts and mandates are whose, and whom a session stands for (see
`engine.row_policies`).
"""

from guichet.engine.row_policies import ACCOUNT, PARTIES, Rows, Writing, free, held, of_account

_PROOF = "what proves who one is: read before it is known who asks; secrets are kept sealed or as digests"
_OWN = f"account_id = {ACCOUNT}"


def _proof(*changed: str) -> Rows:
    """What proves an account: an account that is signed in adds and ends its own; whoever only
    proves who they are is behind the counter.
    """
    return Rows(free=_PROOF, writing=Writing(adds=_OWN, changes=_OWN, columns=changed))


_ADMINISTERS = held("administer")
_OF_STAFF = f"(party_kind = 'nobody' AND basis = 'staff' AND {_ADMINISTERS})"
_MANDATES_SEEN = (
    f"account_id = {ACCOUNT} OR party = ANY {PARTIES} OR person_number = ANY {PARTIES} OR bureau = ANY {PARTIES}"
    f" OR (party_kind = 'nobody' AND {_ADMINISTERS})"
)
_OF_A_MACHINE = "scope_is_machine(account_id)"

ROWS = {
    "identity_account": Rows(
        free="a name to sign in with is looked up before it is known who asks",
        # Who comes by the national identity, and a machine, get an account without a password and
        # without power.
        writing=Writing(
            adds="segments = '{}' AND is_active AND starts_with(password, '!')",
            changes=f"id = {ACCOUNT}",
            columns=("password", "language", "last_login"),
        ),
    ),
    # Services appoint behind the counter; what an owner gives a machine on its page is bounded by
    # what is the owner's own. Of the staff's rights see also the triggers of migration 0014.
    "identity_mandate": Rows(
        _MANDATES_SEEN,
        writing=Writing(
            adds=f"{_OF_STAFF} OR ({_OF_A_MACHINE} AND granted_by_id = {ACCOUNT} AND scope_may_give(party_kind, party, rights))",
            changes=f"{_OF_STAFF} OR ({_OF_A_MACHINE} AND ({_MANDATES_SEEN}))",
            columns=("revoked_at",),
        ),
    ),
    # Written by administrators in their own name only.
    "identity_rightproposal": Rows(
        f"account_id = {ACCOUNT} OR {_ADMINISTERS}",
        added=f"{_ADMINISTERS} AND {ACCOUNT} IN (proposed_by_id, closed_by_id)",
        office="false",
    ),
    "identity_apitoken": _proof("revoked_at"),
    "identity_throttle": free("counts of tries, under keyed digests"),
    "identity_factor": _proof("counter", "confirmed_at", "counts_from", "used_at", "removed_at"),
    "identity_recoverycode": _proof("replaced_at"),
    # What the national identity said of somebody who is not signed in yet: written behind the
    # counter alone, never changed.
    "identity_identitylink": Rows(
        free=_PROOF, writing=Writing(adds="false", changes="false", columns=())
    ),
    "identity_signin": of_account(),
}

_DEFINED = "SECURITY DEFINER SET search_path = pg_catalog, public"
FUNCTIONS = (
    f"""CREATE OR REPLACE FUNCTION scope_is_machine(account bigint) RETURNS boolean
        LANGUAGE plpgsql STABLE {_DEFINED} AS $$
    BEGIN RETURN EXISTS (SELECT FROM identity_account a
        WHERE a.id = account AND starts_with(a.username, 'system:')); END $$""",
    # All that is given is the giver's own, by its own living mandates or its bureau's.
    f"""CREATE OR REPLACE FUNCTION scope_may_give(kind text, of_party bigint, given text[])
        RETURNS boolean
    LANGUAGE plpgsql STABLE {_DEFINED} AS $$
    BEGIN RETURN kind = 'establishment' AND (WITH living AS (
            SELECT m.* FROM identity_mandate m
            WHERE m.party_kind = 'establishment' AND m.revoked_at IS NULL
                AND (m.valid_from IS NULL OR m.valid_from <= current_date + 1)
                AND (m.valid_until IS NULL OR m.valid_until >= current_date - 1)
        ), own AS (
            SELECT m.* FROM living m
            JOIN identity_account a ON a.id = scope_account() AND a.is_active
            WHERE m.account_id = a.id OR m.person_number = a.person_number
        ), rights AS (
            SELECT unnest(o.rights) AS held FROM own o WHERE o.party = of_party
            UNION SELECT unnest(m.rights) FROM living m WHERE m.party = of_party AND m.bureau IN (
                SELECT o.party FROM own o WHERE o.rights && '{{clients,owner}}')
        ) SELECT coalesce(bool_or(held = 'owner') OR given <@ array_agg(held), false)
        FROM rights); END $$""",
    f"""CREATE OR REPLACE FUNCTION scope_account() RETURNS bigint
        LANGUAGE sql STABLE {_DEFINED} AS $$
    SELECT nullif(current_setting('guichet.account', true), '')::bigint $$""",
    # Worked out once for an account's entering, then kept in the session's own setting.
    f"""CREATE OR REPLACE FUNCTION scope_parties() RETURNS bigint[]
        LANGUAGE plpgsql STABLE {_DEFINED} AS $$
    DECLARE kept text := current_setting('guichet.parties', true); found bigint[];
    BEGIN
        IF kept <> '' THEN RETURN kept::bigint[]; END IF;
        found := identity_scope_parties();
        PERFORM set_config('guichet.parties', found::text, false);
        RETURN found;
    END $$""",
    # A right is a task, or a task and what it is about: ``decide:payments.refund_credit`` is one of
    # ``decide``.
    f"""CREATE OR REPLACE FUNCTION scope_right(tasks text[]) RETURNS boolean
        LANGUAGE sql STABLE {_DEFINED} AS $$
    SELECT EXISTS (SELECT FROM identity_mandate m, unnest(m.rights) r
        WHERE m.account_id = scope_account()
        AND m.party_kind = 'nobody' AND m.revoked_at IS NULL
        AND split_part(r, ':', 1) = ANY (tasks)) $$""",
    # The branches at which the session's account serves: a clerk sees the sittings of no other.
    f"""CREATE OR REPLACE FUNCTION scope_places() RETURNS bigint[]
        LANGUAGE sql STABLE {_DEFINED} AS $$
    SELECT coalesce(array_agg(m.party), '{{}}') FROM identity_mandate m
    WHERE m.account_id = scope_account()
        AND m.party_kind = 'nobody' AND m.revoked_at IS NULL AND 'counter' = ANY (m.rights) $$""",
    f"""CREATE OR REPLACE FUNCTION scope_role(account bigint) RETURNS text
        LANGUAGE sql STABLE {_DEFINED} AS $$
    SELECT CASE WHEN EXISTS (SELECT FROM identity_account a
        JOIN identity_mandate m ON m.account_id = a.id
            WHERE a.id = account AND a.is_active AND 'staff' = ANY (a.segments)
                AND m.party_kind = 'nobody' AND m.revoked_at IS NULL)
        AND pg_has_role(session_user, 'guichet_office', 'MEMBER') THEN 'guichet_office'
        ELSE 'guichet_web' END $$""",
)
