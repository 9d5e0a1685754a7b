"""Calls under way (see `engine.row_policies`)."""

from guichet.engine.row_policies import free

ROWS = {"voice_call": free("a call is found by its unguessable name, before it is known who calls")}
