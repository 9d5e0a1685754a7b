"""What a service puts on paper must be among what it asks and answers."""

from __future__ import annotations

import pytest

from guichet.engine.actor import PartyKind, Segment
from guichet.engine.fields import Input, Text
from guichet.engine.paper import Paper
from guichet.engine.service import Output, Service
from guichet.lib.text import Words

WORD = Words(ar="ك", en="w", fr="m")


def declare(**paper: object) -> type[Service]:
    class Certificate(Service):
        code = 9999
        title = summary = WORD
        audience = frozenset({Segment.EMPLOYER})
        right = "certificates"
        party_kind = PartyKind.NOBODY

        class Input(Input):
            name = Text(WORD)

        class Output(Output):
            code = Text(WORD, optional=True)

    body = {n: v for n, v in vars(Certificate).items() if n in Service._OWN | {"Input", "Output"}}
    return type("Other", (Service,), body | {"paper": Paper(**{"attests": WORD, **paper})})  # type: ignore[arg-type]


def test_it_loads_when_everything_is_there() -> None:
    assert declare(shows=("name",)).paper is not None


@pytest.mark.parametrize(
    "paper",
    [{"shows": ("nme",)}, {"shows": (), "until": "day"}, {"shows": (), "latin": {"name": "nom"}}],
)
def test_a_slip_refuses_to_load(paper: dict[str, object]) -> None:
    with pytest.raises(TypeError, match=r"puts .* on paper"):
        declare(**paper)
