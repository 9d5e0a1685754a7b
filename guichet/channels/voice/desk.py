"""What a call asks of Guichet, answered by Guichet: first who it is, then what every
dialogue asks.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings

from guichet.channels.voice import capabilities, words
from guichet.channels.voice.steps import Entered, Known
from guichet.channels.voice.turns import State
from guichet.dialogue.desk import IN_APP, GuichetDesk
from guichet.dialogue.draft import Draft
from guichet.domain.contact import codes, commands, pin_hash, pin_sign_in
from guichet.domain.contact.queries import account_of_mobile, has_pin, must_choose_pin
from guichet.domain.identity import number_matching, providers, queries
from guichet.domain.identity.queries import Account
from guichet.engine import scope
from guichet.engine.actor import Assurance
from guichet.engine.outcome import Answer
from guichet.engine.refusal import Refused
from guichet.engine.service import Service
from guichet.engine.stages import Reached, reached
from guichet.lib.country_languages import HOUSE

CHANNEL = capabilities.VOICE.channel
_PLACE_MINUTES = int(pin_sign_in.PLACE_WINDOW.total_seconds()) // 60


@dataclass(slots=True, kw_only=True)
class VoiceDesk(GuichetDesk):
    """The desk for what somebody asks who has signed in."""

    state: State

    def picked(self, draft: Draft) -> bool | None:
        """Who approves an asking in the app has proved who they are for what comes after
        it, too.
        """
        approved = GuichetDesk.picked(self, draft)
        if approved:
            self.state.proved = self.moment
        return approved

    def reached(self, answer: Answer) -> Reached | None:
        """How far it has come, where it ends later than its acceptance."""
        return reached(answer, self.now)


@dataclass(frozen=True, slots=True)
class Entrance:
    """The desk at which a caller signs in and chooses, at a moment read at the edge."""

    now: datetime

    @property
    def agent(self) -> str:
        """Where an operator is reached."""
        return str(settings.VOICE_AGENT)

    def owner_of(self, caller: str) -> Known | None:
        """Whose registered mobile is calling, if its owner has a PIN or the identity app."""
        account = account_of_mobile(caller)
        if account is None or not (
            has_pin(account, self.now) or number_matching.registered(account)
        ):
            return None
        return Known(account.pk, account.language if account.language in HOUSE else "en")

    def enter(self, state: State, pin: str) -> Entered:
        """Try the PIN for the number entered, or for the owner of the calling mobile."""
        place = state.caller or "unknown caller"
        if not pin_sign_in.place_may_try(state.caller or "", now=self.now):
            return Entered(None, too_many=True)
        account = queries.account_by_id(state.owner) if state.owner is not None else None
        if account is not None:
            entry = pin_sign_in.enter_account(account, pin, place=place, now=self.now)
        else:
            number = int(state.person) if state.person.isdigit() else None
            entry = pin_sign_in.enter(number, pin, place=place, now=self.now)
        return Entered(entry.account.pk if entry.account else None, entry.code_needed)

    def send_code(self, account: int, language: str) -> None:
        """Send a one-time code that stands beside the PIN.

        Raises:
            Refused: it cannot be sent.
        """
        whose = self._account(account)
        codes.issue(
            whose,
            number_matching.SIGN_IN,
            words.SIGN_IN,
            channel=CHANNEL,
            language=language,
            now=self.now,
        )

    def redeem(self, account: int, code: str) -> bool:
        """Whether the code is the one that was sent."""
        return codes.redeem(
            self._account(account), number_matching.SIGN_IN, code, channel=CHANNEL, now=self.now
        )

    def must_choose_pin(self, account: int) -> bool:
        """Whether the PIN was a first one, which only lets its owner choose another."""
        return must_choose_pin(self._account(account), self.now)

    def choose_pin(self, account: int, pin: str) -> None:
        """Set the PIN in place of the first one.

        Raises:
            Refused: it is no good PIN, or there is no first one any more.
        """
        commands.choose_pin(self._account(account), pin, now=self.now, channel=CHANNEL)

    def likeness(self, account: int, pin: str) -> str:
        """What tells whether the same was keyed in twice, without keeping it."""
        return pin_hash.likeness(pin, account)

    def app_offered(self, account: int | None) -> bool:
        """Whether the identity app may confirm: to all of whom only a number is known, else to
        those whom it knows.
        """
        if account is None:
            return number_matching.offered()
        known = queries.account_by_id(account)  # looked at, not entered: nobody may have signed in
        return known is not None and number_matching.registered(known)

    def ask_app(self, state: State) -> dict[str, Any]:
        """Ring the telephone of whoever wants to sign in; what is to be kept of it.

        Raises:
            Refused: no number, too many requests, or the provider does not answer.
        """
        number = state.person
        if state.owner is not None:
            known = queries.account_by_id(state.owner)
            number = str(known.person_number or "") if known else ""
        if not pin_sign_in.place_may_try(state.caller or "", now=self.now):
            raise Refused(providers.TOO_MANY_PUSHES, minutes=_PLACE_MINUTES)
        purpose = number_matching.SIGN_IN
        return number_matching.ask(
            number, purpose=purpose, service=IN_APP, now=self.now, to_registered=True
        ).kept()

    def app_says(self, state: State) -> int | None:
        """Who has approved it, this once; None while they have not decided.

        Raises:
            Refused: refused on the telephone, too late, for something else, or the provider does
                not answer.
        """
        asked = number_matching.read(state.app)
        if asked is None:
            raise Refused(providers.NOT_CONFIRMED)
        account = number_matching.account_of(
            asked, purpose=number_matching.SIGN_IN, now=self.now, channel=CHANNEL
        )
        if account is None:
            return None
        state.proved = self.now.timestamp()
        return account.pk

    def signed_in(self, account: int, caller: str) -> None:
        """Forget wrong PINs."""
        pin_sign_in.forget_tries(self._account(account), caller)

    def offered(self, account: int) -> list[type[Service]]:
        """What this client may ask for by telephone."""
        segments = queries.segments_of(self._account(account))
        return [service for service in capabilities.carried() if service.audience & segments]

    def asking(self, state: State) -> VoiceDesk:
        """The desk for what the caller asks, once they have signed in.

        Raises:
            ValueError: nobody has signed in.
        """
        if state.account is None:
            raise ValueError("nobody has signed in")
        proved = 0 <= self.now.timestamp() - state.proved < 60 * settings.STEP_UP_MINUTES
        return VoiceDesk(
            self._account(state.account),
            capabilities.VOICE,
            self.now,
            state.language,
            state=state,
            by_app=proved,
            known=Assurance.SECOND_FACTOR if proved else Assurance.PIN,
        )

    def _account(self, number: int) -> Account:
        account = queries.account_by_id(number)
        if account is None:  # closed while the call went on
            raise LookupError(number)
        scope.enter(number)
        return account
