"""An input that is named like something else in its form or batch is refused when the service is
loaded.
"""

from __future__ import annotations

import pytest

from guichet.engine import fields
from guichet.engine.actor import PartyKind, Segment
from guichet.engine.service import RESERVED, Service
from guichet.lib.text import Words

_WORDS = Words(ar="تجربة", en="Trial", fr="Essai")


def _service_asking(name: str) -> type[Service]:
    asked = type(
        "Input",
        (fields.Input,),
        {name: fields.Text(_WORDS), "__module__": __name__, "__annotations__": {}},
    )
    body = {
        "code": 9999,
        "title": _WORDS,
        "summary": _WORDS,
        "audience": frozenset({Segment.CONTRIBUTOR}),
        "right": "view",
        "party_kind": PartyKind.NOBODY,
        "Input": asked,
    }
    return type("Trial", (Service,), body)


@pytest.mark.parametrize("name", [*sorted(RESERVED), "raw_wage", "out_total"])
def test_a_name_that_is_taken_is_refused(name: str) -> None:
    with pytest.raises(TypeError, match=f"asks for {name}: that name is taken"):
        _service_asking(name)


def test_another_name_is_not() -> None:
    assert list(_service_asking("colour").inputs) == ["colour"]
