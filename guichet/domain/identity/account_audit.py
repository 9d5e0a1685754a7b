"""Accounts and the audit log: whoever may open one, as whom, and what the staff are, with each
change of it.

A row of the staff or a password changed behind the product's back gives power over everything else,
so every save of these fields leaves what they are now in the log, in the same ``atomic``. A
password is never there, only a hash of its salted hash.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from guichet.engine import audit, store
from guichet.engine.relations import LEAVES

if TYPE_CHECKING:
    from guichet.domain.identity.models import Account

KIND = "account"
FIELDS = ("username", "person_number", "segments", "is_active", "password")
_NOW = """jsonb_build_object('username', a.username, 'person_number', a.person_number, 'segments',
    to_jsonb(a.segments),
    'is_active', a.is_active, 'password', encode(sha256(convert_to(a.password, 'UTF8')), 'hex'))"""
# Of before this was kept; their next change is.
UNPROVED = f"""
    SELECT a.id AS key, jsonb_build_array(a.id, {_NOW})::text AS said FROM identity_account a
    WHERE NOT EXISTS (SELECT FROM {LEAVES} l
        WHERE l.kind = '{KIND}' AND (l.body::jsonb->>'account')::bigint = a.id)
"""
_STRANGE = f"""
    WITH said AS (
        SELECT DISTINCT ON (account, field) account, field, value FROM (
            SELECT l.id, (l.body::jsonb->>'account')::bigint AS account, f.key AS field, f.value
            FROM {LEAVES} l, jsonb_each(l.body::jsonb->'is') f WHERE l.kind = '{KIND}') every
        ORDER BY account, field, id DESC
    )
    SELECT s.account, CASE WHEN a.id IS NULL THEN '' ELSE s.field END
    FROM said s LEFT JOIN identity_account a ON a.id = s.account
    WHERE a.id IS NULL OR {_NOW}->s.field IS DISTINCT FROM s.value ORDER BY 1, 2
"""


def attest(account: Account, fields: Iterable[str] | None) -> None:
    """Write what these fields (all, if none are named) of an account are now, in the caller's
    ``atomic``.
    """
    told = FIELDS if fields is None else [name for name in FIELDS if name in set(fields)]
    said: dict[str, Any] = {name: getattr(account, name) for name in told}
    if "password" in said:
        said["password"] = sha256(str(said["password"]).encode()).hexdigest()
    if "segments" in said:
        said["segments"] = [str(segment) for segment in said["segments"]]
    if said:
        audit.note(KIND, {"account": account.pk, "is": said})


def accounts_are_whole() -> list[str]:
    """Every account that is not what the log says it became last, in English; empty when
    all are.
    """
    return [
        f"account {number}: its {field.replace('_', ' ')} is not what the log says"
        if field
        else f"account {number}: it is gone"
        for number, field in store.rows(_STRANGE)
    ]
