"""CPU time and peak memory of processes, from /proc (Linux)."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

_TICK = os.sysconf("SC_CLK_TCK")
_PROC = Path("/proc")


def tree(*roots: int, without: Callable[[int], bool] = lambda pid: False) -> list[int]:
    """The processes that are alive below and including ``roots``, except those (and below) that
    ``without`` names.
    """
    children: dict[int, list[int]] = {}
    for entry in _PROC.iterdir():
        if entry.name.isdigit() and (fields := _stat(int(entry.name))):
            children.setdefault(int(fields[1]), []).append(int(entry.name))
    found, waiting = [], list(roots)
    while waiting:
        pid = waiting.pop()
        if not without(pid):
            found.append(pid)
            waiting += children.get(pid, [])
    return found


def cpu_seconds(pids: list[int]) -> float:
    """User and system time the processes used so far, with that of their children that have
    ended.
    """
    used = (sum(map(int, fields[11:15])) for pid in pids if (fields := _stat(pid)))
    return sum(used) / _TICK


def command(pid: int) -> str:
    """The command line; empty when the process is gone."""
    try:
        return (
            (_PROC / str(pid) / "cmdline")
            .read_bytes()
            .replace(b"\0", b" ")
            .decode(errors="replace")
        )
    except OSError:
        return ""


def peak_mib(pid: int) -> float:
    """The most memory the process held at once since it began or since ``forget_peak``; 0 when it
    is gone.
    """
    try:
        status = (_PROC / str(pid) / "status").read_text()
    except OSError:
        return 0.0
    lines = (line.split() for line in status.splitlines() if line.startswith("VmHWM"))
    return next((int(line[1]) / 1024 for line in lines), 0.0)


def forget_peak(pid: int) -> None:
    """Begin the peak anew from what the process holds now."""
    (_PROC / str(pid) / "clear_refs").write_text("5")


def _stat(pid: int) -> list[str]:
    """The fields of ``stat`` after the name: state, parent, ...; empty when the process is gone."""
    try:
        text = (_PROC / str(pid) / "stat").read_text()
    except OSError:
        return []
    return text[text.rindex(")") + 2 :].split()
