"""The business behind a new establishment: what the commercial registry says, and whose it is."""

from __future__ import annotations

import polars as pl

from guichet.catalogue.registry import _facts
from guichet.domain.registry.queries import establishments, establishments_of_businesses
from guichet.engine.batch import Batch
from guichet.engine.refusal import Refusal

BUSINESS_FACTS = ("status", "name_ar", "name_latin", "activity", "city")


OWNER_NOT_KNOWN = Refusal(
    "owner-not-known",
    ar="حسابك غير مرتبط برقم هوية، والملف لا يفتحه إلا مالك السجل. وثّق هويتك في حسابك ثم أعد المحاولة.",
    en="Your account is not linked to a national number, and only the owner may open a file. Verify your identity in your account and try again.",
    fr="Votre compte n’est pas lié à un numéro d’identité, et seul le propriétaire peut ouvrir un dossier. Vérifiez votre identité dans votre compte puis réessayez.",
)
BUSINESS_UNKNOWN = Refusal(
    "business-unknown",
    ar="لا يوجد سجل تجاري بالرقم {value}. راجع رقم السجل.",
    en="There is no commercial registration {value}. Check the number.",
    fr="Il n’y a pas de registre du commerce n° {value}. Vérifiez le numéro.",
)
BUSINESS_NOT_ACTIVE = Refusal(
    "business-not-active",
    ar="السجل التجاري {value} مشطوب أو موقوف. صحح وضعه لدى وزارة التجارة ثم أعد المحاولة.",
    en="Commercial registration {value} is cancelled or suspended. Settle it with the Ministry of Commerce and try again.",
    fr="Le registre du commerce n° {value} est radié ou suspendu. Régularisez-le auprès du ministère du Commerce puis réessayez.",
)
BUSINESS_NOT_YOURS = Refusal(
    "business-not-yours",
    ar="السجل التجاري {value} ليس باسمك. ادخل بحساب مالك السجل.",
    en="Commercial registration {value} is not in your name. Sign in as its owner.",
    fr="Le registre du commerce n° {value} n’est pas à votre nom. Connectez-vous comme son propriétaire.",
)
BUSINESS_REGISTERED = Refusal(
    "business-already-registered",
    ar="السجل التجاري {value} مسجل لدينا برقم المنشأة {number} منذ {since:date}. استخدم هذا الرقم.",
    en="Commercial registration {value} is already registered, as establishment {number} since {since:date}. Use that number.",
    fr="Le registre du commerce n° {value} est déjà inscrit, sous l’établissement {number} depuis le {since:date}. Utilisez ce numéro.",
)


def look_up(batch: Batch) -> None:
    """What the commercial registry said (nothing for rows never asked about), our files of it, the
    main one.
    """
    kinds = {f"business_{name}": pl.String for name in BUSINESS_FACTS} | {
        "business_owner_number": pl.Int64
    }
    batch.compute(
        **{
            name: pl.lit(None, kind)
            for name, kind in kinds.items()
            if name not in batch.frame.columns
        }
    )
    known = establishments_of_businesses(batch.frame["cr_number"].unique().drop_nulls())
    batch.look_up(
        known.select(
            "cr_number",
            known_number="number",
            known_since="registered_on",
            known_main="main_number",
            known_level="payment_level",
            known_by="transaction",
        ),
        on="cr_number",
    )
    mains = establishments(batch.frame["main"].unique().drop_nulls())
    is_main = pl.col("main_number").is_null() & pl.col("closed_on").is_null()
    batch.look_up(
        mains.select(
            main="number", main_id="establishment_id", main_owner="owner_number", main_open=is_main
        ),
        on="main",
    )
    level = pl.col("payment_level").fill_null("own")
    recorded = (
        (pl.col("known_since") == pl.col("opened_on"))
        & pl.col("known_main").eq_missing(pl.col("main"))
        & (pl.col("known_level") == level)
        & (pl.col("business_owner_number") == pl.lit(batch.context.actor.person_number, pl.Int64))
        & (pl.col("known_by") > 0)
    )
    batch.compute(level=level, same=recorded.fill_null(value=False))


def business_rules(owner: int | None) -> list[_facts.Rule]:
    """Only a living business of the asker's own that has no file yet.

    Args:
        owner: the asker's number; None where it is not known.
    """
    if owner is None:
        return [_facts.rule(pl.lit(value=True), OWNER_NOT_KNOWN, "cr_number")]
    status, new = pl.col("business_status"), ~pl.col("same")
    active, unknown = status == "active", status == "unknown"
    mine = pl.col("business_owner_number") == owner
    number, since = pl.col("known_number"), pl.col("known_since")
    # Only its owner is told that a business has a file, and which.
    known = active & mine & new & number.is_not_null()
    return [
        _facts.rule(unknown & new, BUSINESS_UNKNOWN, "cr_number"),
        _facts.rule(~unknown & ~active & new, BUSINESS_NOT_ACTIVE, "cr_number"),
        _facts.rule(active & ~mine & new, BUSINESS_NOT_YOURS, "cr_number"),
        _facts.rule(known, BUSINESS_REGISTERED, "cr_number", number=number, since=since),
    ]
