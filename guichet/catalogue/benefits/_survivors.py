"""What the services of survivors share: who may ask, how a family's shares and their steps are
told, and how a claim is decided at once from what is on record of the family.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import polars as pl

from guichet.catalogue.benefits import _old_age
from guichet.catalogue.benefits._survivor_words import (
    BEFORE_THE_LAW,
    CONTESTED,
    ENTRY_UNCLEAR,
    EXPECTED,
    INCOMPLETE,
    NO_ACCOUNT_YET,
    NOBODY_ENTITLED,
    NOT_FAMILY,
    NOTHING_LEFT,
)
from guichet.catalogue.certificates import _issue
from guichet.catalogue.tables import table_text
from guichet.domain.benefits import (
    awards,
    family_claims,
    family_register,
    family_reserve,
    survivors,
)
from guichet.domain.benefits.deceased import BEFORE_LAW
from guichet.domain.benefits.family_claims import Claim
from guichet.domain.benefits.family_words import ENDS, FAMILY_STEPS, RELATIONS
from guichet.domain.registry import bank_accounts
from guichet.domain.registry.histories import persons as known_persons
from guichet.engine.batch import Batch
from guichet.engine.fields import Choice, Day, Field, Lines, Money, NationalId, Text
from guichet.law import country
from guichet.lib import samples
from guichet.lib.text import Words

HEIR_HINT = Words(
    ar="رقمك أنت، أو رقم من أنت وليه.",
    en="Your own number, or that of somebody whose guardian you are.",
    fr="Votre numéro, ou celui de la personne dont vous êtes tuteur.",
)
MONTHLY = Money(Words(ar="شهريًا (ريال)", en="Monthly (SAR)", fr="Par mois (SAR)"))
_SHARE: dict[str, Field] = {
    "relation": Choice(Words(ar="الصلة", en="Relation", fr="Lien"), RELATIONS),
    "name": Text(Words(ar="الفرد", en="Member", fr="Membre")),
    "monthly": MONTHLY,
    "till": Day(Words(ar="حتى", en="Until", fr="Jusqu’à"), optional=True),
    "ends_by": Choice(Words(ar="سبب انتهائه", en="Why it ends", fr="Motif"), ENDS, optional=True),
}
SHARES = Lines(
    Words(ar="أنصبة الأسرة", en="The family’s shares", fr="Les parts de la famille"), _SHARE
)
STEPS = _old_age.steps_field(FAMILY_STEPS)
_FAMILY: dict[str, Any] = {
    "family_status": pl.String,
    "family_died_on": pl.Date,
    "family_members": pl.String,
}
_FOUND: dict[str, Any] = {
    "deceased": pl.Int64,
    "members": pl.List(pl.Int64),
    "contested": pl.Boolean,
    "coming": pl.Boolean,
    "unkept": pl.Boolean,
    "why": pl.String,
    "award": pl.String,
    "pension": pl.Int64,
    "from_day": pl.Date,
    "shares_told": pl.String,
    "steps_told": pl.String,
    "steps_kept": pl.String,
    "deceased_ar": pl.String,
    "deceased_latin": pl.String,
}


def deceased_field() -> NationalId:
    """Whose pension it was."""
    label = Words(ar="رقم هوية المتوفى", en="Number of the deceased", fr="Numéro du défunt")
    return NationalId(label, sample=samples.person(3))


def know_family(batch: Batch) -> None:
    """Add what the civil registry says where nobody was asked: nothing; and ``unclear`` where its
    entry lacks what shares are worked from, which is refused.
    """
    absent = {n: k for n, k in _FAMILY.items() if n not in batch.frame.columns}
    batch.compute(**{name: pl.lit(None, kind) for name, kind in absent.items()})
    whole = pl.Series(
        map(family_register.is_whole, batch.frame["family_members"]), dtype=pl.Boolean
    )
    dead = pl.col("family_status").eq_missing(pl.lit("dead"))
    batch.compute(unclear=dead & (pl.col("family_died_on").is_null() | ~pl.lit(whole)))
    batch.refuse(pl.col("unclear"), ENTRY_UNCLEAR, "deceased")


def decide(batch: Batch) -> None:
    """Decide claims of today for the families on record: whoever of a family asks, it is for all of
    them. What is not on record goes to a person.
    """
    know_family(batch)
    found = pl.DataFrame(list(_families(batch)), schema=_FOUND)
    batch.look_up(found, on="deceased")
    mine = pl.col("members").list.contains(pl.col("person")).fill_null(value=False)
    batch.refuse(~mine & ~pl.col("unclear"), NOT_FAMILY, "deceased")
    why = pl.col("why")
    batch.refuse(mine & (why == BEFORE_LAW), BEFORE_THE_LAW, "deceased")
    batch.refuse(mine & (why == family_claims.NOBODY), NOBODY_ENTITLED, "deceased")
    nothing = why.is_not_null() & ~why.is_in([family_claims.NOBODY, BEFORE_LAW])
    batch.refuse(mine & nothing, NOTHING_LEFT, "deceased")
    good = mine & why.is_null()
    accounts = bank_accounts.of_persons(batch.frame["person"].drop_nulls().unique())
    batch.look_up(accounts, on="person")
    batch.refuse(good & pl.col("iban").is_null(), NO_ACCOUNT_YET, "person")
    batch.answer(
        name_ar=pl.col("deceased_ar"),
        name_latin=pl.col("deceased_latin"),
        pension=pl.col("pension"),
        from_day=pl.col("from_day"),
        shares=pl.col("shares_told").fill_null("[]"),
        steps=pl.col("steps_told").fill_null("[]"),
    )
    batch.cite(law=country.parameters().version)
    about = pl.format("family-{}", "deceased")
    _issue.repeat_of_today(batch, about=about, facts=pl.col("shares_told").fill_null(""))
    # Whoever of the family was first, what only one of them says is heard all the same.
    batch.refer(good & pl.col("unkept"), EXPECTED, "expecting")
    batch.refer(good & pl.col("missing").eq_missing(pl.lit("yes")), INCOMPLETE, "missing")
    new = good & pl.col("award").is_null()
    batch.refer(new & pl.col("contested"), CONTESTED, "deceased")


def _families(batch: Batch) -> Iterator[dict[str, Any]]:
    """What each family's claim comes to, worked once however many of it ask. That a child is
    expected counts for all who ask with the one who says so: they would share what is to be kept.
    """
    expect = pl.col("expecting").eq_missing(pl.lit("yes"))
    asked = (
        batch.frame.filter(
            pl.col("family_status") == "dead", pl.col("deceased").is_not_null(), ~pl.col("unclear")
        )
        .group_by("deceased", maintain_order=True)
        .agg(pl.col(*_FAMILY).first(), said_by=pl.col("person").filter(expect))
    )
    before = survivors.awards_after(asked["deceased"])
    known = {row["deceased"]: row for row in before.iter_rows(named=True)}
    for row in asked.iter_rows(named=True):
        members = family_register.members_of(row["family_members"])["person"]
        claim = claim_of(row | {"coming": not set(members).isdisjoint(row["said_by"])})
        yield _family(claim, known.get(claim.deceased), batch)


def claim_of(row: dict[str, Any]) -> Claim:
    """A family's claim, of a row with what the civil registry said."""
    members = family_register.members_of(row["family_members"])
    return Claim(row["deceased"], row["family_died_on"], members, int(bool(row["coming"])))


