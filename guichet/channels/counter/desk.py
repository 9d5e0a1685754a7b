"""What a dialogue asks of Guichet at a counter: the client through the clerk, within the sitting,
and never the clerk's own matter.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from guichet.channels.counter import visit
from guichet.channels.shared.language import page_language
from guichet.dialogue import entry, policy
from guichet.dialogue.desk import GuichetDesk
from guichet.dialogue.draft import Draft
from guichet.dialogue.offered import Capabilities
from guichet.domain.contact import codes
from guichet.domain.reception import assisted_actor
from guichet.domain.reception.queries import Sitting, key_of
from guichet.domain.reception.refusals import OWN_MATTER
from guichet.engine.actor import Actor, Assurance, PartyKind
from guichet.engine.outcome import Answer
from guichet.engine.refusal import Refused
from guichet.engine.registry import service_of
from guichet.engine.service import Service

# A page has a box for every field; the consent to the sitting is the proof.
COUNTER = Capabilities(visit.CHANNEL, lambda field: field.label, usual=False, each=False)


@dataclass(slots=True, kw_only=True)
class CounterDesk(GuichetDesk):
    """The desk of one sitting."""

    sitting: Sitting

    def actor(self, assurance: Assurance) -> Actor:
        """From here on the database reads in the client's name."""
        return assisted_actor.actor_for(self.sitting, assurance)

    def key(self, service: type[Service], draft: Draft, *, dry: bool) -> str | None:
        """Enquiries have one too: by it a sitting finds what was done in it."""
        return None if dry else key_of(self.sitting, draft.key)

    def ask(self, draft: Draft, *, proved: bool, dry: bool) -> Answer:
        """Ask once.

        Raises:
            Refused: as ever; the mobile is too new for it; it would touch the clerk's own data.
        """
        asked = service_of(draft.service)
        if policy.of_money(asked):
            codes.require_settled(self.account, self.now)
        if self._own_matter(asked, draft):
            raise Refused(OWN_MATTER)
        return GuichetDesk.ask(self, draft, proved=proved, dry=dry)

    def _own_matter(self, asked: type[Service], draft: Draft) -> bool:
        own = self.sitting.clerk.person_number
        party = asked.party if asked.party_kind is PartyKind.PERSON else None
        return own is not None and any(
            entry.canonical(asked.inputs[name], draft.given.get(name, "")) == str(own)
            for name in (asked.subject, party)
            if name
        )


def desk_of(request: visit.AtCounter) -> CounterDesk:
    """The desk of a request's sitting."""
    sitting = request.sitting
    via = {"branch": str(request.branch.pk), "sitting": str(sitting.pk)}
    client = assisted_actor.client_of(sitting)
    return CounterDesk(
        client,
        COUNTER,
        timezone.now(),
        page_language(),
        known=request.assurance,
        via=via,
        sitting=sitting,
    )
