"""Commands that act for the institution name who acts, who holds the same right as on the pages; it
is on record before it is done.

Whoever may run commands at the server may do more than any right gives: this says who meant to, and
keeps them to their task.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click
from django.utils import timezone

from guichet.engine import audit, store
from guichet.engine.context import HOME
from guichet.engine.record import iso

F = TypeVar("F", bound=Callable[..., Any])


class ActsAs(click.Option):
    """The option ``--as``; ``tasks``: of which rights one is enough. It is judged before anything
    else that was typed.
    """

    def __init__(self, *args: Any, tasks: tuple[str, ...] = (), **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.tasks = tasks


def acting(*tasks: str, told: str = "") -> Callable[[F], F]:
    """Add ``--as USERNAME`` to a command: an account of the staff with one of these rights.

    Args:
        told: by which name the command is told the user name; by default it is not.
    """

    def judge(context: click.Context, option: click.Parameter, username: str | None) -> str | None:
        if username is not None and not context.resilient_parsing:
            _judge(context.command_path, tasks, username)
        return username

    return click.option(
        "--as",
        told or "acts_as",
        cls=ActsAs,
        tasks=tasks,
        required=True,
        expose_value=bool(told),
        is_eager=True,
        callback=judge,
        metavar="USERNAME",
        help=f"Who does it: of the staff, with the right to {' or '.join(tasks)}.",
    )


def _judge(command: str, tasks: tuple[str, ...], username: str) -> None:
    # Not at the top: the command line is imported before the models may be.
    from guichet.domain.identity import staff
    from guichet.domain.identity.queries import account_of
    from guichet.domain.identity.staff_words import NEEDS_RIGHT, name_of

    account, now = account_of(username), timezone.now()
    held = staff.rights(account, now.astimezone(HOME).date()) if account else frozenset()
    if account is None or not staff.covers(held, tasks):
        wanted = " / ".join(name_of(task).en for task in tasks)
        raise click.ClickException(f"{username}: {NEEDS_RIGHT.sentence('en', right=wanted)}")
    with store.atomic():
        audit.note("command", {"command": command, "by": account.pk, "at": iso(now)})
