"""What the changes of a bank account share: whose the account must be, and what its change
writes.
"""

from __future__ import annotations

import polars as pl

from guichet.domain.registry import bank_accounts
from guichet.engine.actor import PartyKind
from guichet.engine.batch import Batch
from guichet.engine.fields import Iban
from guichet.engine.refusal import Refusal
from guichet.lib import samples
from guichet.lib.locale import here
from guichet.lib.text import Words

_ACCOUNTS = here().accounts

ACCOUNT_UNKNOWN = Refusal(
    "bank-account-unknown",
    ar="لا يعرف البنك الحساب {value}. راجع رقم الآيبان في تطبيق البنك وأعد كتابته.",
    en="The bank does not know the account {value}. Look the IBAN up in your bank’s app and type it again.",
    fr="La banque ne connaît pas le compte {value}. Vérifiez l’IBAN dans l’application de votre banque et saisissez-le de nouveau.",
)
ACCOUNT_CLOSED = Refusal(
    "bank-account-closed",
    ar="الحساب {value} مغلق لدى البنك. اختر حسابًا مفتوحًا.",
    en="The account {value} is closed at the bank. Choose one that is open.",
    fr="Le compte {value} est fermé à la banque. Choisissez-en un qui est ouvert.",
)
ACCOUNT_ANOTHERS = Refusal(
    "bank-account-not-own",
    ar="الحساب {value} ليس باسم صاحب الطلب لدى البنك. اختر حسابًا باسمه.",
    en="The bank says that the account {value} is not held by the one it is for. Choose an account of their own.",
    fr="D’après la banque, le compte {value} n’est pas au nom du destinataire. Choisissez un compte à son nom.",
)

IBAN = Words(ar="رقم الآيبان", en="IBAN", fr="IBAN")
SAMPLE = samples.account(int(samples.person()))


def iban_field() -> Iban:
    """The new account."""
    return Iban(
        IBAN,
        hint=Words(
            ar=f"يبدأ بـ {_ACCOUNTS.prefix} ويليه {_ACCOUNTS.digits} رقمًا أو حرفًا. يجب أن يكون الحساب باسم صاحب الطلب.",
            en=f"{_ACCOUNTS.prefix} and {_ACCOUNTS.digits} characters. The account must be held by the one it is for.",
            fr=f"{_ACCOUNTS.prefix} suivi de {_ACCOUNTS.digits} caractères. Le compte doit être au nom du destinataire.",
        ),
        sample=SAMPLE,
    )


def before_field() -> Iban:
    """The account before the change."""
    return Iban(
        Words(ar="الحساب السابق", en="Account before", fr="Compte précédent"), optional=True
    )


def decide(batch: Batch, kind: PartyKind, holders: list[str]) -> None:
    """Refuse what the bank does not confirm; an account in force already is a repetition.

    Args:
        batch: with the facts of the bank.
        kind: of the party.
        holders: the columns with the numbers the account may be held by.
    """
    party = batch.service.party
    if "bank_status" not in batch.frame.columns:  # nothing was left to ask the bank about
        batch.compute(bank_status=pl.lit(None, pl.String), bank_owner_number=pl.lit(None, pl.Int64))
    batch.look_up(
        bank_accounts.in_force(kind, batch.frame[party].drop_nulls().unique()).rename(
            {"party": party}
        ),
        on=party,
    )
    status, owner = pl.col("bank_status"), pl.col("bank_owner_number")
    own = pl.any_horizontal(*((owner == pl.col(h)).fill_null(value=False) for h in holders))
    batch.refuse(status == "unknown", ACCOUNT_UNKNOWN, "iban")
    # Who may not hold it learns only that: not whether it is open.
    batch.refuse((status != "unknown") & ~own, ACCOUNT_ANOTHERS, "iban")
    batch.refuse((status == "closed") & own, ACCOUNT_CLOSED, "iban")
    same = (pl.col("iban_before") == pl.col("iban")).fill_null(value=False)
    batch.repeat(same & (pl.col("account_by") > 0), pl.col("account_by"))
    batch.answer(previous=pl.col("iban_before"))


def apply(batch: Batch, kind: PartyKind) -> None:
    """End the account in force and begin the new one."""
    rows = batch.frame.select("iban", "transaction", "account_before", party=batch.service.party)
    bank_accounts.change(kind, changes=rows, today=batch.context.today)
