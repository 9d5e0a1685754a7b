"""Somebody with a plain mobile: writes texts, reads what comes back; without any provider
between.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from guichet.channels.sms import answers, inbox
from guichet.channels.sms.encryption import unseal
from guichet.channels.sms.models import Outgoing
from tests.contract.world import NOW

COURIER = "guichet.channels.sms.code_gateway.deliver"


@dataclass
class Handset:
    """One mobile."""

    mobile: str
    heard: list[str] = field(default_factory=list)

    def writes(
        self, text: str, reference: str | None = None, *, at: datetime = NOW, after: int = 0
    ) -> str:
        """Send a text, let it be answered so many seconds later; the answer."""
        before = self._newest()
        arrived = inbox.Arrived("test", reference or secrets.token_hex(8), self.mobile, text)
        inbox.keep([arrived], at)
        while answers.answer_some(at + timedelta(seconds=after)):
            pass
        found = (
            Outgoing.objects.filter(mobile=self.mobile, kind="answer", pk__gt=before)
            .order_by("pk")
            .last()
        )
        answer = unseal(found.words or b"") if found else ""
        self.heard.append(answer)
        return answer

    def code(self) -> str:
        """The newest one-time code on the screen."""
        found = Outgoing.objects.filter(mobile=self.mobile, kind="code").order_by("pk").last()
        text = unseal(found.words or b"") if found else ""
        match = re.match(r"\d{6}", text)
        return match[0] if match else ""

    def _newest(self) -> int:
        newest = (
            Outgoing.objects.filter(mobile=self.mobile)
            .order_by("-pk")
            .values_list("pk", flat=True)
            .first()
        )
        return newest or 0
