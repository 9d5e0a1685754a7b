"""One driver a channel: plays an example through it as a client would, and says what the client
could see.

A channel may also bring its own as ``guichet/channels/<name>/tests/driver.py``. A driver has one
function,
``play(world, service, given) -> Played``, and ``can_play(service)`` if the channel does not carry
every service;
``FILES = True`` if it carries attachments.
"""
