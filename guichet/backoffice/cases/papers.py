"""The papers that came with a referred asking, for those who decide it."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from guichet.backoffice.cases.views import saw
from guichet.channels.shared.attachments import download
from guichet.channels.shared.staff import needs, rights_of
from guichet.domain.identity.queries import actor_of
from guichet.domain.identity.staff import BOARD, COMMITTEE, DECIDE
from guichet.engine import attachments, referrals
from guichet.engine.context import Context
from guichet.lib import reference


@needs(BOARD, COMMITTEE, DECIDE)
@require_safe
def paper(request: HttpRequest, ref: str, name: str) -> HttpResponse:
    """The file of a field, to whoever may decide the case; the reading is on record.

    Raises:
        Http404: there is no such case, or no such file of it.
        PermissionDenied: it is not theirs to decide.
    """
    number = reference.decode(ref)
    found = referrals.find(number) if number is not None else None
    if found is None:
        raise Http404
    if referrals.right_to_rule(found.service, found.level) not in rights_of(request):
        raise PermissionDenied
    context = Context(actor_of(request.user), "office", timezone.now())  # type: ignore[arg-type]
    try:
        kept = attachments.read(found.transaction, name, context)
    except attachments.NoSuchAttachment as error:
        raise Http404 from error
    saw(request, found)
    return download(kept, f"{found.reference}-{name}")
