"""Every target takes its seeds and nothing at all: so that `python -m tests.fuzz` itself stands."""

from __future__ import annotations

import pytest

from tests.fuzz.targets import SEEDS, TARGETS


@pytest.mark.parametrize("name", TARGETS)
def test_a_target_takes_its_seeds(name: str) -> None:
    for data in (b"", b"\x00", b"\xff" * 40, *SEEDS.get(name, ())):
        TARGETS[name](data)
