"""Who works on the same payment or the same account waits for whoever was first, until that one's
``atomic`` ends.
"""

from __future__ import annotations

import polars as pl

from guichet.domain.ledger.locks import accounts as accounts
from guichet.domain.ledger.locks import whole
from guichet.engine import store

_PAYMENTS = 0x7061  # a class of advisory locks; the number after it holds its members


def payments(schemes: pl.Series, keys: pl.Series) -> None:
    """Hold payments by their schemes' keys: a reversal and its payment may come at the same
    moment.
    """
    names = (schemes + "\x1f" + keys).unique().sort()
    if whole(_PAYMENTS, len(names)):
        return
    store.value(
        "SELECT count(pg_advisory_xact_lock(%(space)s, hashtext(k))) FROM unnest(%(keys)s::text[]) k",
        space=_PAYMENTS + 1,
        keys=names,
    )
