"""The signed document of the visit's last transaction on the printer beside the kiosk."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone

from guichet.channels.kiosk.backends import NotPrinted
from guichet.channels.kiosk.backends.documents import CupsQueue, Spool
from guichet.domain.documents.composition import NoPaper, NoSigner, Silent, paper
from guichet.engine.outcome import Answer


def printer_of(kiosk: str) -> CupsQueue | Spool | None:
    """What prints documents beside a kiosk; None if nothing does."""
    told = settings.KIOSK_DOCUMENT_PRINTER.replace("{kiosk}", kiosk)
    scheme, _, rest = told.partition(":")
    if scheme == "cups" and rest and not rest.startswith("-"):
        return CupsQueue(rest)
    return Spool(Path(urlsplit(told).path)) if scheme == "folder" else None


def print_document(kiosk: str, answer: Answer, language: str) -> None:
    """Print it in a language.

    Raises:
        NotPrinted: there is no printer, no paper of it, or nobody to sign it at the moment.
    """
    printer = printer_of(kiosk)
    if printer is None:
        raise NotPrinted(kiosk)
    try:
        body = paper(answer.transaction, language, timezone.now())
    except (NoPaper, NoSigner, Silent) as error:
        raise NotPrinted(kiosk) from error
    printer.print(f"{answer.reference}-{language}", body)


def state_of(kiosk: str) -> str:
    """'none', 'ok' or 'fault'."""
    printer = printer_of(kiosk)
    return "none" if printer is None else "ok" if printer.answers() else "fault"
