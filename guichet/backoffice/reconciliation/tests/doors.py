"""The pages of the daily reconciliation."""

from tests.doors.door import Door

DOORS = {
    "": Door(""),
    "statements/<int:number>/": Door("statements/1/"),
}
