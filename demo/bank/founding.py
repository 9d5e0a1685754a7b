"""What the institution's account held when its books began."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.utils import timezone

from demo.bank.account import ACCOUNT, OPENING
from guichet.domain.payments.bank.opening_balance import bring_forward
from guichet.engine.context import HOME
from guichet.lib.locale import here
from guichet.lib.money import show_minor


def found(echo: Callable[[str], Any]) -> None:
    """Bring the balance forward from before the sandbox bank's first statement."""
    now = timezone.now()
    day = now.astimezone(HOME).date() - timedelta(days=2)
    booked = bring_forward(ACCOUNT, day, int(OPENING * here().currency.minor), now)
    echo(f"{show_minor(booked)} at the bank brought forward")
