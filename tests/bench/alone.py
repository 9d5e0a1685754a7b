"""A measurement in a process of its own, so that its memory and its caches are its own."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any, TypeVar

T = TypeVar("T")


def alone(work: Callable[..., T], *given: Any) -> T:
    """What ``work`` (a function of a module, called with ``given``) returns from a fresh process with Django awake."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=_wake) as one:
        return one.submit(work, *given).result()


def _wake() -> None:
    import django

    django.setup()
