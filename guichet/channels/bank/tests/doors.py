"""The addresses of banks, for the walk that finds every door shut."""

from tests.doors.door import Door

DOORS = {
    "consolidator/notices/": Door(
        "consolidator/notices/", form={"establishment": "{establishment}"}
    ),
    "reconciliation/": Door("reconciliation/"),
    "suspense/": Door("suspense/"),
    "suspense/<int:payment>/": Door(
        "suspense/1/", form={"account": "{establishment}", "reason": "mine"}
    ),
}
