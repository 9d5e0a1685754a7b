"""The pages of payouts."""

from tests.doors.door import Door

DOORS = {
    "": Door("", form={"gather": "1"}),
    "back/": Door("back/"),
    "back/<int:transfer>/": Door(
        "back/1/", sure=True, form={"what": "credit", "note": "mine, truly"}
    ),
    "<int:number>/": Door("1/", sure=True, form={"release": "1"}),
}
