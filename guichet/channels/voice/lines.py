"""What all gateways do with a call: run the browser, and let the caller hear something even where
the pages cannot be had.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Mapping
from dataclasses import dataclass

from guichet.channels.voice import words
from guichet.channels.voice.backends.pages import Unreachable
from guichet.channels.voice.browser import Browser, Fetch, HungUp, Spoken, Telephone
from guichet.channels.voice.speech import SILENCE, Speech
from guichet.lib.text import LANGUAGES

_log = logging.getLogger(__name__)
PATIENCE_S, ATTEMPTS, AGAIN_AFTER_S = 4.0, 3, 1.0
PAUSE = SILENCE * 2_000  # a quarter of a second between two phrases


@dataclass(frozen=True, slots=True)
class Service:
    """What a gateway needs: where calls begin, how to fetch, how to speak."""

    entrance: str  # address of the first document, the gateway's key included
    fetch: Fetch
    speech: Speech

    async def serve(self, telephone: Telephone) -> None:
        """One call from beginning to end. Never raises: a call must not take its gateway along."""
        browser = Browser(self.fetch, telephone)
        browser.fetch = lambda address, given: self._patiently(browser, address, given)
        try:
            await browser.run(self.entrance)
        except HungUp:
            pass
        except asyncio.CancelledError:
            raise
        # Whatever it is, this call ends and the others go on.
        except Exception as error:  # noqa: BLE001
            # An error of ours may quote what was pressed: only its kind is logged.
            _log.error("a call ended early: %s", _kind(error))
            await _quietly(
                telephone.play([Spoken(words.FAILED.at(at), at) for at in LANGUAGES], bargein=False)
            )

    async def _patiently(
        self, browser: Browser, address: str, given: Mapping[str, str] | None
    ) -> bytes:
        """Nobody holds a silent receiver for long: a public body may take its time, and web
        processes are restarted.

        Asking again is safe: a turn that was worked already is answered with the same words.
        """
        for left in range(ATTEMPTS - 1, -1, -1):
            fetching = asyncio.ensure_future(self.fetch(address, given))
            done, _ = await asyncio.wait({fetching}, timeout=PATIENCE_S)
            gone = not done and await self._moment(browser)
            try:
                return await fetching
            except Unreachable:
                if gone or not left:
                    raise
                await asyncio.sleep(AGAIN_AFTER_S)
        raise AssertionError("unreachable")

    async def _moment(self, browser: Browser) -> bool:
        """Say that it takes a moment. Whether the caller has gone: the next document knows whom to
        tell.
        """
        if browser.language:
            moment = Spoken(words.MOMENT.at(browser.language), browser.language)
            try:
                await browser.telephone.play([moment], bargein=False)
            except HungUp:
                return True
        return False


def _kind(error: Exception) -> str:
    return (
        f"{type(error).__name__} {error}"
        if isinstance(error, Unreachable)
        else type(error).__name__
    )


async def _quietly(playing: Awaitable[None]) -> None:
    try:
        await playing
    except Exception as error:  # noqa: BLE001 - as above
        _log.error("nothing could be said: %s", type(error).__name__)


async def sound_of(speech: Speech, spoken: list[Spoken]) -> bytes:
    """All of it as one stretch of sound."""
    made = await asyncio.gather(*(speech.sound(part.text, part.language) for part in spoken))
    return PAUSE.join(made)
