"""Batches: one person gathers what waits, another releases exactly that."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from typing import Any

import polars as pl
from django.conf import settings

from guichet.domain.documents.words import INSTITUTION
from guichet.domain.identity.staff import GATHER, RELEASE, Staff, require
from guichet.domain.payouts import locks
from guichet.domain.payouts.transfers import PIECE, TRANSFER, canonical, checked
from guichet.domain.registry import bank_accounts
from guichet.engine import audit, store
from guichet.engine.actor import PartyKind
from guichet.engine.context import HOME
from guichet.engine.refusal import Refusal, Refused
from guichet.lib.identifiers import iban_ok, iban_valid

MOST = 1_000_000  # of one file

NOTHING_WAITS = Refusal(
    "payouts-nothing-waits",
    ar="لا توجد أوامر صرف يمكن جمعها الآن.",
    en="No payment waits that could be gathered now.",
    fr="Aucun versement en attente ne peut être rassemblé maintenant.",
)
NO_ACCOUNT = Refusal(
    "payouts-no-account",
    ar="لم يُحدد حساب المؤسسة الذي يُصرف منه. اطلب من مدير النظام ضبط GUICHET_PAYOUT_ACCOUNT.",
    en="The account of ours that pays is not set. Ask the administrator to set GUICHET_PAYOUT_ACCOUNT.",
    fr="Le compte payeur n’est pas configuré. Demandez à l’administrateur de définir GUICHET_PAYOUT_ACCOUNT.",
)
SAME_PERSON = Refusal(
    "payouts-same-person",
    ar="جمعتَ هذه الدفعة بنفسك؛ يجب أن يعتمدها شخص آخر.",
    en="You gathered this batch yourself; another person must release it.",
    fr="Vous avez rassemblé ce lot vous-même ; une autre personne doit le libérer.",
)
BATCH_OVER = Refusal(
    "payouts-batch-over",
    ar="اعتُمدت هذه الدفعة أو أُلغيت من قبل. حدّث الصفحة.",
    en="This batch was released or discarded already. Reload the page.",
    fr="Ce lot a déjà été libéré ou abandonné. Actualisez la page.",
)
ACCOUNT_CHANGED = Refusal(
    "payouts-account-changed",
    ar="غيّر {count} من المستفيدين حساباتهم البنكية بعد جمع الدفعة. ألغها واجمعها من جديد ليُصرف لهم في حساباتهم الجديدة.",
    en="{count} of the payees changed their bank account after the batch was gathered. Discard it and gather again, and they are paid to the new account.",
    fr="{count} bénéficiaires ont changé de compte depuis la constitution du lot. Abandonnez-le et recommencez : ils seront payés sur le nouveau compte.",
)
NOT_SURE = Refusal(
    "payouts-second-factor",
    ar="يتطلب إخراج المال إثباتًا حديثًا لهويتك بوسيلة تحقق ثانية. أثبت هويتك ثم أعد المحاولة؛ لم يتغير شيء.",
    en="Letting money go asks for a second factor shown a short while ago. Show yours and try again; nothing was changed.",
    fr="Laisser partir de l’argent exige un second facteur présenté récemment. Présentez le vôtre et réessayez ; rien n’a changé.",
)


def gather(by: Staff, now: datetime, most: int = MOST) -> int:
    """Make a batch of what waits, the oldest first, each to the account on record now; its id.

    Raises:
        Refused: who gathers has no right to; nothing waits, or our own account is not set.
    """
    require(by, GATHER)
    if not iban_valid(settings.PAYOUT_ACCOUNT):
        raise Refused(NO_ACCOUNT)
    with store.atomic():
        locks.everything()
        rows = _waiting(most)
        if rows.is_empty():
            raise Refused(NOTHING_WAITS)
        rows = rows.with_columns(
            store.next_ids("payouts_transfer_id_seq", rows.height).alias("transfer")
        )
        hashed = sha256()
        for piece in rows.select(*TRANSFER).iter_slices(PIECE):
            hashed.update(canonical(piece))
        total = int(rows["amount"].sum())
        batch = int(
            store.value(
                "INSERT INTO payouts_batch (count, total, digest, account, payer, gathered_by, gathered_person, gathered_at)"
                " VALUES (%(count)s, %(total)s, %(digest)s, %(account)s, %(payer)s, %(by)s, %(person)s, %(now)s) RETURNING id",
                count=rows.height,
                total=total,
                digest=hashed.hexdigest(),
                account=settings.PAYOUT_ACCOUNT,
                payer=settings.PAYOUT_PAYER or INSTITUTION.ar,
                by=by.account,
                person=by.person,
                now=now,
            )
        )
        store.insert(
            "payouts_transfer",
            rows.select(
                "name",
                "iban",
                "amount",
                id="transfer",
                batch_id=pl.lit(batch),
                order_id="order",
                live=pl.lit(value=True),
            ),
        )
        move(rows["order"], "waiting", "batched")
        _note("gathered", batch, by, count=rows.height, total=total, digest=hashed.hexdigest())
    return batch


def _waiting(most: int) -> pl.DataFrame:
    rows = store.fetch(
        "SELECT id, party_kind, party, name, iban, amount, purpose, reference FROM payouts_order"
        " WHERE state = 'waiting' ORDER BY id LIMIT %(most)s",
        {n: t for n, t in TRANSFER.items() if n != "transfer"},
        most=most,
    )
    recorded = pl.coalesce("on_record", "iban")
    return (
        rows.join(on_record(rows), on=["party_kind", "party"], how="left", maintain_order="left")
        .with_columns(iban=recorded)
        .filter(iban_ok(pl.col("iban")))
    )


def on_record(rows: pl.DataFrame) -> pl.DataFrame:
    """The accounts on record of parties: ``party_kind``, ``party``, ``on_record``; a party without
    one has no line.
    """
    found = [
        bank_accounts.in_force(
            kind, rows.filter(pl.col("party_kind") == kind.value)["party"].unique()
        ).select("party", party_kind=pl.lit(kind.value), on_record="iban_before")
        for kind in (PartyKind.ESTABLISHMENT, PartyKind.PERSON)
    ]
    return pl.concat(found)


def move(orders: pl.Series, was: str, becomes: str) -> None:
    """Orders go from one state to another; all of them, or somebody else was there first.

    Raises:
        store.WriteConflict: some of them are in another state by now.
    """
    moved = store.execute(
        "UPDATE payouts_order SET state = %(becomes)s WHERE id = ANY(%(orders)s::bigint[]) AND state = %(was)s",
        orders=orders,
        was=was,
        becomes=becomes,
    )
    if moved != len(orders):
        raise store.WriteConflict


def release(batch: int, by: Staff, now: datetime) -> None:
    """Let a batch go to the bank.

    Raises:
        Refused: it is over, by the same person, by one without the right or not known surely
            enough, or not what was gathered any more.
    """
    require(by, RELEASE)
    require_sure(by)
    with store.atomic():
        locks.everything()
        row = _open(batch)
        if by.account == row["gathered_by"] or (
            by.person is not None and by.person == row["gathered_person"]
        ):
            raise Refused(SAME_PERSON)
        moved = 0
        for piece in checked(batch, row["digest"]):
            known = piece.join(on_record(piece), on=["party_kind", "party"])
            moved += known.filter(pl.col("on_record") != pl.col("iban")).height
        if moved:
            raise Refused(ACCOUNT_CHANGED, count=moved)
        store.execute(
            "UPDATE payouts_batch SET released_by = %(by)s, released_person = %(person)s, released_at = %(now)s,"
            " pay_on = %(day)s WHERE id = %(batch)s",
            batch=batch,
            by=by.account,
            person=by.person,
            now=now.replace(microsecond=0),
            day=now.astimezone(HOME).date(),
        )
        _note("released", batch, by, count=row["count"], total=row["total"], digest=row["digest"])


def require_sure(by: Staff) -> None:
    """Money moves only at the word of somebody who has shown a second factor a short while ago.

    Raises:
        Refused: they have not.
    """
    if not by.sure:
        raise Refused(NOT_SURE)


def discard(batch: int, by: Staff, now: datetime) -> None:
    """Undo a batch that was not released; its orders wait again.

    Raises:
        Refused: it is over, or who discards it may neither gather nor release.
    """
    require(by, GATHER, RELEASE)
    with store.atomic():
        locks.everything()
        row = _open(batch)
        orders = store.fetch(
            "SELECT order_id FROM payouts_transfer WHERE batch_id = %(batch)s AND live",
            {"order": pl.Int64},
            batch=batch,
        )["order"]
        store.execute(
            "UPDATE payouts_transfer SET live = false WHERE batch_id = %(batch)s AND live",
            batch=batch,
        )
        move(orders, "batched", "waiting")
        store.execute(
            "UPDATE payouts_batch SET discarded_by = %(by)s, discarded_at = %(now)s WHERE id = %(batch)s",
            batch=batch,
            by=by.account,
            now=now,
        )
        _note("discarded", batch, by, count=row["count"], total=row["total"], digest=row["digest"])


def _open(batch: int) -> dict[str, Any]:
    found = store.fetch_in_place(
        "SELECT gathered_by, gathered_person, digest, count, total FROM payouts_batch"
        " WHERE id = %(batch)s AND released_at IS NULL AND discarded_at IS NULL FOR UPDATE",
        {
            "gathered_by": pl.Int64,
            "gathered_person": pl.Int64,
            "digest": pl.String,
            "count": pl.Int64,
            "total": pl.Int64,
        },
        batch=batch,
    )
    if found.is_empty():
        raise Refused(BATCH_OVER)
    return found.row(0, named=True)


def _note(what: str, batch: int, by: Staff, **rest: object) -> None:
    audit.note(
        "payouts", {"what": what, "batch": batch, "by": by.account, "person": by.person} | rest
    )
