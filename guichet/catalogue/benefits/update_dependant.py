"""Bring a dependant's record up to date: studies, disability, marriage, a child that was born or
lost; the registries are asked, and the family's shares follow.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import polars as pl

from guichet.catalogue.benefits import _lost_children, _survivors
from guichet.catalogue.benefits._survivor_words import LATE_MEMBER, NOT_SHARING
from guichet.catalogue.parties import person_field
from guichet.domain.benefits import family_claims, family_register, family_updates, survivors
from guichet.domain.benefits.family_updates import Update
from guichet.domain.verification.families import FamilyCheck
from guichet.engine.actor import Assurance, PartyKind, Segment
from guichet.engine.batch import Batch
from guichet.engine.fields import Choice, Day, Input, Money
from guichet.engine.service import Example, Output, Service
from guichet.law import country
from guichet.lib import samples
from guichet.lib.months import add_months, first_day
from guichet.lib.text import Words

NEW, NOTHING = "new", "nothing"
_ANSWERS = {
    NEW: Words(ar="سُجل ما تغير", en="The change is recorded", fr="Le changement est inscrit"),
    NOTHING: Words(ar="لا جديد", en="Nothing has changed", fr="Rien n’a changé"),
}
_FOUND: dict[str, Any] = {
    "person": pl.Int64,
    "deceased": pl.Int64,
    "award": pl.String,
    "what": pl.String,
    "late": pl.Boolean,
    "own": pl.Int64,
    "grant": pl.Int64,
    "shares_told": pl.String,
}
_SHARED = (
    (
        "benefits.claim_survivors_pension",
        {"person": "{orphan}", "deceased": "{late_parent}"},
    ),
)


class UpdateDependant(Service):
    """Nothing is declared: who studies, is disabled, has married or was born is on record."""

    code = 3323
    title = Words(
        ar="تحديث حال فرد من العائلة",
        en="Update a dependant’s status",
        fr="Mettre à jour la situation d’un proche",
    )
    also = Words(
        ar="طالب دراسة إعاقة عجز زواج طلاق مولود يتيم معال إضافة",
        en="student studies disabled marriage divorce newborn add dependent orphan",
        fr="étudiant études handicap mariage divorce naissance personne à charge",
    )
    summary = Words(
        ar="إذا درس أحد المستحقين أو تزوج أو أصيب بعجز أو وُلد، فاطلب تحديث حاله؛ وإن لم يولد الجنين المنتظر حيًا فلتطلبه أمه. نسأل السجل المدني ووزارتي التعليم والصحة، وتتغير الأنصبة من أول الشهر التالي.",
        en="When one of the family studies, marries, becomes disabled or is born, ask for an update; if the expected child was not born alive, its mother does. We ask the civil registry and the ministries of education and health; the shares change from the first of the next month.",
        fr="Quand un membre de la famille étudie, se marie, devient handicapé ou naît, demandez la mise à jour ; si l’enfant attendu n’est pas né vivant, sa mère la demande. Nous interrogeons le registre civil et les ministères de l’Éducation et de la Santé ; les parts changent dès le premier du mois suivant.",
    )
    keyword = Words(ar="معال", en="DEPENDANT", fr="PROCHE")
    audience = frozenset({Segment.BENEFICIARY})
    right = "self"
    party_kind = PartyKind.PERSON
    party = "person"
    subject = "person"
    assurance = Assurance.SECOND_FACTOR
    ruling_assurance = Assurance.SECOND_FACTOR
    seconds = 20
    icon = "pension"
    business_key = ("person", "deceased")
    checks = (FamilyCheck("deceased"), _lost_children.LostChildCheck())

    class Input(Input):
        """Whose status, and whose pension is shared."""

        person = person_field(_survivors.HEIR_HINT)
        deceased = _survivors.deceased_field()

    class Output(Output):
        """Whether something is new, what they have from when, and what the others have."""

        found = Choice(Words(ar="النتيجة", en="Found", fr="Résultat"), _ANSWERS)
        from_day = Day(Words(ar="يسري من", en="Takes effect on", fr="Prend effet le"))
        monthly = _survivors.MONTHLY
        grant = Money(
            Words(
                ar="منحة الزواج (ريال)", en="Marriage grant (SAR)", fr="Allocation de mariage (SAR)"
            ),
            optional=True,
        )
        shares = _survivors.SHARES

    @staticmethod
    def decide(batch: Batch) -> None:
        """What the registries say that was not known; a member nobody knew is for a person."""
        _survivors.know_family(batch)
        if _lost_children.ENTRIES not in batch.frame.columns:  # nobody was asked about
            batch.compute(**{_lost_children.ENTRIES: pl.lit(None, pl.String)})
        found = pl.DataFrame(list(_found(batch)), schema=_FOUND)
        batch.look_up(found, on=["person", "deceased"])
        known = pl.col("award").is_not_null()
        batch.refuse(~known & ~pl.col("unclear"), NOT_SHARING, "deceased")
        following = add_months(first_day(batch.context.today), 1)
        batch.answer(
            found=pl.col("what"),
            from_day=pl.lit(following),
            monthly=pl.col("own"),
            grant=pl.col("grant"),
            shares=pl.col("shares_told").fill_null("[]"),
        )
        batch.cite(law=country.parameters().version)
        batch.refer(known & pl.col("late"), LATE_MEMBER, "person")

    @staticmethod
    def apply(batch: Batch) -> None:
        """Put down what is new, and settle the shares."""
        today, now = batch.context.today, batch.context.now
        awards = survivors.awards_after(batch.frame["deceased"].unique())
        by_deceased = {row["deceased"]: row for row in awards.iter_rows(named=True)}
        for row in batch.frame.iter_rows(named=True):
            award = by_deceased[row["deceased"]]
            members = family_register.members_of(row["family_members"])
            update = _update(award, members, row, today)
            if update.nothing:
                continue
            one = members.filter(pl.col("person") == row["person"])
            family_register.enter(one, row["transaction"])
            survivors.learn(
                award["award"], update.facts, row["transaction"], now, heirs=update.heirs
            )

    examples = (
        Example(
            "nothing new",
            {"person": "{orphan}", "deceased": "{late_parent}"},
            before=_SHARED,
        ),
        Example(
            "before the pension is shared",
            {"person": "{orphan}", "deceased": "{late_parent}"},
            then="dependant-not-sharing",
        ),
        Example(
            "of somebody who is no family",
            {"person": "{worker}", "deceased": "{late_parent}"},
            before=_SHARED,
            then="dependant-not-sharing",
        ),
        Example(
            "a number with a wrong digit",
            {"person": "{worker}", "deceased": samples.slip()},
            then="national-id-mistyped",
        ),
        Example(
            "for somebody else",
            {"person": "{recent_worker}", "deceased": "{late_parent}"},
            then="not-covered-by-mandate",
        ),
    )


def _found(batch: Batch) -> Iterator[dict[str, Any]]:
    """What is new of each, where there is an award and the registry names them."""
    today = batch.context.today
    awards = survivors.awards_after(batch.frame["deceased"].drop_nulls().unique())
    by_deceased = {row["deceased"]: row for row in awards.iter_rows(named=True)}
    told = (pl.col("family_status") == "dead") & ~pl.col("unclear")
    asked = batch.frame.filter(told).unique(["person", "deceased"], maintain_order=True)
    for row in asked.iter_rows(named=True):
        award = by_deceased.get(row["deceased"])
        members = family_register.members_of(row["family_members"])
        if award is None or row["person"] not in members["person"]:
            continue
        update = _update(award, members, row, today)
        yield {
            "person": row["person"],
            "deceased": row["deceased"],
            "award": award["award"],
            "what": NOTHING if update.nothing else NEW,
            "late": update.late,
            **_effects(award, update, members, row["person"], batch),
        }


def _update(
    award: dict[str, Any], members: pl.DataFrame, row: dict[str, Any], today: date
) -> Update:
    births = row[_lost_children.ENTRIES]
    return family_updates.update(award, members, row["person"], today, births)


def _effects(
    award: dict[str, Any], update: Update, members: pl.DataFrame, person: int, batch: Batch
) -> dict[str, Any]:
    """What they have from the first of the next month, and what their marriage brings."""
    following = add_months(first_day(batch.context.today), 1)
    paid = survivors.paid(update.worked.shares, award["owed_from"])
    till = pl.col("paid_till")
    mine = paid.filter(
        pl.col("person") == person,
        pl.col("paid_from") <= following,
        till.is_null() | (till >= following),
    )
    before = survivors.granted_of(award["award"], pl.Series([person], dtype=pl.Int64))
    due = update.worked.grants.filter(pl.col("person") == person)["amount"].sum()
    grant = int(due) - int(before["amount"].sum())
    shares = family_claims.told(paid, members)
    return {
        "own": int(mine["monthly"].sum()),
        "grant": grant if grant > 0 else None,
        "shares_told": _survivors.shares_text(shares, following, batch.context.language),
    }
