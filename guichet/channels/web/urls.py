"""The virtual branch stands at the root; its menu entries too."""

from __future__ import annotations

from django.urls import path

from guichet.channels.shared import nav
from guichet.channels.web import dialogue
from guichet.channels.web.views import (
    about,
    account,
    contact,
    delegates,
    disclosures,
    home,
    lookups,
    national,
    papers,
    parties,
    passkeys,
    payment,
    second_factor,
    security,
    sheets,
    sign_in,
    transactions,
    verification,
    workers,
)
from guichet.lib.text import Words

PREFIX = ""

urlpatterns = [
    path("", home.home, name="home"),
    path("sign-in/", sign_in.sign_in, name="sign-in"),
    path("sign-in/second/", second_factor.second, name="second"),
    path("prove/", second_factor.prove, name="prove"),
    path("security/", security.security, name="security"),
    path("security/app/", security.add_app, name="add-app"),
    path("security/passkey/", passkeys.add_passkey, name="add-passkey"),
    path("security/passkey/options/", passkeys.registration_options, name="new-passkey-options"),
    path("security/passkey/new/", passkeys.register, name="register-passkey"),
    path("passkey/options/", passkeys.use_options, name="passkey-options"),
    path("passkey/", passkeys.use, name="use-passkey"),
    path("national/", national.go, name="national"),
    path("national/return/", national.come_back, name="national-return"),
    path("national/app/", national.app, name="national-app"),
    path("security/contact/", contact.contact, name="contact"),
    path("security/codes/", security.new_codes, name="new-codes"),
    path("security/remove/", security.remove, name="remove-factor"),
    path("security/sign-ins/", security.end_stay, name="end-stay"),
    path("sign-out/", sign_in.sign_out, name="sign-out"),
    path("password/", sign_in.password, name="password"),
    path("language/", sign_in.language, name="language"),
    path("party/", parties.party, name="party"),
    path("delegates/", delegates.delegates, name="delegates"),
    path("looked/", disclosures.looked, name="looked"),
    path("services/<str:key>/", dialogue.service, name="service"),
    path("transactions/", transactions.transactions, name="transactions"),
    path("transactions/<str:ref>/", transactions.transaction, name="transaction"),
    path(
        "transactions/<str:ref>/receipt.json",
        transactions.receipt_document,
        name="receipt-document",
    ),
    path("transactions/<str:ref>/paper-<str:language>.pdf", papers.paper_document, name="paper"),
    path("papers/", papers.papers, name="papers"),
    path("certificates/revoked.crl", papers.revoked, name="revoked"),
    path("certificates/roots.pem", papers.roots, name="roots"),
    path(
        "transactions/<str:ref>/attachments/<str:name>/", transactions.attachment, name="attachment"
    ),
    path("verify/", verification.verify, name="verify-any"),
    path("verify/<str:ref>/", verification.verify, name="verify"),
    path("workers/", workers.workers, name="workers"),
    path("workers/<int:number>/", workers.worker, name="worker"),
    path("account/", account.account, name="account"),
    path("account/statement.xlsx", sheets.statement, name="statement-sheet"),
    path("account/bills/<str:month>/", account.bill, name="bill"),
    path("account/bills/<str:month>/workers.xlsx", sheets.bill, name="bill-sheet"),
    path("pay/notices/", payment.notices, name="payment-notices"),
    path("pay/<str:ref>/", payment.order, name="order"),
    path("pay/<str:ref>/go/", payment.go, name="order-go"),
    path("catalogue/", about.catalogue, name="catalogue"),
    *(path(f"{name}/", about.page, {"name": name}, name=name) for name in about.PAGES),
    path("look-up/person/", lookups.person, name="look-up-person"),
    path("look-up/day/", lookups.day, name="look-up-day"),
]

handler400 = "guichet.channels.web.views.errors.bad_request"
handler403 = "guichet.channels.web.views.errors.forbidden"
handler404 = "guichet.channels.web.views.errors.not_found"
handler500 = "guichet.channels.web.views.errors.broken"

nav.add("home", Words(ar="الخدمات", en="Services", fr="Services"), order=1, places=("service",))
nav.add(
    "workers",
    Words(ar="العمال", en="Workers", fr="Travailleurs"),
    order=2,
    places=("worker",),
    rights=("view", "owner"),
)
nav.add(
    "account",
    Words(ar="الحساب", en="Account", fr="Compte"),
    order=3,
    places=("bill",),
    rights=("view", "owner"),
)
nav.add(
    "transactions",
    Words(ar="معاملاتي", en="My transactions", fr="Mes opérations"),
    order=5,
    places=("transaction",),
)
nav.add_own(
    "delegates", Words(ar="من يعمل عنك", en="Who may act", fr="Qui peut agir"), "users", order=1
)
nav.add_own(
    "looked",
    Words(ar="من اطلع على بياناتي", en="Who looked at my data", fr="Qui a vu mes données"),
    "eye",
    order=2,
)
