"""The pages of medical boards."""

from tests.doors.door import Door

DOORS = {
    "": Door(""),
    "<str:name>/": Door(
        "{board_case}/", sure=True, form={"vote": "agree", "finding": "{board_finding}"}
    ),
    "<str:name>/report/": Door("{board_case}/report/"),
}
