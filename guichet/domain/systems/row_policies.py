"""Whose systems are whose (see `engine.row_policies`); what a machine proves itself by is looked up
at the counter.
"""

from guichet.engine.row_policies import ACCOUNT, PARTIES, Rows, free, with_row

_SYSTEM = with_row("systems_system", "of.id = system_id")

ROWS = {
    "systems_system": Rows(f"establishment = ANY {PARTIES} OR account = {ACCOUNT}"),
    "systems_systemkey": _SYSTEM,
    "systems_hook": _SYSTEM,
    "systems_delivery": with_row("systems_hook", "of.id = hook_id"),
    "systems_untold": free("numbers of events, for a trigger"),
    "systems_usedassertion": free("digests of used assertions"),
}
