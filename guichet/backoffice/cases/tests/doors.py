"""The pages of referred cases."""

from tests.doors.door import Door

DOORS = {
    "": Door("", query="?service=registry.change_wage"),
    "<str:ref>/": Door(
        "{reference}/", sure=True, form={"decision": "approve", "reason": "It is mine, truly"}
    ),
    "<str:ref>/assign/": Door("{reference}/assign/", form={"to": ""}),
    "<str:ref>/papers/<str:name>/": Door("{reference}/papers/paper/"),
}
