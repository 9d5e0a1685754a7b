"""What the dialogue asks of Guichet, answered by Guichet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings

from guichet.channels.voice import carrying
from guichet.channels.voice.steps import Entered, Known
from guichet.channels.voice.turns import State
from guichet.dialogue import entry
from guichet.dialogue.desk import keep_conversed
from guichet.dialogue.offered import parties_for
from guichet.domain.contact import codes, commands, hashing, signing
from guichet.domain.contact.queries import account_of_mobile, has_pin, must_choose_pin
from guichet.domain.identity import matching, providers, queries
from guichet.domain.identity.queries import Account
from guichet.engine import scope
from guichet.engine.actor import Assurance
from guichet.engine.context import HOME, Context
from guichet.engine.outcome import Answer
from guichet.engine.perform import perform
from guichet.engine.refusal import Refused
from guichet.engine.service import Service
from guichet.engine.stages import Reached, reached
from guichet.lib.text import Words

CHANNEL = "voice"
_SERVICE = "Guichet"  # in the app
_PLACE_MINUTES = int(signing.PLACE_WINDOW.total_seconds()) // 60
_FEW = 6  # parties looked for; more are entered by number


@dataclass(frozen=True, slots=True)
class GuichetDesk:
    """The real desk, at a moment read at the edge."""

    now: datetime

    @property
    def moment(self) -> float:
        """Now, in seconds of the epoch."""
        return self.now.timestamp()

    @property
    def agent(self) -> str:
        """Where an operator is reached."""
        return str(settings.VOICE_AGENT)

    def owner_of(self, caller: str) -> Known | None:
        """Whose registered mobile is calling, if its owner has a PIN or the identity app."""
        account = account_of_mobile(caller)
        if account is None or not (has_pin(account, self.now) or matching.registered(account)):
            return None
        return Known(account.pk, account.language)

    def enter(self, state: State, pin: str) -> Entered:
        """Try the PIN for the number entered, or for the owner of the calling mobile."""
        place = state.caller or "unknown caller"
        if not signing.place_may_try(state.caller or "", now=self.now):
            return Entered(None, too_many=True)
        account = queries.account_by_id(state.owner) if state.owner is not None else None
        if account is not None:
            entry = signing.enter_account(account, pin, place=place, now=self.now)
        else:
            number = int(state.person) if state.person.isdigit() else None
            entry = signing.enter(number, pin, place=place, now=self.now)
        return Entered(entry.account.pk if entry.account else None, entry.code_needed)

    def send_code(
        self, account: int, purpose: str, about: Words, language: str, *, money: bool = False
    ) -> None:
        """Send a one-time code to the registered mobile.

        Raises:
            Refused: it cannot be sent.
        """
        codes.issue(
            self._account(account), purpose, about, channel=CHANNEL, language=language, now=self.now,
            money=money,
        )  # fmt: skip

    def redeem(self, account: int, purpose: str, code: str) -> bool:
        """Whether the code is the one that was sent."""
        return codes.redeem(self._account(account), purpose, code, channel=CHANNEL, now=self.now)

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
        return hashing.likeness(pin, account)

    def app_offered(self, account: int | None) -> bool:
        """Whether the identity app may confirm: to all of whom only a number is known, else to those whom it knows."""
        if account is None:
            return matching.offered()
        known = queries.account_by_id(account)  # looked at, not entered: nobody may have signed in
        return known is not None and matching.registered(known)

    def ask_app(self, state: State, purpose: str, about: str) -> dict[str, Any]:
        """Ring the caller's telephone; what is to be kept of it.

        Raises:
            Refused: no number, too many requests, or the provider does not answer.
        """
        number, whose = state.person, state.owner if state.account is None else state.account
        if whose is not None:
            known = queries.account_by_id(whose)
            number = str(known.person_number or "") if known else ""
        if state.account is None and not signing.place_may_try(state.caller or "", now=self.now):
            raise Refused(providers.TOO_MANY_PUSHES, minutes=_PLACE_MINUTES)
        service = f"{_SERVICE}: {about}" if about else _SERVICE
        asked = matching.ask(
            number, purpose=purpose, service=service, now=self.now, to_registered=True
        )
        return asked.kept()

    def app_says(self, state: State, purpose: str) -> int | None:
        """Who has approved it, this once; None while they have not decided.

        Raises:
            Refused: refused on the telephone, too late, for something else, or the provider does not answer.
        """
        asked = matching.read(state.app)
        if asked is None:
            raise Refused(providers.NOT_CONFIRMED)
        account = matching.account_of(asked, purpose=purpose, now=self.now, channel=CHANNEL)
        if account is None:
            return None
        state.proved = self.now.timestamp()
        return account.pk

    def is_proved(self, state: State) -> bool:
        """Whether the app said a short while ago who it is."""
        return 0 <= self.now.timestamp() - state.proved < 60 * settings.STEP_UP_MINUTES

    def signed_in(self, account: int, caller: str) -> None:
        """Forget wrong PINs."""
        signing.forget_tries(self._account(account), caller)

    def offered(self, account: int) -> list[type[Service]]:
        """What this client may ask for by telephone."""
        segments = queries.segments_of(self._account(account))
        return [service for service in carrying.carried() if service.audience & segments]

    def parties(self, account: int, service: type[Service]) -> list[str]:
        """Whom the client may ask the service for."""
        return parties_for(self._account(account), service, self._today, _FEW)

    def usual(self, default: str) -> str:
        """A field's default as text."""
        return entry.usual(default, self._today)

    def ask(
        self,
        state: State,
        service: type[Service],
        given: Mapping[str, str],
        *,
        surely: bool,
        dry: bool,
    ) -> Answer:
        """Ask once. ``surely``: a code confirms it, or will before anything is kept."""
        if state.account is None:
            raise ValueError("nobody has signed in")
        # A second redeeming is impossible, and a second sending of the same step has the same key.
        key = f"voice-{state.call}-{state.number}" if surely and not dry else None
        sure = surely or self.is_proved(state)
        assurance = Assurance.SECOND_FACTOR if sure else Assurance.PIN
        context = self._context(state.account, assurance, state.language, key=key, dry=dry)
        answer = perform(service, given, context)
        if not dry:
            keep_conversed(answer, CHANNEL, state.began, self.now)
        return answer

    def reached(self, answer: Answer) -> Reached | None:
        """How far it has come, where it ends later than its acceptance."""
        return reached(answer, self.now)

    @property
    def _today(self) -> date:
        return self.now.astimezone(HOME).date()

    def _context(
        self,
        account: int,
        assurance: Assurance = Assurance.PIN,
        language: str = "ar",
        *,
        key: str | None = None,
        dry: bool = False,
    ) -> Context:
        return Context(
            actor=queries.actor_of(self._account(account), assurance), channel=CHANNEL, now=self.now,
            language=language, idempotency_key=key, dry_run=dry,
        )  # fmt: skip

    def _account(self, number: int) -> Account:
        account = queries.account_by_id(number)
        if account is None:  # closed while the call went on
            raise LookupError(number)
        scope.enter(number)
        return account
