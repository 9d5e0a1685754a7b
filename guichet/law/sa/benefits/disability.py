"""Disability that is no work injury, and death in service (M/33 39, 40; AN9-10; M/273 19, 24)."""

from __future__ import annotations

import polars as pl

from guichet.law.awards import Input, Kind, Tell, refuse, told
from guichet.law.dated import with_numbers
from guichet.law.parameters import Parameters
from guichet.law.sa.benefits.equal_shares import split
from guichet.law.sa.benefits.old_age_m33 import AVERAGE, refuse_no_average
from guichet.law.sa.benefits.old_age_m273 import FORMULA, with_formula
from guichet.law.sa.benefits.survivors import with_lifted_total, with_share_of_members
from guichet.law.steps import Unit
from guichet.lib.money import half_up_wide
from guichet.lib.months import PARTS, add_months_to

_NUMBERS = {
    "_floor": ("disability.floor_share_of_average", "ratio"),
    "_helper": ("disability.helper_share", "ratio"),
    "helper_cap": ("disability.helper_cap", "money"),
    "_consecutive": ("disability.months_consecutive", "count"),
    "_total": ("disability.months_total", "count"),
}
_M33 = _NUMBERS | {
    "_divisor": ("oldage_m33.months_divisor", "count"),
    "_needed_after": ("oldage_m33.months_min", "count"),
    "minimum": ("oldage_m33.minimum_pension", "money"),
    "member_minimum": ("survivors_m33.member_minimum", "money"),
    "_death_consecutive": ("survivors_m33.consecutive_months", "count"),
    "_death_total": ("survivors_m33.total_months", "count"),
    "_late_consecutive": ("voluntary.after_50_disability_consecutive_months", "count"),
    "_late_total": ("voluntary.after_50_disability_total_months", "count"),
    "_late_death_consecutive": ("voluntary.after_50_death_consecutive_months", "count"),
    "_late_death_total": ("voluntary.after_50_death_total_months", "count"),
}
_M273 = (
    _NUMBERS
    | FORMULA
    | {
        "_minimum": ("disability.minimum_m273", "money"),
        "_needed_after": ("oldage_m273.months_min", "count"),
        "_death_consecutive": ("survivors_m273.consecutive_months", "count"),
        "_death_total": ("survivors_m273.total_months", "count"),
    }
)
_WIDE = pl.Int128
c = pl.col


def _with_formula_m33(rows: pl.DataFrame) -> pl.DataFrame:
    refuse_no_average(rows)
    refuse(rows, c("minimum").is_null(), "M/33 has no pensions on that day")
    down = c("_divisor") * PARTS
    up = pl.min_horizontal(c("months"), down)
    return rows.with_columns(
        half_up_wide(c("wage_sum"), c("wage_months")).alias("average"),
        up.alias("_up"),
        down.alias("_down"),
        half_up_wide(c("wage_sum").cast(_WIDE) * up, c("wage_months").cast(_WIDE) * down).alias(
            "computed"
        ),
    )


def with_base(rows: pl.DataFrame) -> pl.DataFrame:
    """Add `_up`, `_down` with the floor of half the mean wage (in service only) and `pension`, at
    least the minimum.
    """
    half = c("in_service") & (c("_up") * c("_floor_down") < c("_down") * c("_floor_up"))
    rows = rows.with_columns(half.alias("floored"))
    rows = rows.with_columns(
        pl.when(c("floored")).then(c("_floor_up")).otherwise(c("_up")).alias("_up"),
        pl.when(c("floored")).then(c("_floor_down")).otherwise(c("_down")).alias("_down"),
    )
    worked = half_up_wide(
        c("wage_sum").cast(_WIDE) * c("_up"), c("wage_months").cast(_WIDE) * c("_down")
    )
    rows = rows.with_columns(worked.alias("worked"))
    return rows.with_columns(
        (c("worked") < c("minimum")).alias("lifted"),
        pl.max_horizontal("worked", "minimum").alias("pension"),
    )


def share_of_base(up: pl.Expr, down: pl.Expr) -> pl.Expr:
    """A share of the pension before it was rounded: of what was worked, or of the minimum,
    whichever is more.
    """
    worked = half_up_wide(
        c("wage_sum").cast(_WIDE) * c("_up") * up, c("wage_months").cast(_WIDE) * c("_down") * down
    )
    return pl.max_horizontal(worked, half_up_wide(c("minimum") * up, down))


