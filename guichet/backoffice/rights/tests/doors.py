"""The pages of the staff's rights."""

from tests.doors.door import Door

DOORS = {
    "": Door("", form={"username": "walk", "right": "administer"}),
    "<int:number>/": Door("1/", sure=True, form={"confirm": "1"}),
}
