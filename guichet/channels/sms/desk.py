"""What a conversation asks of Guichet, answered by Guichet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import sha256

from guichet.channels.shared.carrying import parties_for
from guichet.channels.shared.forms import start_value
from guichet.channels.sms import carrying
from guichet.channels.sms.conversing import State
from guichet.channels.sms.models import Conversation
from guichet.domain.contact import codes
from guichet.domain.identity import queries
from guichet.domain.identity.queries import Account
from guichet.engine import store
from guichet.engine.actor import Assurance, Segment
from guichet.engine.context import HOME, Context
from guichet.engine.outcome import Answer
from guichet.engine.perform import perform
from guichet.engine.service import Service
from guichet.lib.text import Words

CHANNEL = "sms"
_FEW = 8  # parties looked for; more are given by number


@dataclass(frozen=True, slots=True)
class GuichetDesk:
    """The real desk for the owner of a registered mobile, about one text, at a moment read at the edge."""

    account: Account
    mobile: str
    message: str  # provider and its message id: what makes an asking one
    now: datetime
    segments: frozenset[Segment]
    came_at: datetime | None = None  # the text
    # What was asked and when that began: kept with the answers of the whole batch, in one commit.
    handled: list[tuple[Answer, float]] = field(default_factory=list)

    @property
    def came(self) -> float:
        """When the text came, in seconds of the epoch."""
        return (self.came_at or self.now).timestamp()

    def offered(self) -> list[type[Service]]:
        """What this client may ask for by text."""
        return [service for service in carrying.carried() if service.audience & self.segments]

    def parties(self, service: type[Service]) -> list[str]:
        """Whom the client may ask the service for."""
        return parties_for(self.account, service, self._today, _FEW)

    def usual(self, default: str) -> str:
        """A field's default as text."""
        return start_value(default, self._today)

    def send_code(self, purpose: str, about: Words, language: str, *, money: bool = False) -> None:
        """Send a one-time code to the registered mobile.

        Raises:
            Refused: it cannot be sent.
        """
        codes.issue(
            self.account, purpose, about, channel=CHANNEL, language=language, now=self.now, money=money
        )  # fmt: skip

    def confirmed(self, state: State, purpose: str, code: str) -> bool:
        """Whether the code is right. That it was is kept with its use, so that a crash afterwards costs no new code."""
        with store.atomic():
            if not codes.redeem(self.account, purpose, code, channel=CHANNEL, now=self.now):
                return False
            state.at, state.doing = "doing", self.message
            kept = {"state": state.kept(), "moved_at": self.now}
            Conversation.objects.update_or_create(mobile=self.mobile, defaults=kept)
        return True

    def doing(self, state: State) -> bool:
        """Whether it was this very text whose code was right."""
        return state.doing == self.message

    def ask(
        self,
        service: type[Service],
        given: Mapping[str, str],
        language: str,
        *,
        surely: bool,
        dry: bool,
        began: float = 0.0,
    ) -> Answer:
        """Ask once. ``surely``: a code confirms it, or will before anything is kept."""
        # The same text handed over again has the same key, so its asking has one effect.
        key = f"sms-{sha256(self.message.encode()).hexdigest()}" if surely and not dry else None
        assurance = Assurance.SECOND_FACTOR if surely else Assurance.PIN
        actor = queries.actor_of(self.account, assurance)
        context = Context(
            actor=actor,
            channel=CHANNEL,
            now=self.now,
            language=language,
            idempotency_key=key,
            dry_run=dry,
        )
        answer = perform(service, given, context)
        if not dry:
            self.handled.append((answer, began))
        return answer

    @property
    def _today(self) -> date:
        return self.now.astimezone(HOME).date()