def _long_enough(consecutive: str, total: str) -> pl.Expr:
    """Few months running or some in all while in service; after it, those of a pension. What is not
    known is not judged.
    """
    unknown = c("consecutive_months").is_null() & c("total_months").is_null()
    running = (c("consecutive_months") >= c(consecutive) * PARTS).fill_null(value=False)
    in_all = (c("total_months") >= c(total) * PARTS).fill_null(value=False)
    after = c("months") >= c("_needed_after") * PARTS
    return pl.when(c("in_service")).then(unknown | running | in_all).otherwise(after)


def _with_helper(rows: pl.DataFrame) -> pl.DataFrame:
    """Add `helper` (half the pension, to a maximum, in service only), `monthly`, `entitled`."""
    helped = c("helper_needed") & c("in_service")
    amount = pl.min_horizontal(share_of_base(c("_helper_up"), c("_helper_down")), c("helper_cap"))
    rows = rows.with_columns(_long_enough("_consecutive", "_total").alias("entitled"))
    return rows.with_columns(
        pl.when(c("entitled")).then(c("pension")).otherwise(0).alias("pension"),
        pl.when(helped & c("entitled")).then(amount).otherwise(0).alias("helper"),
    ).with_columns((c("pension") + c("helper")).alias("monthly"), (c("helper") > 0).alias("helped"))


def _with_later_start(rows: pl.DataFrame) -> pl.DataFrame:
    """Who began to contribute voluntarily after fifty is asked for more months (M/33 44)."""
    late = c("voluntary_after_50")
    names = ("_consecutive", "_total", "_death_consecutive", "_death_total")
    return rows.with_columns(
        pl.when(late).then(c(f"_late{name}")).otherwise(c(name)).alias(name) for name in names
    )


def _work_m33(rows: pl.DataFrame, law: Parameters) -> pl.DataFrame:
    window = {"_window": ("disability.board_window_months_m33", "count")}
    rows = _in_window(with_numbers(rows, law, _M33 | window))
    return _with_asked(_with_helper(with_base(_with_formula_m33(_with_later_start(rows)))))


def _in_window(rows: pl.DataFrame) -> pl.DataFrame:
    """What is not proved within some months of leaving is not proved to be of the time at work
    (39(2)).
    """
    last = add_months_to(c("left_on"), c("_window"))
    late = (c("proven_on") > last).fill_null(value=False)
    return rows.with_columns(in_service=c("in_service") & ~late)


def _with_asked(rows: pl.DataFrame) -> pl.DataFrame:
    """Add `months_needed`, in all: those of who is at work, or of who has left."""
    needed = pl.when("in_service").then(c("_total")).otherwise(c("_needed_after"))
    return rows.with_columns(months_needed=needed)


def _with_base_m273(rows: pl.DataFrame, law: Parameters) -> pl.DataFrame:
    rows = with_formula(with_numbers(rows, law, _M273))
    return with_base(rows.with_columns(pl.max_horizontal("minimum", "_minimum").alias("minimum")))


def _work_m273(rows: pl.DataFrame, law: Parameters) -> pl.DataFrame:
    return _with_asked(_with_helper(_with_base_m273(rows, law)))


NEEDS = {
    "on": Input(Unit.DAY),
    "months": Input(Unit.MONTHS),
    **AVERAGE,
    "helper_needed": Input(Unit.YES, False),
    "in_service": Input(Unit.YES, True),
    "consecutive_months": Input(
        Unit.MONTHS, None
    ),  # since the registration; unknown: not judged here
    "total_months": Input(Unit.MONTHS, None),
    "voluntary_after_50": Input(Unit.YES, False),  # of the older law only
}
_PROVED = {
    "left_on": Input(Unit.DAY, None),  # the last day of work, of who has left
    "proven_on": Input(Unit.DAY, None),  # the day of the board's examination
}
GIVES = {
    "average": Unit.MONEY,
    "entitled": Unit.YES,
    "in_service": Unit.YES,  # it counts as of the time at work
    "months_needed": Unit.COUNT,
    "pension": Unit.MONEY,
    "helper": Unit.MONEY,
    "monthly": Unit.MONEY,
}


