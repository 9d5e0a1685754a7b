"""A measurement in a process of its own, so that its memory and its caches are its own."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any, TypeVar

T = TypeVar("T")


def alone(work: Callable[..., T], *given: Any, apps: tuple[str, ...] = ()) -> T:
    """What ``work`` (a function of a module, called with ``given``) returns from a fresh process
    with Django awake.

    ``apps`` are installed in that process besides our own.
    """
    with ProcessPoolExecutor(1, get_context("spawn"), _wake, (apps,)) as one:
        return one.submit(work, *given).result()


def _wake(apps: tuple[str, ...]) -> None:
    import django
    from django.conf import settings

    settings.INSTALLED_APPS += apps
    django.setup()
