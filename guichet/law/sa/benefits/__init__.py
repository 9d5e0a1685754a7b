"""Benefits: every right of the Saudi law as a kind (`guichet.law.awards`).

Each figure is rounded half up once, from exact numbers; only an amount already in payment (a
pension that is shared, a share that is multiplied) is taken as it is paid.
"""

from datetime import date

from guichet.law import objection_terms, previous_wage
from guichet.law.awards import Benefits, Facts, History
from guichet.law.sa import parameters
from guichet.law.sa.benefits import (
    ages,
    boards,
    changes,
    disability,
    foreign_injuries,
    histories,
    injuries,
    injury_notices,
    lump_sum_right,
    lump_sums,
    maternity,
    members,
    old_age_m33,
    old_age_m273,
    stretches,
    survivors,
    unemployment,
    unemployment_right,
    work_again,
)

_ALL = (
    ages.RIGHT,
    old_age_m33.PENSION,
    old_age_m273.PENSION,
    lump_sum_right.RIGHT,
    lump_sums.DEEMED,
    lump_sums.LUMP,
    lump_sums.REFUND,
    boards.BOARD,
    objection_terms.kind("M/33 61; REG128 RC59-63", "objections"),
    disability.M33,
    disability.M273,
    disability.DEATH_M33,
    disability.DEATH_M273,
    survivors.SHARES_M33,
    survivors.SHARES_M273,
    survivors.MARRIAGE_M33,
    survivors.MARRIAGE_M273,
    survivors.RECOVERY,
    survivors.DEATH_GRANT,
    injury_notices.NOTICE,
    injuries.ALLOWANCE,
    injuries.ANNUITY,
    injuries.LUMP,
    foreign_injuries.FOREIGN,
    foreign_injuries.FOREIGN_DEATH,
    maternity.MATERNITY,
    unemployment.OF_M18,
    unemployment.OF_M273,
    unemployment_right.RIGHT,
    members.MEMBER,
    work_again.RETURN_M33,
    work_again.RETURN_M273,
    changes.TOGETHER,
    changes.AGAIN,
    changes.CLAIM,
    changes.HELPER_FINAL,
    changes.SUPPORT,
)
_OLDER = {
    "old_age": "old_age_m33",
    "deemed_months": "deemed_months",
    "lump_sum": "lump_sum_m33",
    "disability": "disability_m33",
    "death_in_service": "death_in_service_m33",
    "shares": "shares_m33",
    "marriage": "marriage_grant_m33",
    "marriage_recovery": "marriage_grant_recovery",
    "death_grant": "death_grant_m33",
    "unemployment": "unemployment_m18",
    "return_to_work": "return_to_work_m33",
}
_NEWER = {
    "old_age": "old_age_m273",
    "lump_sum": "refund_m273",
    "disability": "disability_m273",
    "death_in_service": "death_in_service_m273",
    "shares": "shares_m273",
    "marriage": "marriage_m273",
    "unemployment": "unemployment_m273",
    "return_to_work": "return_to_work_m273",
}
_INSURED = {
    "old_age_right": "old_age_right",
    "lump_sum_right": "lump_sum_right",
    "unemployment_right": "unemployment_right",
    "member": "survivor_member",
    "two_pensions": "two_pensions",
    "helper_final": "helper_final",
    "wage_support": "wage_support",
}
_ANYBODY = {
    "medical_board": "medical_board",
    "objection": "objection",
    "claim": "claim",
    "injury_notice": "injury_notice",
    "injury_allowance": "injury_allowance",
    "injury_lump_sum": "injury_lump_sum",
    "maternity": "maternity",
}
_HOME = {"injury_annuity": "injury_annuity", "injury_again": "injury_again"}
_FOREIGN = {"injury_annuity": "injury_lump_sum_nonsaudi", "injury_death": "injury_death_nonsaudi"}
_BY_COHORT = {
    "m33": _OLDER | _INSURED | _ANYBODY | _HOME,
    "m33_transitional": _OLDER | _INSURED | _ANYBODY | _HOME,
    "m273": _NEWER | _INSURED | _ANYBODY | _HOME,
    "other": _ANYBODY | _FOREIGN,
    "gcc": _ANYBODY | _FOREIGN,
}
_MEANS: dict[str, Facts] = {"m33": histories.facts_m33, "m273": histories.facts_m273}
_HISTORIES: dict[str, History] = {"m33": stretches.stretches_m33, "m273": stretches.stretches_m273}
_CHANGE_OF_LAW = "transitional_2024.reference_date"


def _changed_on() -> date:
    law = parameters()
    day = law.value(_CHANGE_OF_LAW, law.latest(_CHANGE_OF_LAW))
    assert isinstance(day, date)
    return day


_CONTRIBUTED = ("old_age", "disability", "death_in_service")
_OUT_OF_WORK = tuple(kind.name for kind in (unemployment.OF_M18, unemployment.OF_M273))
BENEFITS = Benefits(
    kinds={kind.name: kind for kind in _ALL},
    numbers=parameters,
    by_law={
        (benefit, cohort): name
        for cohort, kinds in _BY_COHORT.items()
        for benefit, name in kinds.items()
    },
    from_history={
        f"{benefit}_{law}": made for benefit in _CONTRIBUTED for law, made in _MEANS.items()
    }
    | dict.fromkeys(_OUT_OF_WORK, unemployment.facts)
    | {
        unemployment_right.RIGHT.name: unemployment_right.facts,
        maternity.MATERNITY.name: maternity.facts,
        injuries.ALLOWANCE.name: previous_wage.facts,
        lump_sums.LUMP.name: histories.facts_m33,
        lump_sums.REFUND.name: histories.facts_m273,
    },
    from_periods={
        f"{benefit}_{law}": made for benefit in _CONTRIBUTED for law, made in _HISTORIES.items()
    }
    | dict.fromkeys((*_OUT_OF_WORK, unemployment_right.RIGHT.name), unemployment.history)
    | {
        maternity.MATERNITY.name: maternity.history,
        injuries.ALLOWANCE.name: maternity.history,
        lump_sums.LUMP.name: stretches.stretches_m33,
        lump_sums.REFUND.name: stretches.stretches_m273,
    },
    from_paid={lump_sums.REFUND.name: lump_sum_right.refund_facts},
    held_on=_changed_on,
    kept_up={
        "old_age_m33": ("oldage_m33.minimum_pension",),
        "old_age_m273": (
            "oldage_m273.minimum_at_480_months",
            "oldage_m273.minimum_at_qualifying_months",
        ),
    },
    kept_up_rule="benefit_months.minimum_in_payment",
    hangs_on=members.HANGS_ON,
)
