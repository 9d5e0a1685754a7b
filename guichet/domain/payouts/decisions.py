"""What becomes of an order that came back: somebody of the staff says it, with the reason."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import polars as pl

from guichet.domain.identity.staff import GATHER, Staff, require
from guichet.domain.ledger import commands as ledger
from guichet.domain.ledger.kinds import PAYOUTS
from guichet.domain.payouts import locks
from guichet.domain.payouts.batches import move, on_record, require_sure
from guichet.domain.payouts.commands import liability
from guichet.domain.payouts.queries import came_back
from guichet.engine import audit, store
from guichet.engine.refusal import Refusal, Refused

AGAIN, CREDIT = "again", "credit"
# ISO 20022's reasons that are the account's fault: the same account would fail again.
OF_THE_ACCOUNT = (
    "AC01",
    "AC02",
    "AC03",
    "AC04",
    "AC06",
    "AC07",
    "AC13",
    "AC14",
    "BE01",
    "MD07",
    "RC01",
)

ALREADY_DECIDED = Refusal(
    "payout-already-decided",
    ar="بُتّ في هذا المبلغ من قبل، أو لم يعد إلى حسابنا بعد. حدّث القائمة.",
    en="This amount was decided already, or has not come back to our account yet. Reload the list.",
    fr="Le sort de ce montant a déjà été décidé, ou il n’est pas encore revenu sur notre compte. Actualisez la liste.",
)
SAME_ACCOUNT = Refusal(
    "payout-same-account",
    ar="الحساب المسجل هو نفسه الذي تعذر الصرف فيه. اطلب من المستفيد تسجيل حساب آخر أولًا.",
    en="The account on record is the very one that failed. Ask the payee to register another account first.",
    fr="Le compte enregistré est celui qui a échoué. Demandez d’abord au bénéficiaire d’enregistrer un autre compte.",
)
ONLY_AGAIN = Refusal(
    "payout-only-again",
    ar="مستحقات الأفراد تُصرف من جديد ولا تُقيد رصيدًا.",
    en="What a person is owed is paid again; it does not become a credit.",
    fr="Ce qui est dû à une personne est versé à nouveau ; cela ne devient pas un crédit.",
)


def decide(transfer: int, what: str, *, by: Staff, reason: str, now: datetime) -> int | None:
    """Pay an order that came back again (``again``), or put it back to the establishment's credit
    (``credit``).

    The establishment whose credit it is now; the caller lays it on what that one owes.

    Raises:
        Refused: it was decided, is not back yet, or would fail again; or who says it has no right
            to, or is not known surely enough.
    """
    require(by, GATHER)
    require_sure(by)
    with store.atomic():
        locks.everything()
        found = came_back(transfer)
        if found.is_empty():
            raise Refused(ALREADY_DECIDED)
        row = found.row(0, named=True)
        journal = None
        if what == AGAIN:
            _other_account(found, row)
        elif row["party_kind"] == "establishment":
            journal = _credit(found, now)
        else:
            raise Refused(ONLY_AGAIN)
        move(found["order"], "back", "waiting" if what == AGAIN else "credited")
        store.execute(
            "INSERT INTO payouts_decision (transfer_id, what, by, reason, at, journal_id)"
            " VALUES (%(transfer)s, %(what)s, %(by)s, %(reason)s, %(now)s, %(journal)s)",
            transfer=transfer,
            what=what,
            by=by.account,
            reason=reason,
            now=now,
            journal=journal,
        )
        audit.note(
            "payouts",
            {
                "what": f"decided-{what}",
                "transfer": transfer,
                "order": row["order"],
                "by": by.account,
                "reason": reason,
            },
        )
    return int(row["party"]) if what == CREDIT else None


def _other_account(found: pl.DataFrame, row: dict[str, Any]) -> None:
    if row["code"] in OF_THE_ACCOUNT:
        known = on_record(found)["on_record"]
        if not len(known) or known[0] == row["iban"]:
            raise Refused(SAME_ACCOUNT)


def _credit(found: pl.DataFrame, now: datetime) -> int:
    """What is payable no longer is, and stands to the party's credit again."""
    nothing = {"month": pl.lit(None, dtype=pl.Date), "branch": pl.lit(None, dtype=pl.String)}
    journal = found.select(
        key="transfer",
        kind=pl.lit("payout-credited"),
        at=pl.lit(now),
        month=pl.lit(None, dtype=pl.Date),
        source=pl.lit("payout"),
        reference="order",
        description="purpose",
    )
    payable = found.select(
        "amount",
        key="transfer",
        kind=pl.lit(PAYOUTS),
        party_kind=pl.lit(None, dtype=pl.String),
        party=pl.lit(None, dtype=pl.Int64),
        **nothing,
    )
    owed = found.select(
        "party_kind", "party", amount=-pl.col("amount"), key="transfer", kind=liability(), **nothing
    )
    return int(ledger.post(journal, pl.concat([payable, owed.select(payable.columns)]))[0])
