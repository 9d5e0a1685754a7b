"""What touches the machines beside a kiosk."""

from __future__ import annotations


class NotPrinted(Exception):
    """There is no printer, or it does not answer."""
