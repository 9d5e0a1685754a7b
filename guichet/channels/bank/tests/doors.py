"""The addresses of banks, for the walk that finds every door shut."""

from tests.doors.door import Door

DOORS = {
    "consolidator/notices/": Door(
        "consolidator/notices/", form={"establishment": "{establishment}"}
    ),
    "reconciliation/": Door("reconciliation/"),
    "statements/<int:number>/": Door("statements/1/"),
    "suspense/": Door("suspense/"),
    "suspense/<int:payment>/": Door(
        "suspense/1/",
        sure=True,
        form={"establishment": "{establishment}", "reason": "mine, truly", "sure": "1"},
    ),
    "payouts/": Door("payouts/", form={"gather": "1"}),
    "payouts/back/": Door("payouts/back/"),
    "payouts/back/<int:transfer>/": Door(
        "payouts/back/1/", sure=True, form={"what": "credit", "note": "mine, truly"}
    ),
    "payouts/<int:number>/": Door("payouts/1/", sure=True, form={"release": "1"}),
}
