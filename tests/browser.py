"""A browser as people use it: what a form is answered with is the page of its draft, at an address
of its own.
"""

from __future__ import annotations

import re
from typing import Any

from django.test import Client

_OF_A_DRAFT = re.compile(r"\?(draft|check)=[0-9a-f-]{36}$")


class Browser(Client):
    """Goes on from a form to the page of its draft; where else a form leads is for the test
    to see.
    """

    def post(self, *args: Any, **options: Any) -> Any:
        """The page that a form leads to, or the way to what comes after it."""
        response = super().post(*args, **options)
        address = response.headers.get("Location", "")
        if response.status_code == 303 and _OF_A_DRAFT.search(address):
            return self.get(address)
        return response
