"""The bank connector: whose an account is. In this world the IBAN itself tells, so that nothing
need be stored.

An account number of 18 digits is ``00000000`` and the ten digits of its owner, a person's or a
business's number; one that begins with ``9`` instead is closed; any other is nobody's.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime

from demo.public_bodies.answers import BATCH_LIMIT, QuestionError
from guichet.lib.locale import here

BANK = "80"  # the bank's two digits in the IBANs made here


def iban_of(owner: int | str, *, closed: bool = False, bank: str = BANK) -> str:
    """The IBAN of the account that a person or business has in this world."""
    accounts = here().accounts
    rest = accounts.digits - len("00") - len(bank) - 1
    return accounts.checked(f"{bank}{'9' if closed else '0'}{int(owner):0{rest}d}")


def asked_accounts(body: bytes) -> list[tuple[str, str]]:
    """The caller's number and the IBAN of each question."""
    try:
        asked = json.loads(body)["accounts"]
        found = [(row["number"], row["iban"]) for row in asked]
    except (ValueError, RecursionError, KeyError, TypeError) as error:
        raise QuestionError(
            "no_accounts", 'the body must be {"accounts": [{"number", "iban"}]}'
        ) from error
    if len(found) > BATCH_LIMIT:
        raise QuestionError("too_many", f"at most {BATCH_LIMIT:,} accounts in one call")
    if not all(isinstance(text, str) for row in found for text in row):
        raise QuestionError("not_text", "number and iban must be texts")
    return found


def accounts(asked: list[tuple[str, str]]) -> bytes:
    """``{"asked_at", "accounts": [{"number", "iban", "status", "owner_number"}]}``; status open,
    closed or unknown.
    """
    now = datetime.now(UTC).isoformat(timespec="seconds")
    rows = [{"number": number, "iban": iban, **_facts(iban)} for number, iban in asked]
    return json.dumps({"asked_at": now, "accounts": rows}).encode()


def _facts(iban: str) -> dict[str, str | None]:
    accounts = here().accounts
    typed = iban.removeprefix(accounts.prefix)
    owner = typed[-here().persons.digits :]
    if typed.isascii() and typed.isdigit() and len(typed) == accounts.digits and int(owner):
        for status, closed in (("open", False), ("closed", True)):
            if iban == iban_of(owner, closed=closed, bank=typed[2:4]):
                return {"status": status, "owner_number": owner}
    return {"status": "unknown", "owner_number": None}
