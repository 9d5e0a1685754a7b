"""The addresses of banks, for the walk that finds every door shut."""

from tests.doors.door import Door

DOORS = {
    "consolidator/notices/": Door(
        "consolidator/notices/", form={"establishment": "{establishment}"}
    ),
}
