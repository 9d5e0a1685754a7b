"""What a conversation asks of Guichet beside what every dialogue asks, answered by Guichet."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from guichet.channels.sms import capabilities
from guichet.channels.sms.conversation import State
from guichet.channels.sms.models import Conversation
from guichet.dialogue.desk import GuichetDesk
from guichet.dialogue.draft import Draft, Stage
from guichet.engine import store
from guichet.engine.actor import Segment
from guichet.engine.outcome import Answer
from guichet.engine.service import Service

CHANNEL = capabilities.SMS.channel


@dataclass(slots=True, kw_only=True)
class SmsDesk(GuichetDesk):
    """The desk for the owner of a registered mobile, about one text."""

    mobile: str
    message: str  # provider and its message id
    came_at: datetime  # the text
    segments: frozenset[Segment]
    state: State
    # What was asked and when that began: kept with the answers of the whole batch, in one commit.
    asked: list[tuple[Answer, float]] = field(default_factory=list)

    @property
    def moment(self) -> float:
        """When the text came, in seconds of the epoch."""
        return self.came_at.timestamp()

    @property
    def app_offered(self) -> bool:
        """A text does not wait for an app."""
        return False

    def offered(self) -> list[type[Service]]:
        """What this client may ask for by text."""
        return [service for service in capabilities.carried() if service.audience & self.segments]

    def redeem(self, draft: Draft, code: str) -> bool:
        """Whether the code is right. That it was is kept with its use, so that a crash afterwards
        costs no new code.
        """
        with store.atomic():
            if not GuichetDesk.redeem(self, draft, code):
                return False
            self.state.draft, self.state.doing = draft.at(Stage.SENDING), self.message
            kept = {"state": self.state.kept(), "moved_at": self.now}
            Conversation.objects.update_or_create(mobile=self.mobile, defaults=kept)
        return True

    def handled(self, answer: Answer, began: float) -> None:
        """Kept later."""
        self.asked.append((answer, began))
