"""The reconciliation on a terminal."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from guichet.domain.payments.backends.consolidator import ConsolidatorDown
from guichet.domain.payments.presenting import consolidation, presentment
from guichet.domain.payments.reconciliation import Reconciliation, reconcile
from guichet.engine.context import HOME
from guichet.lib.money import show_minor


def report(day: str | None, echo: Callable[[str], Any], *, alone: bool = False) -> bool:
    """Agree with the consolidator about a day ('2026-11-24'; by default yesterday), compare the
    books, say what differs.

    Whether everything agrees.

    Raises:
        ValueError: ``day`` is not a day.
    """
    now = datetime.now(UTC)
    today = now.astimezone(HOME).date()
    chosen = date.fromisoformat(day) if day else today - timedelta(days=1)
    presentment.present_moved(now)
    answered = alone or _agree(chosen, now, echo)
    found = reconcile(chosen, now)
    _say(found, echo)
    return found.good and answered


def _agree(day: date, now: datetime, echo: Callable[[str], Any]) -> bool:
    other = consolidation.other_side(now)
    if other is None:
        echo("There is no consolidator: set GUICHET_CONSOLIDATOR and GUICHET_CONSOLIDATOR_SECRET")
        return True
    try:
        sent = consolidation.upload(other, now)
        done = consolidation.end_of_day(other, day, now)
    except (ConsolidatorDown, consolidation.NotANotice) as error:
        echo(f"The consolidator could not be asked: {error}")
        return False
    echo(
        f"{day}: {sent.taken:,} bills sent; {done.payments:,} payments settled, {show_minor(done.total)};"
        f" {done.recovered:,} that no notice told taken in, {done.differences:,} differences"
    )
    return True


def _say(found: Reconciliation, echo: Callable[[str], Any]) -> None:
    for check in found.checks:
        word = "agrees" if check.good else "DIFFERS"
        echo(
            f"{check.name:<14} {show_minor(check.ours):>20} {show_minor(check.theirs):>20}  {word}"
        )
    for row in found.open.iter_rows(named=True):
        ours, theirs = ("-" if row[n] is None else show_minor(row[n]) for n in ("ours", "theirs"))
        echo(
            f"open {row['days']} days: {row['kind']} {row['scheme']} {row['key']}: here {ours}, there {theirs}"
        )
    echo(
        "Everything agrees"
        if found.good
        else f"{found.open.height:,} open, {sum(not c.good for c in found.checks)} sums differ"
    )
