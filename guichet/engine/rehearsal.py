"""Askings of several services rehearsed one after the other, each on what the earlier ones would
have made.

All of it happens in one ``atomic`` that is undone, so the services' own code and the tables' own
constraints have their say; there is no second account of what a joining does to a wage. Rows are
locked meanwhile: rehearse few at a time.
"""

from __future__ import annotations

from collections.abc import Sequence

from guichet.engine import disclosures, scope, store
from guichet.engine.batch import Batch
from guichet.engine.context import Context
from guichet.engine.perform import decide_and_apply, prepare, settle
from guichet.engine.service import Ask


@scope.as_institution()
def rehearse(asks: Sequence[Ask], context: Context) -> list[Batch]:
    """What would become of the rows if they were carried out in this order; nothing is kept."""
    # Public bodies are asked before anything is locked.
    prepared = [prepare(ask, context.rehearsal()) for ask in asks]

    def attempt(apart: bool) -> list[Batch]:
        with store.atomic(keep=False):
            return [decide_and_apply(batch, _a_number(), apart=apart)[0] for batch in prepared]

    batches = settle(attempt)
    for batch in batches:
        disclosures.tell_checked(context, batch)
    return batches


def _a_number() -> int:
    """A call's number of its own, so that what one asking writes is told from what another does."""
    return int(store.value("SELECT nextval('engine_submission_id_seq')"))
