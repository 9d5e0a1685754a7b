"""Whose sittings are whose (see `engine.row_policies`): the clerk's and the client's; tickets and
times name nobody.
"""

from guichet.engine.row_policies import ACCOUNT, Rows, free, held, with_row

ROWS = {
    "reception_branch": free("branches and their names are public"),
    "reception_roll": free("the last number of a queue on a day"),
    "reception_ticket": free("a place in a queue: it names nobody"),
    "reception_sitting": Rows(
        f"clerk_id = {ACCOUNT} OR client_id = {ACCOUNT}",
        office=f"({held('counter')} AND branch_id = ANY (scope_places()))",
    ),
    "reception_consent": with_row("reception_sitting", "of.id = sitting_id", office="false"),
    "reception_identitycheck": with_row("reception_sitting", "of.id = sitting_id", office="false"),
    "reception_secondlook": with_row(
        "reception_identitycheck", "of.id = check_of_id", office="false"
    ),
    "reception_handling": free("how long a transaction took, and of which service"),
}