def _family(claim: Claim, award: dict[str, Any] | None, batch: Batch) -> dict[str, Any]:
    today, members = batch.context.today, claim.members
    unkept = claim.reserved and (award is None or family_reserve.left_of(award["award"]) <= 0)
    told = {
        "deceased": claim.deceased,
        "members": members["person"].to_list(),
        "contested": bool(members["contested"].any()),
        "coming": bool(claim.reserved),
        "unkept": bool(unkept),
        **_named(claim.deceased),
    }
    if award is not None:
        worked = survivors.worked_of(award, family_reserve.fact(int(bool(unkept)), today))
        paid, steps = (award["pension"], award["owed_from"], award["award"]), worked.explained
    else:
        found = family_claims.found(claim, today)
        if found.decided is None or found.why:
            return told | {"why": found.why}
        worked = found.decided.worked
        paid = (found.whole.pension, found.whole.owed_from, None)
        steps = (*found.whole.explained, *worked.explained)
    shares = family_claims.told(survivors.paid(worked.shares, paid[1]), members)
    begins = paid[1] if award is None else max(paid[1], today.replace(day=1))
    return told | {
        "pension": paid[0],
        "from_day": paid[1],
        "award": paid[2],
        "shares_told": shares_text(shares, begins, batch.context.language),
        "steps_told": _old_age.steps_of(steps, STEPS),
        "steps_kept": awards.as_text(steps),
    }


def _named(number: int) -> dict[str, Any]:
    found = known_persons(pl.Series([number], dtype=pl.Int64))
    if found.is_empty():
        return {}
    row = found.row(0, named=True)
    return {"deceased_ar": row["name_ar"], "deceased_latin": row["name_latin"]}


def shares_text(shares: pl.DataFrame, month: date, language: str) -> str:
    """The shares of a month as the table of an answer."""
    till = pl.col("paid_till")
    name = pl.col("name_ar") if language == "ar" else pl.col("name_latin")
    rows = shares.filter(
        pl.col("paid_from") <= month, till.is_null() | (till >= month)
    ).with_columns(
        name=pl.when(name == "").then(pl.col("name_ar")).otherwise(name),
        till=till.dt.month_end(),
    )
    return table_text(rows, SHARES)


def apply(batch: Batch) -> None:
    """Award each family that has none, once, keep the share of a child that is expected, and issue
    each who asked a notice.
    """
    now, today = batch.context.now, batch.context.today
    once = batch.frame.unique("deceased", keep="first", maintain_order=True)
    for row in once.iter_rows(named=True):
        if row["award"] is None:
            family_claims.award(claim_of(row), row["transaction"], now, today)
        elif row["unkept"]:
            family_reserve.keep(row["award"], row["transaction"], today, now)
    _issue.issue(batch)
