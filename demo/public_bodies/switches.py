"""What an operator can make a registry do: answer late, refuse, fail now and then, or misbehave."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

BODIES = ("civil", "commerce", "justice", "labour", "bank", "education", "health")
MODES = ("normal", "hang", "garbage")
LATENCY_LIMIT_MS = 600_000


class SwitchError(ValueError):
    """A setting that is not one; the text says which and why."""


@dataclass(frozen=True, slots=True)
class Switch:
    """The state of one registry.

    ``outage`` answers 503; ``error_rate`` is the share of calls, 0 to 1, answered 500; mode
    ``hang`` accepts a call and never answers, ``garbage`` answers 200 with broken JSON. An outage
    comes before the mode, the mode before the error rate; the latency is added to all of them.
    """

    latency_ms: int = 0
    outage: bool = False
    error_rate: float = 0.0
    mode: str = "normal"


class Switches:
    """The switches of all registries, shared by the threads of the server."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._now = {body: Switch() for body in BODIES}
        self._calls = dict.fromkeys(BODIES, 0)

    def of(self, body: str) -> Switch:
        """The state of one registry."""
        with self._lock:
            return self._now[body]

    def fails_now(self, body: str) -> bool:
        """Count one call and say whether it is among those the error rate picks.

        Evenly spread rather than by chance, so that a rehearsal runs the same way every time:
        at 0.25 the fourth, eighth, twelfth call since the rate was set.
        """
        with self._lock:
            self._calls[body] += 1
            calls, rate = self._calls[body], self._now[body].error_rate
            # The little more keeps 0.1 x 10 from falling just short of one.
            return int(calls * rate + 1e-9) > int((calls - 1) * rate + 1e-9)

    def as_json(self) -> dict[str, dict[str, Any]]:
        """``{"civil": {...}, "commerce": {...}}``."""
        with self._lock:
            return {body: asdict(switch) for body, switch in self._now.items()}

    def change(self, wanted: object) -> None:
        """Set what is named and leave the rest; everything or, where a part is wrong, nothing."""
        if not isinstance(wanted, Mapping):
            raise SwitchError("the body must be an object")
        with self._lock:
            changed = dict(self._now)
            for body, settings in wanted.items():
                if body not in changed:
                    raise SwitchError(f"no such registry: {body!r}; there are {', '.join(BODIES)}")
                changed[body] = replace(changed[body], **_checked(settings))
                self._calls[body] = 0
            self._now = changed


def _checked(settings: object) -> dict[str, Any]:
    """The settings of one registry, each of the right kind."""
    if not isinstance(settings, Mapping):
        raise SwitchError("the settings of a registry must be an object")
    for key, value in settings.items():
        problem = _problem(key, value)
        if problem:
            raise SwitchError(f"{key}: {problem}")
    return dict(settings)


def _problem(key: str, value: object) -> str:
    """What is wrong with one setting; empty when nothing is."""
    number = isinstance(value, int | float) and not isinstance(value, bool)
    whole = number and isinstance(value, int)
    match key:
        case "latency_ms":
            good = whole and 0 <= value <= LATENCY_LIMIT_MS  # type: ignore[operator]
            return "" if good else f"must be a whole number from 0 to {LATENCY_LIMIT_MS}"
        case "outage":
            return "" if isinstance(value, bool) else "must be true or false"
        case "error_rate":
            good = number and 0 <= value <= 1  # type: ignore[operator]
            return "" if good else "must be a number from 0 to 1"
        case "mode":
            return "" if value in MODES else f"must be one of {', '.join(MODES)}"
        case _:
            return "no such setting"
