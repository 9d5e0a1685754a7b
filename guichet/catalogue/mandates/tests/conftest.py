"""The contract suite's small institution, with everybody's word on who they are."""

from tests.contract.fixtures import bodies, on_the_day, public_bodies_address, world

__all__ = ["bodies", "on_the_day", "public_bodies_address", "world"]
