"""The directory is the registry: channels, domain modules and the staff's rooms are found by
folder, never listed.

A channel folder may hold: ``apps.py`` or ``models.py`` (then it is a Django app), ``urls.py`` with
``urlpatterns`` and optionally ``PREFIX``, ``middleware.py`` with ``MIDDLEWARE`` (dotted paths),
``context.py`` with
``CONTEXT_PROCESSORS``, ``tasks.py`` with jobs, ``commandline.py`` with a click ``group`` or
``command``,
``settings.py`` with the folder's own settings, ``processes.py`` with ``PROCESSES`` that run beside
the web (it is imported before Django wakes), ``front_pages.py`` with
``ADDRESSES`` that `guichet run` tells (a name and a path of the web), and a ``locale``.
"""

from __future__ import annotations

import ast
import importlib
import importlib.util
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import guichet

ROOTS = ("guichet.domain", "guichet.channels", "guichet.backoffice")


def packages(root: str) -> list[str]:
    """The dotted names of the folders directly below ``root``, alphabetically."""
    spec = importlib.util.find_spec(root)
    places = list(spec.submodule_search_locations or []) if spec else []
    found = {
        path.name
        for place in places
        for path in Path(place).iterdir()
        if (path / "__init__.py").exists()
        and not path.name.startswith("_")
        and path.name != "tests"
    }
    return [f"{root}.{name}" for name in sorted(found)]


def _folder(package: str) -> Path:
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        raise ImportError(package)
    return Path(spec.origin).parent


def apps() -> list[str]:
    """Every domain module, channel and room of the staff, as Django apps (templates, static files,
    tables, jobs).
    """
    return [package for root in ROOTS for package in packages(root)]


def modules(name: str) -> Iterator[str]:
    """The dotted names of every ``name.py`` in a domain module or channel."""
    for package in apps():
        if (_folder(package) / f"{name}.py").exists():
            yield f"{package}.{name}"


def middleware() -> list[str]:
    """The middleware that channels bring; what they share goes around it, so that no answer lacks
    its headers.
    """
    return sorted(
        _declared("middleware", "MIDDLEWARE"), key=lambda dotted: ".shared." not in dotted
    )


def context_processors() -> list[str]:
    """The template context processors that channels bring."""
    return list(_declared("context", "CONTEXT_PROCESSORS"))


def settings() -> dict[str, Any]:
    """What the ``settings.py`` of the folders say; a channel may replace a setting of the domain,
    nobody another's.

    Raises:
        ImportError: two folders of one kind say the same name.
    """
    said: dict[str, Any] = {}
    by: dict[str, str] = {}
    for dotted in modules("settings"):
        root = dotted.split(".")[1]
        for name, value in vars(importlib.import_module(dotted)).items():
            if not name.isupper() or name.startswith("_"):
                continue
            if by.get(name, "").startswith(f"guichet.{root}."):
                raise ImportError(f"{name} is set by {by[name]} and by {dotted}")
            said[name], by[name] = value, dotted
    return said


def _declared(module: str, name: str) -> Iterator[str]:
    # Read as text: settings are still being built, so nothing that needs them may be imported yet.
    for dotted in modules(module):
        tree = ast.parse((_folder(dotted.rpartition(".")[0]) / f"{module}.py").read_text("utf-8"))
        for node in tree.body:
            if isinstance(node, ast.Assign) and any(
                isinstance(t, ast.Name) and t.id == name for t in node.targets
            ):
                yield from ast.literal_eval(node.value)


def load(name: str) -> list[object]:
    """Import every ``name.py`` found."""
    return [importlib.import_module(dotted) for dotted in modules(name)]


VERSION = getattr(guichet, "__version__", "0.1.0")
