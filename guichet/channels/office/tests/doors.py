"""The addresses of the staff's desk, for the walk that finds every door shut."""

from tests.doors.door import Door

DOORS = {
    "": Door(""),
    "rights/": Door("rights/", form={"username": "walk", "right": "administer"}),
    "rights/<int:number>/": Door("rights/1/", sure=True, form={"confirm": "1"}),
    "cases/": Door("cases/", query="?service=registry.change_wage"),
    "cases/<str:ref>/": Door(
        "cases/{reference}/", sure=True, form={"decision": "approve", "reason": "It is mine, truly"}
    ),
    "cases/<str:ref>/papers/<str:name>/": Door("cases/{reference}/papers/paper/"),
}
