"""Whose pensions are whose (see `engine.row_policies`)."""

from guichet.engine.row_policies import (
    PARTIES,
    Rows,
    behind_the_counter,
    free,
    held,
    of_party,
    with_row,
)

_BOARD = held("medical")  # what boards find is health: no other of the staff reads it
# How a decision came about tells wages, births, family: it is for who decides, and not for those
# who order and book what was decided.
_DECIDES = held("decide", "board", "committee", "medical")

ROWS = {
    "benefits_pension": of_party("person"),
    "benefits_award": of_party("person", office=_DECIDES),
    "benefits_grant": of_party("person"),
    "benefits_grantorder": with_row("benefits_grant", "of.id = grant_id"),
    "benefits_lumpsum": of_party("person", office=_DECIDES),
    "benefits_workagain": of_party("person", office=_DECIDES),
    # A family is seen by whoever belongs to it; of a share, the person's own.
    "benefits_survivorsaward": with_row(
        "benefits_heir", "of.award = benefits_survivorsaward.award", office=_DECIDES
    ),
    "benefits_heir": of_party("person", office=_DECIDES),
    "benefits_heirfact": of_party("person", office=_DECIDES),
    "benefits_settlement": with_row(
        "benefits_heir", "of.award = benefits_settlement.award", office=_DECIDES
    ),
    "benefits_share": of_party("person", office=_DECIDES),
    "benefits_debt": of_party("person"),
    "benefits_withholding": of_party("person"),
    "benefits_repayment": of_party("person"),
    "benefits_told": of_party("person"),
    "benefits_searched": free("how far a month's search is: nobody by name"),
    "benefits_recalculation": free("when all were decided anew, by which law: nobody by name"),
    "benefits_recalculatedbatch": free("how far a recalculation is: nobody by name"),
    "benefits_succession": with_row("benefits_award", "of.award = benefits_succession.award"),
    "benefits_recalculationcase": behind_the_counter(),
    "benefits_unemployment": of_party("person", office=_DECIDES),
    "benefits_unemploymentmonth": of_party("person", office=_DECIDES),
    "benefits_maternity": of_party("person", office=_DECIDES),
    "benefits_injury": of_party("person"),
    "benefits_injuryday": of_party("person"),
    "benefits_disability": of_party("person", office=_BOARD),
    "benefits_boardfinding": behind_the_counter(_BOARD),
    "benefits_boardsecond": behind_the_counter(_BOARD),
    "benefits_boardvote": behind_the_counter(_BOARD),
    "benefits_leavingreason": Rows(
        f"establishment = ANY {PARTIES} OR person = ANY {PARTIES}", office=_DECIDES
    ),
    "benefits_leavingquestion": of_party("establishment"),
    "benefits_confirmation": of_party("person"),
    "benefits_payment": of_party("person"),
    "benefits_finding": behind_the_counter(),
    "benefits_run": free("the institution's own account of a month: nobody by name"),
}
