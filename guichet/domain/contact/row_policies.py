"""Whose mobiles, PINs and cards are whose (see `engine.row_policies`); a caller not yet known is
looked up at the counter.
"""

from guichet.engine.row_policies import held, of_account

_TABLES = ("mobile", "email", "pin", "pintry", "card", "code")
ROWS = {f"contact_{name}": of_account(office=held("counter")) for name in _TABLES}
