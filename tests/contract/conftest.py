"""Makes the contract fixtures known to the tests beside this file."""

from tests.contract.fixtures import bodies, indebted, on_the_day, public_bodies_address, world

__all__ = ["bodies", "indebted", "on_the_day", "public_bodies_address", "world"]
