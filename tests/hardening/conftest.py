"""The institution of the shut-doors walk."""

from tests.doors.conftest import bodies, on_the_day, public_bodies_address, victim, world

__all__ = ["bodies", "on_the_day", "public_bodies_address", "victim", "world"]
