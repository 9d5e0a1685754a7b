"""What a dialogue asks of Guichet in the virtual branch: the visitor, as surely known as they have shown."""

from __future__ import annotations

from django.utils import timezone

from guichet.channels.web import standing, visit
from guichet.dialogue.desk import GuichetDesk
from guichet.dialogue.offered import Capabilities

# A page has a box for every field; who must prove more does so on pages of their own.
WEB = Capabilities("web", lambda field: field.label, usual=False, each=False)


def desk_of(request: visit.Visitor) -> GuichetDesk:
    """The desk of a request."""
    now = timezone.now()
    return GuichetDesk(
        request.user, WEB, now, visit.language(), known=standing.assurance_of(request, now)
    )
