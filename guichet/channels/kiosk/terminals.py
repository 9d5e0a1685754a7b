"""Which machine is asking. A kiosk is known by its address, so that nobody's telephone
plays one.
"""

from __future__ import annotations

from contextlib import suppress

from django.conf import settings
from django.http import HttpRequest

from guichet.channels.shared.address import address_of
from guichet.domain.reception import queue
from guichet.domain.reception.queries import Branch
from guichet.engine.refusal import Refused

TRIAL = "trial"


def known() -> dict[str, str]:
    """The kiosks' addresses and names, from ``GUICHET_KIOSKS``:
    ``hall-1=10.0.0.5,hall-2=10.0.0.6``.
    """
    pairs = (entry.partition("=") for entry in settings.KIOSKS)
    return {address.strip(): name.strip() for name, _, address in pairs if address}


def terminal_of(request: HttpRequest) -> str | None:
    """The kiosk's name; None if it is none of ours. A trial that names no kiosks lets any browser
    be one.
    """
    if not settings.KIOSKS:
        return TRIAL if settings.TRIAL else None
    return known().get(address_of(request))


def branch_of(terminal: str) -> Branch | None:
    """Whose queue a kiosk gives numbers for; a trial's gives those of the first branch."""
    told = dict(entry.split("=", 1) for entry in settings.KIOSK_BRANCHES if "=" in entry)
    number = told.get(terminal, "")
    if not number and terminal == TRIAL:
        return queue.first_branch()
    with suppress(Refused):
        return queue.branch_of(int(number)) if number.isdigit() else None
    return None
