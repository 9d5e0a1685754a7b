"""A process that runs beside the web: how to start it, and what to tell whoever started
everything.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Process:
    """One child of ``guichet run``; a channel, a domain module or a part of the demonstration
    declares it.

    A folder's ``processes.py`` holds ``PROCESSES``, a tuple of these; nothing is listed anywhere
    else.
    """

    name: str
    module: str  # started as ``python -m module *arguments``
    arguments: tuple[str, ...] = ()
    ports: tuple[int, ...] = ()  # on loopback; taken ones are told before anything starts
    environment: dict[str, str] = field(
        default_factory=dict
    )  # for every child, unless it is set already
    says: str = ""  # a line or more of the welcome: how to reach it
    when: Callable[[], bool] = lambda: True  # asked once Django is awake
