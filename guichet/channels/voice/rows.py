"""Calls under way (see `engine.rows`)."""

from guichet.engine.rows import free

ROWS = {"voice_call": free("a call is found by its unguessable name, before it is known who calls")}
