"""Until when an employer may object to a bill (M/33 61; RC59-63)."""

from __future__ import annotations

from datetime import date

from guichet.law.parameters import Parameters
from guichet.law.sa import parameters as saudi_parameters
from guichet.lib.months import add_months


def object_by(decided_on: date, *, parameters: Parameters | None = None) -> date:
    """The last day for objecting to what was decided on a day."""
    law = parameters or saudi_parameters()
    return add_months(decided_on, law.count("objections.window_months", decided_on))
