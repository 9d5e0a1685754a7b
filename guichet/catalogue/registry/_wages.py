"""What services that name a wage share: what is odd about it, and which contribution it means."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

import polars as pl

from guichet.catalogue.registry._facts import Rule, rule
from guichet.domain.contributions.facts import with_cover
from guichet.engine.batch import Batch
from guichet.engine.fields import Money
from guichet.engine.refusal import Refusal, Severity
from guichet.law import country
from guichet.law.answers import WageLimits
from guichet.lib.locale import here
from guichet.lib.money import amount_text
from guichet.lib.text import Words

# Below one riyal or above a million a month something was mistyped; the law's own limits are
# warnings.
LEAST, MOST = here().currency.minor, 1_000_000 * here().currency.minor
_FEW = 64

WAGE_BELOW_FLOOR = Refusal(
    "wage-below-floor",
    ar="الأجر مع السكن {total:amount}، وهو أقل من الحد الأدنى لأجر الاشتراك ({floor:amount})، وسيُحسب الاشتراك على الحد الأدنى.",
    en="The wage with housing, {total:amount}, is below the least contributory wage ({floor:amount}); contributions will be counted on that.",
    fr="Le salaire avec le logement, {total:amount}, est inférieur au minimum cotisable ({floor:amount}) ; les cotisations seront calculées sur ce minimum.",
    severity=Severity.WARNING,
)
WAGE_ABOVE_CEILING = Refusal(
    "wage-above-ceiling",
    ar="الأجر مع السكن {total:amount}، وهو أعلى من الحد الأقصى لأجر الاشتراك ({ceiling:amount})، وسيُحسب الاشتراك على الحد الأقصى.",
    en="The wage with housing, {total:amount}, is above the greatest contributory wage ({ceiling:amount}); contributions will be counted on that.",
    fr="Le salaire avec le logement, {total:amount}, dépasse le maximum cotisable ({ceiling:amount}) ; les cotisations seront calculées sur ce maximum.",
    severity=Severity.WARNING,
)
WAGE_HALVED = Refusal(
    "wage-dropped-sharply",
    ar="انخفض الأجر إلى أقل من نصف الأجر السابق ({before:amount}). تأكد من المبلغ.",
    en="The wage falls to less than half of the one before ({before:amount}). Make sure of the amount.",
    fr="Le salaire tombe à moins de la moitié du précédent ({before:amount}). Vérifiez le montant.",
    severity=Severity.WARNING,
)


def basic_field(*, optional: bool = False) -> Money:
    """The basic wage of a month."""
    return Money(
        Words(ar="الأجر الأساسي الشهري", en="Monthly basic wage", fr="Salaire de base mensuel"),
        hint=Words(
            ar="بالريال، مع العمولات والنسب من المبيعات، دون البدلات الأخرى.",
            en="In riyals, with commissions and shares of sales, without other allowances.",
            fr="En riyals, avec commissions et pourcentages sur ventes, sans autres indemnités.",
        ),
        least=LEAST,
        most=MOST,
        optional=optional,
        sample="8000.00",
    )


def housing_field(*, unchanged: bool) -> Money:
    """The housing allowance of a month; left out it is nothing, or with ``unchanged`` what
    it was.
    """
    hint = Words(
        ar="بالريال. اتركه فارغًا إن لم يوجد بدل سكن.",
        en="In riyals. Leave it empty if there is none.",
        fr="En riyals. Laissez vide s’il n’y en a pas.",
    )
    if unchanged:
        hint = Words(
            ar="بالريال. اتركه فارغًا إن لم يتغير، واكتب 0 إن أُلغي.",
            en="In riyals. Leave it empty if it stays the same; write 0 if it ends.",
            fr="En riyals. Laissez vide s’il ne change pas ; écrivez 0 s’il est supprimé.",
        )
    label = Words(
        ar="بدل السكن الشهري", en="Monthly housing allowance", fr="Indemnité de logement mensuelle"
    )
    return Money(label, hint=hint, most=MOST, optional=True, sample="2000.00")


_TOTAL = pl.col("basic") + pl.col("new_housing")
_TOTAL_TEXT = amount_text(_TOTAL)
_BEFORE = pl.col("wage_basic") + pl.col("wage_housing")
_BEFORE_TEXT = amount_text(_BEFORE)


@lru_cache(maxsize=64)
def _limits(on: date) -> tuple[pl.Expr, pl.Expr, pl.Expr, pl.Expr]:
    """The floor and the ceiling of each row on a day, and both as texts; made once, for each asking
    looks at them.
    """
    limits: WageLimits = country.contributions.wage_limits(on)
    floor, ceiling = (
        pl.col("cohort").replace_strict(of_cohort, default=None, return_dtype=pl.Int64)
        for of_cohort in (limits.floors, limits.ceilings)
    )
    return floor, ceiling, amount_text(floor), amount_text(ceiling)


def odd_wages(batch: Batch, *, unless: pl.Expr) -> list[Rule]:
    """The law lifts a wage to its floor and holds it at its ceiling; tell, for ``basic`` +
    ``new_housing``.

    The limits are those of today: the warning is for whoever typed the amount, the bill uses its
    own month's.
    """
    floor, ceiling, floor_text, ceiling_text = _limits(batch.context.today)
    low = (floor > _TOTAL) & ~pl.col("government").fill_null(value=False) & ~unless
    high = (ceiling < _TOTAL) & ~unless
    return [
        rule(low, WAGE_BELOW_FLOOR, "basic", floor=floor_text, total=_TOTAL_TEXT),
        rule(high, WAGE_ABOVE_CEILING, "basic", ceiling=ceiling_text, total=_TOTAL_TEXT),
    ]


def sharp_drop(*, unless: pl.Expr) -> Rule:
    """A wage less than half of the one in force is more often a slip than a fact."""
    return rule((2 * _TOTAL < _BEFORE) & ~unless, WAGE_HALVED, "basic", before=_BEFORE_TEXT)


def heed_earlier_months(batch: Batch) -> bool:
    """Judge the months of one worker in one call in their order: a later month builds on an earlier
    row's change.

    Where a standing row of the same engagement changes an earlier month, ``wage_basic`` and
    ``wage_housing`` become that row's, ``new_housing`` follows it, and what was already so
    (``was_same``) is so no longer. Whether any was.
    """
    if batch.frame.height < 2:
        return False
    rows = batch.standing().filter(pl.col("engagement_id").is_not_null())
    if rows.height < 2 or not rows["engagement_id"].is_duplicated().any():
        return False
    changed = ~pl.col("same")
    each = "engagement_id"
    earlier = rows.sort(each, "month").select(
        "position",
        "wage_from",
        prior=pl.when(changed).then("month").forward_fill().shift().over(each),
        prior_basic=pl.when(changed).then("basic").forward_fill().shift().over(each),
        prior_housing=pl.when(changed).then("housing").forward_fill().shift().over(each),
    )
    # A change that the register already holds from a month between them stands above the earlier
    # row.
    earlier = earlier.filter((pl.col("prior") >= pl.col("wage_from")).fill_null(value=False))
    if earlier.is_empty():
        return False
    batch.look_up(earlier.drop("wage_from"), on="position")
    builds = pl.col("prior").is_not_null()
    batch.compute(
        was_same=pl.col("same") & builds,
        same=pl.col("same") & ~builds,
        wage_basic=pl.when(builds).then("prior_basic").otherwise("wage_basic"),
        wage_housing=pl.coalesce("prior_housing", "wage_housing"),
    )
    batch.compute(new_housing=pl.coalesce("housing", "wage_housing", pl.lit(0)))
    return True


def count_wages(batch: Batch, rows: pl.DataFrame) -> None:
    """How many wages of the standing ``rows`` go up and down."""
    rise = _TOTAL - _BEFORE
    up, down = rows.select((rise > 0).sum().alias("up"), (rise < 0).sum().alias("down")).row(0)
    batch.changes |= {"wages_up": int(up), "wages_down": int(down)}


def contributions(
    rows: pl.DataFrame, month: date, **asked: dict[str, str | None]
) -> dict[str, int]:
    """What ``rows`` owe for a month, employee and employer, in minor units, by name: each with its
    columns ``basic``, ``housing``, ``since`` and ``until``. For a few rows all are reckoned in one
    go.

    Of many a preview, not a bill: joint ceilings over several employers, and branches that age has
    closed, are left to that. Of a GCC national, whose home rates nobody has told us, only the
    hazards branch counts, as on the bill.
    """
    owing = {name: _owing(rows, month, **columns) for name, columns in asked.items()}  # type: ignore[arg-type]
    if rows.height > _FEW:
        return {name: _total(frame) for name, frame in owing.items()}
    whole = pl.concat([frame.with_columns(asked=pl.lit(name)) for name, frame in owing.items()])
    if whole.is_empty():
        return dict.fromkeys(asked, 0)
    if rows.height == 1:
        # What is asked stands beside what there is: each is an engagement of its own to the law.
        whole = with_cover(whole.with_row_index("engagement"))
    done = country.contributions.assess(whole)
    sums = dict(done.select("asked", "total").group_by("asked").sum().iter_rows())
    return {name: int(sums.get(name, 0)) for name in asked}


def _total(owing: pl.DataFrame) -> int:
    return int(country.contributions.assess(owing)["total"].sum()) if owing.height else 0


def _owing(
    rows: pl.DataFrame, month: date, *, basic: str, housing: str, since: str, until: str | None
) -> pl.DataFrame:
    named = rows.filter(pl.col("cohort").is_not_null() & pl.col(basic).is_not_null())
    owing = named.select(
        "cohort",
        "government",
        "born",
        "hazards_multiplier",
        person=pl.col("person_id"),
        month=pl.lit(month),
        basic=pl.col(basic),
        housing=pl.col(housing),
        started_on=pl.col(since),
        ended_on=pl.col(until) if until else pl.lit(None, pl.Date),
    )
    return country.contributions.with_home_rates(owing)