def _tells(formula: tuple[str, ...], minimum: tuple[str, ...], law: str) -> tuple[Tell, ...]:
    average = (*told(Unit.MONEY, "wage_sum"), *told(Unit.COUNT, "wage_months"))
    return (
        Tell("average", ("average", Unit.MONEY), average, (), law),
        Tell(
            "computed",
            ("computed", Unit.MONEY),
            (*told(Unit.MONEY, "average"), *told(Unit.MONTHS, "months")),
            formula,
            law,
        ),
        Tell(
            "half_of_average",
            ("worked", Unit.MONEY),
            told(Unit.MONEY, "average", "computed"),
            ("disability.floor_share_of_average",),
            law,
            "floored",
        ),
        Tell(
            "minimum",
            ("pension", Unit.MONEY),
            told(Unit.MONEY, "worked", "minimum"),
            minimum,
            law,
            "lifted",
        ),
        Tell(
            "helper",
            ("helper", Unit.MONEY),
            told(Unit.MONEY, "pension", "helper_cap"),
            ("disability.helper_share", "disability.helper_cap"),
            f"{law}; REG128 AN10; REG230 41",
            "helped",
        ),
    )


_TELLS_M33 = _tells(("oldage_m33.months_divisor",), ("oldage_m33.minimum_pension",), "M/33 39")
_TELLS_M273 = _tells(
    ("oldage_m273.accrual_per_year",),
    ("disability.minimum_m273", "oldage_m273.minimum_at_480_months"),
    "M/273 19",
)
M33 = Kind(
    name="disability_m33", needs=NEEDS | _PROVED, work=_work_m33, gives=GIVES, tells=_TELLS_M33
)
M273 = Kind(
    name="disability_m273", needs=NEEDS | _PROVED, work=_work_m273, gives=GIVES, tells=_TELLS_M273
)


def _death_m33(rows: pl.DataFrame, law: Parameters) -> pl.DataFrame:
    rows = with_base(_with_formula_m33(_with_later_start(with_numbers(rows, law, _M33))))
    rows = with_share_of_members(rows, law, "survivors_m33")
    rows = rows.with_columns(share_of_base(c("_share"), pl.lit(1_000_000)).alias("_plain"))
    rows = with_lifted_total(rows, pl.max_horizontal("average", "minimum"))
    return split(_judged(rows), "total", "members", "shares")


def _death_m273(rows: pl.DataFrame, law: Parameters) -> pl.DataFrame:
    rows = with_share_of_members(_with_base_m273(rows, law), law, "survivors_m273")
    rows = rows.with_columns(
        share_of_base(c("_share"), pl.lit(1_000_000)).alias("total"),
        pl.lit(value=False).alias("member_lifted"),
    )
    return split(_judged(rows), "total", "members", "shares")


def _judged(rows: pl.DataFrame) -> pl.DataFrame:
    """Nothing without the months asked for (40(1); AN12; M/273 23)."""
    entitled = _long_enough("_death_consecutive", "_death_total")
    rows = rows.with_columns(entitled.alias("entitled"), c("pension").alias("base"))
    return rows.with_columns(
        pl.when(c("entitled")).then(c(n)).otherwise(0).alias(n) for n in ("base", "total")
    )


_DEATH_NEEDS = {name: found for name, found in NEEDS.items() if name != "helper_needed"} | {
    "members": Input(Unit.PEOPLE)
}
_DEATH_GIVES = {"entitled": Unit.YES, "base": Unit.MONEY, "total": Unit.MONEY, "shares": Unit.SUMS}


def _death_tells(tells: tuple[Tell, ...], chapter: str, article: str) -> tuple[Tell, ...]:
    keys = {
        "survivors_m33": ("share_1", "share_2", "share_3plus"),
        "survivors_m273": ("share_1", "share_2plus"),
    }
    shares = tuple(f"{chapter}.{key}" for key in keys[chapter])
    return (
        *(tell for tell in tells if tell.name != "helper"),
        Tell(
            "share_of_members",
            ("total", Unit.MONEY),
            (*told(Unit.MONEY, "base"), *told(Unit.PEOPLE, "members"), ("_share", Unit.SHARE)),
            shares,
            article,
        ),
        Tell("equal_shares", ("shares", Unit.SUMS), told(Unit.MONEY, "total"), (), article),
    )


DEATH_M33 = Kind(
    name="death_in_service_m33",
    needs=_DEATH_NEEDS,
    work=_death_m33,
    gives=_DEATH_GIVES,
    tells=_death_tells(_TELLS_M33, "survivors_m33", "M/33 40(1), 35(2)"),
)
DEATH_M273 = Kind(
    name="death_in_service_m273",
    needs=_DEATH_NEEDS,
    work=_death_m273,
    gives=_DEATH_GIVES,
    tells=_death_tells(_TELLS_M273, "survivors_m273", "M/273 23, 24"),
)
