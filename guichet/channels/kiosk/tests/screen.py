"""A kiosk's browser: what a form leads to is read, as a browser does by itself."""

from __future__ import annotations

from typing import Any

from django.test import Client


class Screen(Client):
    """Follows a form to the page that was kept for it, and to nowhere else."""

    def post(self, path: str, data: Any = None, **more: Any) -> Any:
        """The page a form is answered with, or the way elsewhere."""
        answer: Any = super().post(path, data, **more)
        answered = getattr(answer, "redirect_chain", [])[:1] or answer.status_code != 200
        assert answered, f"{path} is answered by a page: going back would send again"
        way = answer.headers.get("Location", "")
        return self.get(way) if "?page=" in way else answer
