"""The folder is the registry: a key or a code that two services claim does not load."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from guichet.engine.registry import Catalogue, services
from guichet.engine.service import Service
from guichet.engine.tests.toys import PutInBox

TOY = """
from guichet.engine.service import Service
from guichet.engine.tests.toys import PutInBox, words

class Toy(Service):
    code = {code}
    title = summary = words("Toy")
    audience = frozenset()
    right = "put"
    Input = PutInBox.Input
    formerly = {formerly}
"""


@pytest.fixture
def loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    """``loaded(name=formerly, ...)``: a catalogue of such toys in the folder ``things``."""
    monkeypatch.syspath_prepend(tmp_path)

    def load(**toys: object) -> Catalogue:
        for old in [n for n in sys.modules if n.partition(".")[0] == "toybox"]:
            del sys.modules[old]
        folder = tmp_path / "toybox" / "things"
        folder.mkdir(parents=True)
        for package in (folder.parent, folder):
            (package / "__init__.py").touch()
        for code, (name, formerly) in enumerate(toys.items(), start=1):
            (folder / f"{name}.py").write_text(TOY.format(code=code, formerly=repr(formerly)))
        services.cache_clear()
        return services("toybox")

    yield load
    services.cache_clear()


def test_every_key_a_service_had_finds_it_and_it_is_listed_once(loaded) -> None:  # type: ignore[no-untyped-def]
    found = loaded(ball=("games.ball", "play.ball"), cup=())
    ball = found["things.ball"]
    assert found["games.ball"] is found.get("play.ball") is ball and "games.ball" in found
    assert list(found) == ["things.ball", "things.cup"] and len(found) == 2
    assert found.get("games.cup") is None and "games.cup" not in found
    assert ball.names() == ("things.ball", "games.ball", "play.ball")
    assert ball.lasting_name() == "games.ball"
    assert found["things.cup"].lasting_name() == "things.cup"


@pytest.mark.parametrize(
    "toys",
    [
        {"ball": (), "cup": ("things.ball",)},
        {"ball": ("games.ball",), "cup": ("games.ball",)},
        {"ball": ("things.ball",)},
    ],
)
def test_a_key_that_is_claimed_twice_does_not_load(loaded, toys: dict[str, object]) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(TypeError, match=r"both declare '(things|games)\.ball'"):
        loaded(**toys)


@pytest.mark.parametrize("formerly", ["games.ball", ["games.ball"], ("ball",), ("Games.Ball",)])
def test_what_is_no_tuple_of_keys_does_not_load(formerly: object) -> None:
    with pytest.raises(TypeError, match="formerly"):
        type("Toy", (PutInBox, Service), {"code": 1, "formerly": formerly})
