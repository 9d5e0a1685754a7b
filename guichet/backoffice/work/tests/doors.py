"""The staff's first page."""

from tests.doors.door import Door

DOORS = {
    "": Door(""),
}
