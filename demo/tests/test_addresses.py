"""Where the sandboxes of `make run` stand is where the product asks."""

from __future__ import annotations

from django.conf import settings

from demo.public_bodies.processes import PROCESSES
from guichet.domain.verification import sources

SOURCES = [one for one in vars(sources).values() if isinstance(one, sources.Source)]


def test_every_source_is_asked_where_the_sandboxes_are() -> None:
    """`--bodies-port` moves them all: none is left at the usual address."""
    asked = {getattr(settings, source.setting) for source in SOURCES}
    assert asked == set(PROCESSES[0].environment.values())
