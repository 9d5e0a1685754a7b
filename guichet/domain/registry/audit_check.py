"""Wages and bank accounts recounted from the transactions that made them."""

from __future__ import annotations

from guichet.engine import store
from guichet.engine.relations import ACCEPTED
from guichet.lib.locale import here

_MINOR = here().currency.minor
# Without a transaction that was accepted: brought along, see `engine.takeover`.
WAGES_UNPROVED = f"""
    SELECT w.engagement_id AS key, jsonb_build_array(
        w.engagement_id, w.effective_from, w.version, w.basic, w.housing,
        w.transaction)::text AS said
    FROM registry_wage w LEFT JOIN {ACCEPTED} t ON t.id = w.transaction WHERE t.id IS NULL
"""
ACCOUNTS_UNPROVED = f"""
    SELECT b.id AS key, jsonb_build_array(b.id, b.party_kind, b.party, b.iban, b.since,
        b.transaction)::text AS said
    FROM registry_bankaccount b LEFT JOIN {ACCEPTED} t ON t.id = b.transaction WHERE t.id IS NULL
"""
# What an asking names is what it names; what it leaves open (a move to a branch, housing unchanged)
# was paid before.
_WAGES = f"""
    WITH named AS (
        SELECT w.*, e.person_id, (t.content::jsonb->'input') AS given, t.subject
        FROM registry_wage w JOIN registry_engagement e ON e.id = w.engagement_id
        JOIN {ACCEPTED} t ON t.id = w.transaction
    ), wrong AS (
        SELECT n.* FROM named n JOIN registry_person p ON p.id = n.person_id
        WHERE (n.subject IS NOT NULL AND n.subject <> p.identifier AND NOT EXISTS (
                SELECT FROM registry_personidentifier i
                WHERE i.person_id = p.id AND i.identifier = n.subject))
            OR (NOT n.basic = coalesce(round((n.given->>'basic')::numeric * {_MINOR}), -1)
                AND NOT EXISTS (
                SELECT FROM registry_wage o JOIN registry_engagement f ON f.id = o.engagement_id
                WHERE f.person_id = n.person_id AND o.transaction <> n.transaction
                    AND o.basic = n.basic))
            OR (NOT n.housing = coalesce(round((n.given->>'housing')::numeric * {_MINOR}), 0)
                AND NOT EXISTS (
                SELECT FROM registry_wage o JOIN registry_engagement f ON f.id = o.engagement_id
                WHERE f.person_id = n.person_id AND o.transaction <> n.transaction
                    AND o.housing = n.housing))
    )
    SELECT 'wage of engagement ' || engagement_id || ' from ' || to_char(effective_from, 'YYYY-MM')
        || ': not what its transaction says' FROM wrong
        ORDER BY engagement_id, effective_from, version
"""
_ACCOUNTS = f"""
    SELECT 'bank account ' || b.id || ': not what its transaction says'
    FROM registry_bankaccount b JOIN {ACCEPTED} t ON t.id = b.transaction
    WHERE t.content::jsonb->'input'->>'iban' IS DISTINCT FROM b.iban
        OR b.party NOT IN (coalesce(t.party, 0), coalesce(t.subject, 0))
    UNION ALL
    SELECT 'bank account ' || b.id || ': it was ended by no transaction that named another'
    FROM registry_bankaccount b LEFT JOIN registry_bankaccount n
        ON n.transaction = b.ended_by AND n.party_kind = b.party_kind AND n.party = b.party
    WHERE b.ended_by IS NOT NULL AND n.id IS NULL
    ORDER BY 1
"""


def wages_are_whole() -> list[str]:
    """Every wage that is not what its transaction says, in English."""
    return [fault for (fault,) in store.rows(_WAGES)]


def bank_accounts_are_whole() -> list[str]:
    """Every bank account that is not the one its transaction names, in English."""
    return [fault for (fault,) in store.rows(_ACCOUNTS)]
