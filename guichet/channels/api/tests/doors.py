"""The addresses of the API, for the walk that finds every door shut."""

from tests.doors.door import Door

DOORS = {
    "services/<key>": Door(
        "services/registry.change_wage",
        form={
            "establishment": "{establishment}",
            "worker": "{worker}",
            "month": "2026-11",
            "basic": "1",
            "housing": "0",
        },
    ),
    "services": Door("services", open=True),
    "transactions/<reference>": Door("transactions/{reference}", shows=True),
    "receipts/<reference>": Door("receipts/{reference}", shows=True),
    "transactions/<reference>/attachments/<field>": Door(
        "transactions/{reference}/attachments/contract"
    ),
    "transactions/<reference>/paper": Door("transactions/{reference}/paper"),
    "papers/<number>": Door("papers/{reference}", open=True),
    "workers": Door("workers", query="?establishment={establishment}", shows=True),
    "bills": Door("bills", query="?establishment={establishment}"),
    "payments": Door("payments", query="?establishment={establishment}"),
    "transactions": Door("transactions", query="?establishment={establishment}"),
    "mandates": Door("mandates"),
    "files": Door("files"),
    "keys": Door("keys", open=True),
    "token": Door("token", open=True),
    "problems/<code>": Door("problems/not-covered-by-mandate", open=True),
    "openapi.json": Door("openapi.json", open=True),
    "docs": Door("docs", open=True),
    "": Door("", open=True),
    "<path:path>": Door("no-such-address", open=True),
}
