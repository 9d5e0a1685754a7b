"""The pages of stray payments."""

from tests.doors.door import Door

DOORS = {
    "": Door(""),
    "<int:payment>/": Door(
        "1/",
        sure=True,
        form={"establishment": "{establishment}", "reason": "mine, truly", "sure": "1"},
    ),
}
