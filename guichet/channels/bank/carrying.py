"""Which services banks and ATMs carry: asking what is due, and paying it, by reference instead of by who asks."""

from __future__ import annotations

from guichet.engine.service import Service
from guichet.lib.text import Words

_BY_REFERENCE = frozenset({"payments.bill", "payments.pay"})  # as bill inquiry and payment
_ONLY_MONEY = Words(
    ar="تستعلم البنوك وأجهزة الصرف عن المستحق برقم السداد وتسدده، ولا غير.",
    en="Banks and ATMs ask what is due by its reference and pay it, nothing else.",
    fr="Les banques et les automates demandent la somme due par sa référence et la paient, rien d’autre.",
)


def why_not(service: type[Service]) -> Words | None:
    """Nothing is carried whose answer would need to know who asks."""
    return None if service.key in _BY_REFERENCE else _ONLY_MONEY
