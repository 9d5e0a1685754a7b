"""The collections of this channel: what an institution's clients reconcile by."""

from __future__ import annotations

from datetime import date
from typing import Any

from guichet.channels.api.collection_pages import (
    bills_page,
    mandates_page,
    party_key,
    payments_page,
    transactions_page,
    workers_page,
)
from guichet.channels.shared.collections import (
    Collection,
    Filter,
)
from guichet.engine.registry import services
from guichet.engine.service import Outcome
from guichet.lib.text import Words

_TEXT: dict[str, Any] = {"type": "string"}
_MAYBE: dict[str, Any] = {"type": ["string", "null"]}
_AMOUNT: dict[str, Any] = {"type": "string", "pattern": r"^-?[0-9]+\.[0-9]{2}$"}
_ESTABLISHMENT = Words(
    ar="رقم المنشأة", en="Number of the establishment", fr="Numéro de l’établissement"
)
_OF_ONE = Filter("establishment", _ESTABLISHMENT, "establishment", needed=True)
_MONEY_SERVICES = ("account.balance", "payments.bill")
_WORKER_SERVICES = ("registry.change_wage", "registry.register_worker", "registry.end_engagement")


COLLECTIONS = (
    Collection(
        "workers",
        Words(
            ar="من يعملون في منشأة في يوم",
            en="Who is engaged by an establishment on a day",
            fr="Qui travaille dans un établissement un jour donné",
        ),
        {
            "worker": _TEXT,
            "name_ar": _TEXT,
            "name_latin": _MAYBE,
            "occupation": _MAYBE,
            "started_on": _TEXT,
            "ended_on": _MAYBE,
            "basic": _MAYBE,
            "housing": _MAYBE,
            "wage_from": _MAYBE,
        },
        workers_page,
        (
            _OF_ONE,
            Filter(
                "on",
                Words(
                    ar="في هذا اليوم (افتراضيًا اليوم)",
                    en="On that day (by default today)",
                    fr="Ce jour-là (par défaut aujourd’hui)",
                ),
                "day",
            ),
        ),
        services=_WORKER_SERVICES,
    ),
    Collection(
        "bills",
        Words(
            ar="فواتير منشأة شهرًا شهرًا، الأحدث أولًا",
            en="An establishment’s bills month by month, the newest first",
            fr="Les factures d’un établissement mois par mois, les plus récentes d’abord",
        ),
        {
            "month": _TEXT,
            "reference": _TEXT,
            "state": {"type": "string", "enum": ["paid", "partly", "unpaid"]},
            "paid": _AMOUNT,
            "owed_contributions": _AMOUNT,
            "owed_penalties": _AMOUNT,
        },
        bills_page,
        (_OF_ONE,),
        services=_MONEY_SERVICES,
        key=date.fromisoformat,
    ),
    Collection(
        "payments",
        Words(
            ar="مدفوعات منشأة، الأحدث تسجيلًا أولًا",
            en="An establishment’s payments, the last recorded first",
            fr="Les paiements d’un établissement, les derniers enregistrés d’abord",
        ),
        {
            "payment": _TEXT,
            "paid_at": _TEXT,
            "amount": _AMOUNT,
            "returned": _AMOUNT,
            "channel": _TEXT,
            "month": _MAYBE,
            "state": {"type": "string", "enum": ["taken", "partly", "reversed"]},
        },
        payments_page,
        (
            _OF_ONE,
            Filter(
                "since",
                Words(ar="من هذا اليوم", en="From that day", fr="À partir de ce jour"),
                "day",
            ),
            Filter(
                "until", Words(ar="حتى هذا اليوم", en="To that day", fr="Jusqu’à ce jour"), "day"
            ),
        ),
        services=_MONEY_SERVICES,
    ),
    Collection(
        "transactions",
        Words(
            ar="ما طلبته، أو ما طُلب لمنشأة، الأحدث أولًا",
            en="What you asked, or what was asked for an establishment, the newest first",
            fr="Vos demandes, ou celles d’un établissement, les plus récentes d’abord",
        ),
        {
            "reference": _TEXT,
            "service": _TEXT,
            "outcome": {"type": "string", "enum": [o.value for o in Outcome]},
            "party": _MAYBE,
            "asked_at": _TEXT,
            "channel": _TEXT,
            "repeats": _MAYBE,
            "settled_by": _MAYBE,
            "transaction": _TEXT,
        },
        transactions_page,
        (
            Filter("establishment", _ESTABLISHMENT, "establishment"),
            Filter(
                "service",
                Words(ar="مفتاح الخدمة", en="Key of the service", fr="Clé du service"),
                options=tuple(services().names()),
            ),
            Filter(
                "outcome",
                Words(ar="كيف انتهى", en="How it ended", fr="Comment elle a fini"),
                options=tuple(o.value for o in Outcome),
            ),
        ),
    ),
    Collection(
        "mandates",
        Words(
            ar="من تعمل عنهم وبأي صلاحيات",
            en="Whom you may act for, and with which rights",
            fr="Pour qui vous pouvez agir, et avec quels droits",
        ),
        {"party_kind": _TEXT, "party": _TEXT, "rights": {"type": "array", "items": _TEXT}},
        mandates_page,
        key=party_key,
    ),
)
