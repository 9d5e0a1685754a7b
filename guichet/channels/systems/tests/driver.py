"""A client's machine: proves itself with its key, gets a token for one service, asks; for the
contract suite.
"""

from __future__ import annotations

from collections.abc import Mapping

from guichet.channels.systems import choices
from guichet.domain.systems.tests.machine import Machine
from tests.contract.world import NOW, Played, World


def can_play(world: World, key: str) -> bool:
    """Machines stand for establishments."""
    return key in {service.key for service in choices.offered()}


def play(world: World, service: str, given: Mapping[str, str]) -> Played:
    """Connect, prove, ask."""
    offered = {found.key: found for found in choices.offered()}
    rights = choices.rights_of(offered.values())
    machine = Machine.connect(
        world.account,
        int(world.facts["establishment"]),
        services=list(offered),
        rights=rights,
        now=NOW,
    )
    _also_for_the_others(world, machine, rights)
    response = machine.call(
        f"services/{service}", {"input": dict(given)}, token=machine.token(scope=service)
    )
    said = response.json()
    refused = said["outcome"] == "refused"
    codes = frozenset(error["code"] for error in said["errors"]) if refused else frozenset()
    return Played(said["outcome"], codes, response.headers.get("Idempotent-Replay") == "true")


def _also_for_the_others(world: World, machine: Machine, rights: set[str]) -> None:
    from guichet.domain.identity import machines

    names = ("branch", "billed", "debtor", "great_debtor", "let_off", "credited")
    others = {world.facts[name] for name in names if name in world.facts}
    for number in others - {world.facts["establishment"]}:
        machines.appoint(
            machine.system.account, int(number), rights, granted_by=world.account, now=NOW
        )
