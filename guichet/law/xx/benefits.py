"""Every benefit of the country: pensions, contributions returned, disability, survivors,
unemployment, maternity and work injuries.
"""

from guichet.law import objection_terms, previous_wage
from guichet.law.awards import Benefits
from guichet.law.xx import (
    disability,
    injuries,
    maternity,
    parameters,
    pensions,
    returned,
    survivors,
    unemployment,
    work_again,
)

_KINDS = {
    "old_age_right": pensions.RIGHT,
    "old_age": pensions.PENSION,
    "lump_sum_right": returned.RIGHT,
    "lump_sum": returned.RETURNED,
    "return_to_work": work_again.BESIDE,
    **survivors.KINDS,
    "unemployment_right": unemployment.RIGHT,
    "unemployment": unemployment.BENEFIT,
    "maternity": maternity.MATERNITY,
    "disability": disability.DISABILITY,
    "medical_board": disability.BOARD,
    "objection": objection_terms.kind("Social Security Act 41", "objections"),
    "injury_notice": injuries.NOTICE,
    "injury_allowance": injuries.ALLOWANCE,
}
BENEFITS = Benefits(
    kinds={kind.name: kind for kind in _KINDS.values()},
    numbers=parameters,
    by_law={
        (benefit, cohort): kind.name
        for cohort in ("settled", "newer")
        for benefit, kind in _KINDS.items()
    },
    from_history={
        pensions.PENSION.name: pensions.facts,
        returned.RETURNED.name: pensions.facts,
        survivors.DEATH.name: pensions.facts,
        unemployment.RIGHT.name: unemployment.right_facts,
        unemployment.BENEFIT.name: unemployment.facts,
        maternity.MATERNITY.name: maternity.facts,
        injuries.ALLOWANCE.name: previous_wage.facts,
        disability.DISABILITY.name: pensions.facts,
    },
    from_periods=dict.fromkeys(
        (
            pensions.PENSION.name,
            returned.RETURNED.name,
            survivors.DEATH.name,
            unemployment.RIGHT.name,
            unemployment.BENEFIT.name,
            maternity.MATERNITY.name,
            injuries.ALLOWANCE.name,
            disability.DISABILITY.name,
        ),
        pensions.history,
    ),
    kept_up={pensions.PENSION.name: ("pension.minimum",)},
    kept_up_rule="pension.minimum_in_payment",
    hangs_on=survivors.HANGS_ON,
)
