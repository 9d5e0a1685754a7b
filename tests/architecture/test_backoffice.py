"""The staff's rooms carry no service, and use of the channels only what these share."""

from __future__ import annotations

from tests.architecture.repository import imports, python_files, short


def test_the_staffs_rooms_use_only_what_channels_share() -> None:
    rooms = [p for p in python_files("guichet/backoffice") if "tests" not in p.parts]
    assert rooms
    strange = {
        f"{short(path)} imports {name}"
        for path in rooms
        for name in imports(path)
        if name.startswith("guichet.channels.") and not name.startswith("guichet.channels.shared")
    }
    assert strange == set()


def test_a_room_asks_for_no_service() -> None:
    doors = {"guichet.engine.perform", "guichet.dialogue.desk"}
    asking = [p for p in python_files("guichet/backoffice") if "tests" not in p.parts]
    assert [short(p) for p in asking if any(n.startswith(tuple(doors)) for n in imports(p))] == []
