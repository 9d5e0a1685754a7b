"""Whose bills are whose (see `engine.row_policies`)."""

from guichet.engine.row_policies import PARTIES, Rows, free, of_party, with_row

_RUN = "the institution's own account of a month: no establishment by name"

ROWS = {
    "contributions_run": free(_RUN),
    "contributions_part": free(_RUN),
    "contributions_fault": of_party("establishment"),
    "contributions_bill": of_party("establishment"),
    "contributions_contribution": Rows(
        f"establishment = ANY {PARTIES} OR scope_is_ours(engagement)"
    ),
    "contributions_penalty": of_party("establishment"),
    "contributions_concession": of_party("establishment"),
    "contributions_waiver": of_party("establishment"),
    "contributions_instalmentplan": of_party("establishment"),
    "contributions_instalment": with_row("contributions_instalmentplan", "of.id = plan_id"),
}
