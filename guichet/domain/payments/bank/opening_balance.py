"""What a bank account held before its lines were told us is entered once, by a person who has read
it off a statement.
"""

from __future__ import annotations

from datetime import date, datetime

import polars as pl

from guichet.domain.iso20022.entries import WHOLE
from guichet.domain.payments.bank import statements
from guichet.engine import audit, store
from guichet.engine.refusal import Refusal, Refused
from guichet.lib.identifiers import iban_valid

_KEY = "brought-forward"

NOT_AN_ACCOUNT = Refusal(
    "bank-opening-iban",
    ar="«{value}» ليس رقم آيبان صحيحًا. راجع الرقم كما في كشف البنك.",
    en="“{value}” is no valid IBAN. Check it against the bank’s statement.",
    fr="« {value} » n’est pas un IBAN valide. Vérifiez-le sur le relevé de la banque.",
)
ENTERED = Refusal(
    "bank-opening-entered",
    ar="سُجل الرصيد الافتتاحي لهذا الحساب من قبل. الفرق الباقي يُفسَّر من حركاته في صفحة المطابقة.",
    en="The balance brought forward of this account was entered before. What still differs is explained by its lines, on the reconciliation page.",
    fr="Le solde reporté de ce compte a déjà été saisi. L’écart restant s’explique par ses écritures, sur la page de rapprochement.",
)


def bring_forward(account: str, day: date, balance: int, now: datetime) -> int:
    """Enter what an account held at the end of a day, less what of it stands in the books already;
    the amount booked.

    Raises:
        Refused: it is no account, or was entered before.
    """
    if not iban_valid(account):
        raise Refused(NOT_AN_ACCOUNT, value=account[:34])
    return store.settle(lambda: _bring(account, day, balance, now))


def _bring(account: str, day: date, balance: int, now: datetime) -> int:
    with store.atomic():
        if store.value(
            "SELECT EXISTS (SELECT FROM payments_entry WHERE account = %(account)s AND bank_key = %(key)s)",
            account=account,
            key=_KEY,
        ):
            raise Refused(ENTERED)
        known = store.value(
            "SELECT coalesce(sum(amount), 0)::bigint FROM payments_entry WHERE account = %(account)s AND booked_on <= %(day)s",
            account=account,
            day=day,
        )
        amount = balance - int(known)
        if amount:
            statements.keep(_line(account, day, amount), now)
        audit.note(
            "bank-opening",
            {
                "account": account,
                "day": day.isoformat(),
                "balance": balance,
                "booked": amount,
            },
        )
    return amount


def _line(account: str, day: date, amount: int) -> pl.DataFrame:
    return pl.DataFrame(
        [
            {
                "account": account,
                "entry_ref": _KEY,
                "entry_amount": amount,
                "copy": 1,
                "place": 0,
                "part": WHOLE,
                "bank_key": _KEY,
                "reference": "",
                "amount": amount,
                "booked_on": day,
                "meaning": statements.OPENING,
                "end_to_end": "",
                "reversal": False,
                "of": None,
                "batch_ours": None,
            }
        ],
        schema_overrides={"of": pl.String, "batch_ours": pl.Int64},
    )
