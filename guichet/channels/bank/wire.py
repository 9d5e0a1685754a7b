"""Messages on a TCP connection: a length, then so many bytes."""

from __future__ import annotations

import asyncio

from guichet.channels.bank.profile import Length


class Unframed(ValueError):
    """The stream makes no sense any more; nothing after it can be trusted."""


async def receive(stream: asyncio.StreamReader, length: Length, largest: int) -> bytes:
    """The next message.

    Raises:
        Unframed: the length is no number, nought, or more than ``largest``.
        asyncio.IncompleteReadError: the other side hung up.
    """
    head = await stream.readexactly(length.bytes)
    size = _size(head, length)
    if not 0 < size <= largest:
        raise Unframed(f"a message of {size} bytes")
    return await stream.readexactly(size)


def _size(head: bytes, length: Length) -> int:
    if length.form == "binary":
        said = int.from_bytes(head, "big")
    elif head.isdigit():
        said = int(head)
    else:
        raise Unframed(f"a length of {head!r}")
    return said - length.bytes if length.counts_itself else said


def framed(message: bytes, length: Length) -> bytes:
    """The message with its length before it."""
    size = len(message) + (length.bytes if length.counts_itself else 0)
    if length.form == "binary":
        return size.to_bytes(length.bytes, "big") + message
    return str(size).zfill(length.bytes).encode("ascii") + message
