"""The institution of the shut-doors walk."""

from tests.doors.conftest import bodies, indebted, on_the_day, public_bodies_address, victim, world

__all__ = ["bodies", "indebted", "on_the_day", "public_bodies_address", "victim", "world"]
