"""What a dialogue asks of Guichet, answered by Guichet: the only place where a channel's single
asking goes through the door.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any

from guichet.dialogue import entry, offered, policy
from guichet.dialogue.draft import Draft
from guichet.dialogue.offered import Capabilities
from guichet.domain.contact import codes
from guichet.domain.contact.queries import mobile_of
from guichet.domain.identity import number_matching, providers, queries
from guichet.domain.identity.queries import Account
from guichet.domain.reception import handling_time
from guichet.engine.actor import Actor, Assurance
from guichet.engine.context import HOME, Context
from guichet.engine.outcome import Answer
from guichet.engine.perform import perform
from guichet.engine.refusal import Refused
from guichet.engine.registry import lasting_name, service_of
from guichet.engine.service import Outcome, Service

IN_APP = "Guichet"
_FEW = 2  # looked for beside those that are offered


@dataclass(slots=True)
class GuichetDesk:
    """The real desk, for a client who is known, at a moment read at the edge."""

    account: Account
    can: Capabilities
    now: datetime
    language: str
    known: Assurance = Assurance.PIN
    by_app: bool = False  # the identity app said a short while ago who they are
    via: Mapping[str, str] = field(default_factory=dict)

    @property
    def moment(self) -> float:
        """Now, in seconds of the epoch."""
        return self.now.timestamp()

    @property
    def today(self) -> date:
        """The calendar day at the institution."""
        return self.now.astimezone(HOME).date()

    @property
    def app_offered(self) -> bool:
        """Whether the app knows this client."""
        return number_matching.registered(self.account)

    @property
    def no_code(self) -> bool:
        """Who came by the app confirms in it; so does who has no mobile for a code."""
        return self.by_app or mobile_of(self.account) is None

    def parties(self, service: type[Service]) -> list[str]:
        """Whom the client may ask the service for."""
        return offered.parties_for(self.account, service, self.today, self.can.parties + _FEW)

    def usual(self, default: str) -> str:
        """A field's default as text."""
        return entry.usual(default, self.today)

    def actor(self, assurance: Assurance) -> Actor:
        """Who asks."""
        return queries.actor_of(self.account, assurance)

    def context(
        self, *, proved: bool = False, key: str | None = None, dry: bool = False
    ) -> Context:
        """The circumstances of an asking."""
        return Context(
            actor=self.actor(Assurance.SECOND_FACTOR if proved else self.known),
            channel=self.can.channel,
            now=self.now,
            language=self.language,
            idempotency_key=key,
            dry_run=dry,
            via=self.via,
        )

    def key(self, service: type[Service], draft: Draft, *, dry: bool) -> str | None:
        """The idempotency key of a sending."""
        return policy.sending_key(service, self.can.channel, draft.key, dry=dry)

    def ask(self, draft: Draft, *, proved: bool, dry: bool) -> Answer:
        """Ask once. ``proved``: a code or the app confirms it, or will before anything is kept.

        Raises:
            Refused: it cannot be looked at as a whole.
        """
        service = service_of(draft.service)
        context = self.context(proved=proved, key=self.key(service, draft, dry=dry), dry=dry)
        answer = perform(service, draft.given, context)
        if not dry:
            self.handled(answer, draft.began)
        return answer

    def answer_for_page(self, service: str, given: Mapping[str, str]) -> Answer:
        """What an enquiry would answer now, for a page that says by itself whom it shows. Nobody
        gets a receipt.

        Raises:
            Refused: it cannot be looked at as a whole.
        """
        return perform(service, given, replace(self.context(dry=True), told_by_page=True))

    def handled(self, answer: Answer, began: float) -> None:
        """Keep how long it took."""
        keep_conversed(answer, self.can.channel, began, self.now)

    def send_code(self, draft: Draft) -> None:
        """Send a one-time code for the draft to the registered mobile.

        Raises:
            Refused: it cannot be sent.
        """
        service = service_of(draft.service)
        codes.issue(
            self.account,
            purpose_of(draft),
            service.title,
            channel=self.can.channel,
            language=self.language,
            now=self.now,
            money=policy.of_money(service),
        )

    def redeem(self, draft: Draft, code: str) -> bool:
        """Whether the code is the one that was sent for the draft as it stands; a right one is used
        up.
        """
        return codes.redeem(
            self.account, purpose_of(draft), code, channel=self.can.channel, now=self.now
        )

    def ring(self, draft: Draft) -> dict[str, Any]:
        """Ring the client's telephone; what is to be kept of it.

        Raises:
            Refused: no number, too many requests, or the provider does not answer.
        """
        title = service_of(draft.service).title.at(self.language)
        number = str(self.account.person_number or "")
        asked = number_matching.ask(
            number,
            purpose=purpose_of(draft),
            service=f"{IN_APP}: {title}",
            now=self.now,
            to_registered=True,
        )
        return asked.kept()

    def picked(self, draft: Draft) -> bool | None:
        """Whether this very client has approved it in the app, this once; None while they have not
        decided.

        Raises:
            Refused: refused on the telephone, too late, for something else, or the provider does
                not answer.
        """
        asked = number_matching.read(dict(draft.app))
        if asked is None:
            raise Refused(providers.NOT_CONFIRMED)
        approved = number_matching.account_of(
            asked, purpose=purpose_of(draft), now=self.now, channel=self.can.channel
        )
        return None if approved is None else approved.pk == self.account.pk


def purpose_of(draft: Draft) -> str:
    """What a code or an approval confirms."""
    return policy.purpose(draft.key, lasting_name(draft.service), draft.given)


def keep_conversed(answer: Answer, channel: str, began: float, now: datetime) -> None:
    """Keep how long a conversation took that began then, in seconds of the epoch.

    Where nothing had to be asked in between, nothing was handled: it is counted and not timed.
    """
    if 0 < began < now.timestamp():
        keep_handling(answer, channel, datetime.fromtimestamp(began, UTC), now)


def keep_handling(answer: Answer, channel: str, began: datetime, now: datetime) -> None:
    """Keep how long it took, unless the asking was refused or one before it answered."""
    if not answer.repeated and answer.outcome is not Outcome.REFUSED:
        handling_time.keep(answer.transaction, answer.service.code, channel, began, now)
