"""What the command line stands on: waking Django late, and the commands that channels and domain
modules bring.
"""

from __future__ import annotations

import ast
import importlib
import os
from pathlib import Path

import click

BASE = Path(__file__).resolve().parents[2]


def awake() -> None:
    """Set Django up; without ``DATABASE_URL`` this starts the embedded PostgreSQL."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guichet.config.settings")
    import django

    django.setup()


def state() -> Path:
    """Where this installation writes, without waking Django."""
    from guichet.lib import env

    return Path(env.text("GUICHET_STATE", str(BASE / "var"))).resolve()


class Commands(click.Group):
    """The commands below, and those that channels and domain modules bring."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All names, alphabetically."""
        return sorted({*super().list_commands(ctx), *_found()})

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """A command by name; a folder's is imported only when it is asked for."""
        found = super().get_command(ctx, name)
        dotted = _found().get(name)
        if found is not None or dotted is None:
            return found
        if _listing(ctx):
            return click.Command(name, help=_first_line(dotted))
        awake()
        module = importlib.import_module(dotted)
        return getattr(module, "command", None) or module.group

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands, without importing what folders bring."""
        ctx.meta["guichet.listing"] = True
        super().format_commands(ctx, formatter)


def _listing(ctx: click.Context) -> bool:
    return bool(ctx.meta.get("guichet.listing"))


def _found() -> dict[str, str]:
    from guichet.config import discovery

    return {module.split(".")[-2]: module for module in discovery.modules("commandline")}


def _first_line(dotted: str) -> str:
    source = BASE.joinpath(*dotted.split(".")).with_suffix(".py").read_text("utf-8")
    return (ast.get_docstring(ast.parse(source)) or "").partition("\n")[0]
