"""What becomes of a right later: two pensions of a kind, another injury, a late claim (M/33 33,
55-57; M/273 54-56). Work again: `work_again`.
"""

from __future__ import annotations

import polars as pl

from guichet.law.awards import Input, Kind, Tell, refuse, told
from guichet.law.dated import with_numbers
from guichet.law.parameters import Parameters
from guichet.law.sa.benefits.injuries import part_of_annuity, with_whole_annuity
from guichet.law.sa.benefits.old_age_m33 import AVERAGE
from guichet.law.sa.benefits.survivors import MILLION
from guichet.law.sa.contributions.cohorts import M273
from guichet.law.steps import Unit
from guichet.lib.calendars import add_hijri_years_to
from guichet.lib.money import half_up_wide
from guichet.lib.months import add_months_to, first_day_of

YEAR = 12
c = pl.col


def _together(rows: pl.DataFrame, law: Parameters) -> pl.DataFrame:
    """Children add father's and mother's, a widow adds her own; others have the larger, filled up
    to a ceiling (55(3); AN38).
    """
    rows = with_numbers(
        rows,
        law,
        {
            "_older": ("survivors_m33.combination_ceiling", "money"),
            "_newer": ("survivors_m273.combination_ceiling", "money"),
        },
    )
    rows = rows.with_columns(
        pl.when(c("cohort") == M273).then(c("_newer")).otherwise(c("_older")).alias("ceiling")
    )
    refuse(rows, c("ceiling").is_null(), "that law joins no pensions on that day")
    both, larger = c("first") + c("second"), pl.max_horizontal("first", "second")
    filled = pl.max_horizontal(larger, pl.min_horizontal(both, c("ceiling")))
    return rows.with_columns(pl.when(c("adds")).then(both).otherwise(filled).alias("paid"))


TOGETHER = Kind(
    name="two_pensions",
    needs={
        "on": Input(Unit.DAY),
        "cohort": Input(Unit.WORD),
        "first": Input(Unit.MONEY),
        "second": Input(Unit.MONEY),
        "adds": Input(Unit.YES, False),  # a child of both parents, or a widow with her own
    },
    work=_together,
    gives={"paid": Unit.MONEY},
    tells=(
        Tell(
            "two_pensions",
            ("paid", Unit.MONEY),
            (*told(Unit.MONEY, "first", "second", "ceiling"), *told(Unit.YES, "adds")),
            ("survivors_m33.combination_ceiling", "survivors_m273.combination_ceiling"),
            "M/33 55(3); REG128 AN38; M/273 56; REG230 93",
        ),
    ),
)


def _again(rows: pl.DataFrame, law: Parameters) -> pl.DataFrame:
    """Degrees add up to the whole, by the higher mean wage; an earlier lump sum is withheld from
    the first months (33).
    """
    wider = c("earlier_wage_sum").cast(pl.Int128) * c("wage_months") > c("wage_sum").cast(
        pl.Int128
    ) * c("earlier_wage_months")
    rows = rows.with_columns(
        pl.when(wider).then(c(f"earlier_{name}")).otherwise(c(name)).alias(name)
        for name in ("wage_sum", "wage_months")
    )
    together = pl.min_horizontal(c("degree") + c("earlier_degree"), MILLION)
    rows = with_whole_annuity(rows.with_columns(together.alias("degree_together")), law)
    rows = with_numbers(rows, law, {"_months": ("work_injury.repeat_recovery_months", "count")})
    entitled = c("degree_together") >= c("_threshold")
    annuity = pl.when(entitled).then(part_of_annuity(c("degree_together"), MILLION)).otherwise(0)
    withheld = half_up_wide(c("lump_paid"), c("_months"))
    return rows.with_columns(
        entitled.alias("entitled"),
        annuity.alias("annuity"),
        pl.when(entitled).then(withheld).otherwise(0).alias("withheld"),
    )


AGAIN = Kind(
    name="injury_again",
    needs={
        "on": Input(Unit.DAY),
        **AVERAGE,
        "degree": Input(Unit.SHARE),
        "earlier_degree": Input(Unit.SHARE),
        "earlier_wage_sum": Input(Unit.MONEY, None),
        "earlier_wage_months": Input(Unit.COUNT, None),
        "lump_paid": Input(Unit.MONEY, 0),
    },
    work=_again,
    gives={
        "entitled": Unit.YES,
        "degree_together": Unit.SHARE,
        "annuity": Unit.MONEY,
        "withheld": Unit.MONEY,
    },
    tells=(
        Tell(
            "degrees_together",
            ("degree_together", Unit.SHARE),
            told(Unit.SHARE, "degree", "earlier_degree"),
            ("work_injury.pension_threshold_pct",),
            "M/33 33",
        ),
        Tell(
            "part_of_whole",
            ("annuity", Unit.MONEY),
            told(Unit.MONEY, "average"),
            ("oldage_m33.minimum_pension",),
            "M/33 31(2), 33(1)",
        ),
        Tell(
            "withheld",
            ("withheld", Unit.MONEY),
            told(Unit.MONEY, "lump_paid"),
            ("work_injury.repeat_recovery_months",),
            "M/33 33(2)",
        ),
    ),
)


