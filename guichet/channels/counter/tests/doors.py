"""The addresses of the counter, for the walk that finds every door shut: only clerks enter, and of
a client only with consent.
"""

from tests.doors.door import Door

DOORS = {
    "": Door(""),
    "ticket/": Door("ticket/", form={"service": "account.balance"}),
    "desk/": Door("desk/", form={"place": "4"}),
    "next/": Door("next/", form={"next": "1"}),
    "absent/": Door("absent/", form={"absent": "1"}),
    "client/": Door("client/", form={"person": "{worker}"}),
    "consent/": Door("consent/", form={"step": "paper", "reference": "CF-2026-0001"}),
    "sitting/": Door("sitting/"),
    "means/": Door("means/", form={"step": "card", "password": "guess"}),
    "second/<int:number>/": Door("second/1/", form={"number": "1", "password": "guess"}),
    "end/": Door("end/", form={"end": "1"}),
    "services/<str:key>/": Door(
        "services/account.balance/", form={"establishment": "{establishment}"}
    ),
    "receipts/<str:ref>/": Door("receipts/{reference}/"),
    "receipts/<str:ref>/paper-<str:language>.pdf": Door("receipts/{reference}/paper-en.pdf"),
    "figures/": Door("figures/"),
}
