"""What systems are told of: one declaration a kind, from which messages, the page of messages and
the description are made.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from guichet.engine.service import Outcome
from guichet.lib.text import Words

Schema = dict[str, Any]
TEXT: Schema = {"type": "string"}
MOST_LISTED = 100  # transactions named in one message; its count tells when there are more


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of message; its CloudEvents type is ``guichet.NAME``.

    Args:
        name: of the event in the outbox, if it tells of one.
        title: as the list of messages shows it.
        said: what it tells, for whoever builds a receiver.
        data: JSON schemas of what it carries beside the establishment.
        of_account: an event about an establishment's account: ``data`` names what of the event's
            body is told.
        of_establishment: it names an establishment.
    """

    name: str
    title: Words
    said: Words
    data: Mapping[str, Schema] = field(default_factory=dict)
    of_account: bool = False
    of_establishment: bool = True


_TRANSACTION: Schema = {
    "type": "object",
    "properties": {
        "reference": TEXT,
        "service": TEXT,
        "outcome": {"type": "string", "enum": [o.value for o in Outcome]},
    },
    "required": ["reference", "service", "outcome"],
}

HELLO = Kind(
    "hello",
    Words(ar="إشعار تجريبي", en="First message", fr="Premier message"),
    Words(
        ar="أول إشعار بعد تسجيل العنوان",
        en="The first message after an address is registered",
        fr="Le premier message après l’enregistrement d’une adresse",
    ),
    {"system": TEXT},
    of_establishment=False,
)
TRANSACTIONS = Kind(
    "transactions-recorded",
    Words(ar="معاملات سُجّلت", en="Transactions recorded", fr="Opérations enregistrées"),
    Words(
        ar="معاملات سُجّلت لمنشأة، بأي قناة",
        en="Transactions recorded for an establishment, by any channel",
        fr="Opérations enregistrées pour un établissement, par tout canal",
    ),
    {
        "count": {"type": "integer"},
        "transactions": {"type": "array", "items": _TRANSACTION, "maxItems": MOST_LISTED},
    },
)
PAYMENT = Kind(
    "payment-received",
    Words(ar="سداد وصل", en="Payment received", fr="Paiement reçu"),
    Words(
        ar="سداد وصل لمنشأة",
        en="A payment received for an establishment",
        fr="Un paiement reçu pour un établissement",
    ),
    {"payment": TEXT},
    of_account=True,
)
BILL = Kind(
    "bill-issued",
    Words(ar="فاتورة صدرت", en="Bill issued", fr="Facture émise"),
    Words(
        ar="فاتورة صدرت لمنشأة",
        en="A bill issued for an establishment",
        fr="Une facture émise pour un établissement",
    ),
    {"month": TEXT, "due_on": {"type": "string", "format": "date"}},
    of_account=True,
)
PLAN_ENDED = Kind(
    "plan-ended",
    Words(ar="تقسيط انتهى", en="Instalment plan ended", fr="Échéancier terminé"),
    Words(
        ar="خطة تقسيط لمنشأة انتهت: سُددت كلها أو لم يُلتزم بها",
        en="An instalment plan of an establishment ended: paid to the end, or not kept",
        fr="L’échéancier d’un établissement a pris fin : payé jusqu’au bout, ou non respecté",
    ),
    {"plan": TEXT, "end": {"type": "string", "enum": ["fulfilled", "broken"]}},
    of_account=True,
)
KINDS = {kind.name: kind for kind in (HELLO, TRANSACTIONS, PAYMENT, BILL, PLAN_ENDED)}
