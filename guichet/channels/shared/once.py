"""The key a form carries, so that a second click answers with the first receipt."""

from __future__ import annotations

import uuid

from django.http import HttpRequest

_KEY = 36  # characters


def once_of(request: HttpRequest) -> str:
    """The form's key; a form that came without a sound one is counted once all the same."""
    try:
        return str(uuid.UUID(request.POST.get("once", "")[:_KEY]))
    except ValueError:
        return str(uuid.uuid4())
