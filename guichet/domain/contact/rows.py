"""Whose mobiles and PINs are whose (see `engine.rows`); a caller not yet known is looked up at the counter."""

from guichet.engine.rows import of_account

ROWS = {f"contact_{name}": of_account() for name in ("mobile", "email", "pin", "pintry", "code")}
