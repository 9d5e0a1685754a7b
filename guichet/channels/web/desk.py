"""What a dialogue asks of Guichet in the virtual branch: the visitor, as surely known as they have
shown.
"""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.utils import timezone

from guichet.channels.shared import disclosures
from guichet.channels.shared.language import page_language
from guichet.channels.web import assurance, visit
from guichet.dialogue.desk import GuichetDesk
from guichet.dialogue.offered import Capabilities
from guichet.engine.disclosures import persons_of
from guichet.engine.registry import service_of

# A page has a box for every field; who must prove more does so on pages of their own.
WEB = Capabilities("web", lambda field: field.label, usual=False, each=False)


def desk_of(request: visit.Visitor) -> GuichetDesk:
    """The desk of a request."""
    now = timezone.now()
    return GuichetDesk(
        request.user, WEB, now, page_language(), known=assurance.assurance_of(request, now)
    )


def answered(request: visit.Visitor, service: str, party: int, **given: str) -> dict[str, Any]:
    """What an enquiry answers about a party, for a page that shows it: values by the names of the
    service's output.

    That the page showed the party and the persons whom the answer names is on record.

    Raises:
        Http404: there is nothing to show.
    """
    asked = service_of(service)
    answer = desk_of(request).answer_for_page(service, {asked.party: str(party)} | given)
    kind, persons = asked.party_kind.value, persons_of(answer, asked)
    disclosures.note(request, WEB.channel, kind=kind, party=party, subjects=persons)
    if not answer.accepted:
        raise Http404
    return answer.values
