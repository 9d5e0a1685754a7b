"""The addresses of the virtual branch, for the walk that finds every door shut."""

from tests.doors.door import Door

_WAGE = {
    "establishment": "{establishment}",
    "worker": "{worker}",
    "month": "2026-11",
    "basic": "1",
    "housing": "0",
    "step": "send",
    "once": "7d444840-9dc0-11d1-b245-5ffdce74fad2",
}

DOORS = {
    "": Door(""),
    "sign-in/": Door("sign-in/", open=True, form={"username": "owner", "password": "guessed"}),
    "sign-out/": Door("sign-out/", open=True),
    "password/": Door(
        "password/",
        form={"old": "guessed", "new": "another-Minute-27", "again": "another-Minute-27"},
    ),
    "language/": Door("language/", open=True, form={"language": "en"}),
    "party/": Door("party/", shows=True, form={"party": "{establishment}"}),
    "delegates/": Door("delegates/", shows=True),
    "looked/": Door("looked/", shows=True),
    "services/<str:key>/": Door(
        "services/registry.change_wage/", query="?worker={worker}", form=_WAGE
    ),
    "transactions/": Door("transactions/"),
    "transactions/<str:ref>/": Door("transactions/{reference}/", shows=True),
    "transactions/<str:ref>/receipt.json": Door(
        "transactions/{reference}/receipt.json", shows=True
    ),
    "help/": Door("help/", open=True),
    "complaints/": Door("complaints/", open=True),
    "privacy/": Door("privacy/", open=True),
    "accessibility/": Door("accessibility/", open=True),
    "terms/": Door("terms/", open=True),
    "catalogue/": Door("catalogue/", open=True),
    "verify/": Door("verify/", query="?reference={reference}", open=True),
    "verify/<str:ref>/": Door("verify/{reference}/", open=True),
    "workers/": Door("workers/", shows=True),
    "workers/<int:number>/": Door("workers/{worker}/", shows=True),
    "account/": Door("account/"),
    "account/statement.xlsx": Door("account/statement.xlsx"),
    "account/bills/<str:month>/": Door("account/bills/2026-10/", shows=True),
    "account/bills/<str:month>/workers.xlsx": Door(
        "account/bills/2026-10/workers.xlsx", shows=True
    ),
    "look-up/person/": Door("look-up/person/", query="?field=worker&worker={worker}"),
    "sign-in/second/": Door("sign-in/second/", open=True, form={"code": "123456"}),
    "prove/": Door("prove/", form={"code": "123456"}),
    "security/": Door("security/"),
    "security/app/": Door("security/app/", form={"code": "123456"}),
    "security/passkey/": Door("security/passkey/"),
    "security/passkey/options/": Door("security/passkey/options/"),
    "security/passkey/new/": Door("security/passkey/new/", form={"credential": "none"}),
    "passkey/options/": Door("passkey/options/", open=True),
    "passkey/": Door("passkey/", open=True, form={"credential": "none"}),
    "national/": Door("national/", open=True),
    "national/return/": Door("national/return/", query="?code=guessed&state=guessed", open=True),
    "national/app/": Door("national/app/", open=True, form={"number": "{worker}"}),
    "security/contact/": Door("security/contact/", form={"mobile": "0512345678"}),
    "security/codes/": Door("security/codes/"),
    "security/remove/": Door("security/remove/", form={"factor": "1"}),
    "security/sign-ins/": Door("security/sign-ins/"),
    "transactions/<str:ref>/paper-<str:language>.pdf": Door(
        "transactions/{reference}/paper-en.pdf"
    ),
    "papers/": Door("papers/", query="?number={reference}&code=GUESSED", open=True),
    "certificates/revoked.crl": Door("certificates/revoked.crl", open=True),
    "certificates/roots.pem": Door("certificates/roots.pem", open=True),
    "transactions/<str:ref>/attachments/<str:name>/": Door(
        "transactions/{reference}/attachments/contract/"
    ),
    "pay/notices/": Door("pay/notices/"),
    "pay/<str:ref>/": Door("pay/{reference}/"),
    "pay/<str:ref>/go/": Door("pay/{reference}/go/"),
    "look-up/day/": Door("look-up/day/", query="?field=d&d=2026-11-22"),
}
