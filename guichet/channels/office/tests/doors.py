"""The addresses of the staff's desk, for the walk that finds every door shut."""

from tests.doors.door import Door

DOORS = {
    "cases/": Door("cases/", query="?service=registry.change_wage"),
    "cases/<str:ref>/": Door(
        "cases/{reference}/", sure=True, form={"decision": "approve", "reason": "It is mine, truly"}
    ),
}
