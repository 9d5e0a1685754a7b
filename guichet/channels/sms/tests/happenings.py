"""What happened, written as the engine writes it, and what somebody was told of it."""

from __future__ import annotations

import json
from typing import Any

from guichet.channels.sms.encryption import unseal
from guichet.channels.sms.models import Outgoing
from guichet.engine import store
from tests.contract.world import NOW


def event(name: str, **body: Any) -> None:
    store.execute(
        "INSERT INTO engine_event (name, body, at) VALUES (%(name)s, %(body)s, %(now)s)",
        name=name,
        body=json.dumps(body),
        now=NOW,
    )


def told_to(mobile: str) -> list[str]:
    return [
        unseal(o.words or b"")
        for o in Outgoing.objects.filter(mobile=mobile, urgency=2).order_by("pk")
    ]
