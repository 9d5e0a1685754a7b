"""Connects the sample payroll programme to the employer's first establishment, and leaves it its
key.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone
from joserfc.jwk import ECKey

from demo.payroll.processes import PORT
from guichet.domain.identity import queries as identity
from guichet.domain.systems import commands, hooks
from guichet.engine.actor import PartyKind
from guichet.engine.context import HOME
from guichet.engine.registry import services

NAME = "Sample payroll"
SERVICES = (
    "registry.register_worker",
    "registry.change_wage",
    "registry.end_engagement",
    "account.balance",
)
ADDRESS = f"http://127.0.0.1:{PORT}/told"


def secrets_file() -> Path:
    """What the programme knows of itself; a real one keeps it in its own safe."""
    return Path(settings.STATE) / "sample-payroll.json"


def found(echo: Callable[[str], Any]) -> None:
    """One system, one key, and where it wants to be told."""
    now = timezone.now()
    account = identity.account_of("employer")
    parties = identity.parties_of(account, now.astimezone(HOME).date()) if account else []
    number = next((p.number for p in parties if p.kind is PartyKind.ESTABLISHMENT), None)
    if account is None or number is None:
        return
    known = [services()[key] for key in SERVICES if key in services()]
    system = commands.connect(
        account=account,
        establishment=number,
        name=NAME,
        services=[s.key for s in known],
        rights={s.right for s in known},
        now=now,
    )
    key = ECKey.generate_key("P-256", private=True)
    pem = key.as_pem(private=False).decode()
    commands.add_key(system, account=account, text=pem, name="2026", now=now)
    if settings.WEBHOOKS_ANYWHERE:
        hooks.register(system, ADDRESS, account=account, now=now)
    path = secrets_file()
    path.touch(mode=0o600)
    said = {
        "client_id": system.client_id,
        "establishment": str(number),
        "key": key.as_dict(private=True),
    }
    path.write_text(json.dumps(said), encoding="utf-8")
    echo(f"{NAME} is connected to establishment {number} as {system.client_id}")