def _claim(rows: pl.DataFrame, law: Parameters) -> pl.DataFrame:
    """Whether a claim came in time, and the first month it is paid for; never one before the right
    began (57; AN40; REG230 92).
    """
    wanted = {
        "_years": ("limits.claim_years_other", "count"),
        "_years_daily": ("limits.claim_years_daily_allowances", "count"),
        "_older": ("limits.late_claim_arrears_months_m33", "count"),
        "_newer": ("limits.late_claim_arrears_months_m273", "count"),
    }
    rows = with_numbers(rows, law, wanted)
    years = pl.when(c("daily")).then(c("_years_daily")).otherwise(c("_years"))
    back = pl.when(c("cohort") == M273).then(c("_newer")).otherwise(c("_older"))
    reach = add_months_to(first_day_of(c("on")), -back)
    late = c("on") > add_months_to(c("entitled_from"), years * YEAR)
    return rows.with_columns(
        add_months_to(c("entitled_from"), years * YEAR).alias("claim_by"),
        (late & ~c("excused")).alias("late"),
        pl.when(late & ~c("excused"))
        .then(pl.max_horizontal("entitled_from", reach))
        .otherwise(c("entitled_from"))
        .alias("owed_from"),
    )


CLAIM = Kind(
    name="claim",
    needs={
        "on": Input(
            Unit.DAY
        ),  # of the claim; one made before the right begins is paid from its beginning
        "cohort": Input(Unit.WORD),
        "entitled_from": Input(Unit.DAY),
        "daily": Input(Unit.YES, False),
        "excused": Input(Unit.YES, False),
    },
    work=_claim,
    gives={"claim_by": Unit.DAY, "late": Unit.YES, "owed_from": Unit.DAY},
    tells=(
        Tell(
            "claim_in_time",
            ("owed_from", Unit.DAY),
            (
                *told(Unit.DAY, "on", "entitled_from", "claim_by"),
                *told(Unit.YES, "late", "excused"),
            ),
            (
                "limits.claim_years_other",
                "limits.claim_years_daily_allowances",
                "limits.late_claim_arrears_months_m33",
                "limits.late_claim_arrears_months_m273",
            ),
            "M/33 57; REG128 AN40; M/273 54; REG230 92",
        ),
    ),
)


def _helper_final(rows: pl.DataFrame, law: Parameters) -> pl.DataFrame:
    """From when a helper's allowance is no longer reviewed: 65 Hijri (AN10), 70 Gregorian (REG230
    41).
    """
    wanted = {
        "_older": ("disability.helper_final_age_m33", "count"),
        "_newer": ("disability.helper_final_age_m273", "count"),
    }
    rows = with_numbers(rows, law, wanted)
    newer = add_months_to(c("born"), c("_newer") * YEAR)
    final = (
        pl.when(c("cohort") == M273)
        .then(newer)
        .otherwise(add_hijri_years_to(c("born"), c("_older")))
    )
    return rows.with_columns(final.alias("final_on"), (c("on") >= final).alias("final"))


HELPER_FINAL = Kind(
    name="helper_final",
    needs={"on": Input(Unit.DAY), "cohort": Input(Unit.WORD), "born": Input(Unit.DAY)},
    work=_helper_final,
    gives={"final_on": Unit.DAY, "final": Unit.YES},
    tells=(
        Tell(
            "helper_final",
            ("final_on", Unit.DAY),
            told(Unit.DAY, "born"),
            ("disability.helper_final_age_m33", "disability.helper_final_age_m273"),
            "REG128 AN10; REG230 41",
        ),
    ),
)


def _support(rows: pl.DataFrame, law: Parameters) -> pl.DataFrame:
    """The support of wages of spring 2020: a share of the registered wage, to a maximum, while it
    was in force.
    """
    wanted = {
        "_share": ("temporary.wage_support_share", "share"),
        "cap": ("temporary.wage_support_cap", "money"),
    }
    rows = with_numbers(rows, law, wanted)
    worked = half_up_wide(c("wage") * c("_share"), MILLION)
    return rows.with_columns(pl.min_horizontal(worked, "cap").fill_null(0).alias("amount"))


SUPPORT = Kind(
    name="wage_support",
    needs={"on": Input(Unit.DAY), "wage": Input(Unit.MONEY)},
    work=_support,
    gives={"amount": Unit.MONEY},
    tells=(
        Tell(
            "wage_support",
            ("amount", Unit.MONEY),
            (*told(Unit.MONEY, "wage", "cap"), ("_share", Unit.SHARE)),
            ("temporary.wage_support_share", "temporary.wage_support_cap"),
            "SANED decree of April 2020",
        ),
    ),
)
