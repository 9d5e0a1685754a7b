"""The consolidator notices payments at ``/bank/consolidator/notices/``; staff reconcile at
``/bank/reconciliation/``, look into a bank's statement at ``/bank/statements/<id>/`` and find
owners at ``/bank/suspense/``; what is paid out, and what came back of it, is at ``/bank/payouts/``.
"""

from __future__ import annotations

from django.urls import path

from guichet.channels.bank import payouts, statements, suspense, views
from guichet.channels.bank.payout_words import PHRASES as PAYOUTS
from guichet.channels.bank.words import PHRASES
from guichet.channels.shared import nav
from guichet.domain.identity.staff import BOOKS, GATHER, RECONCILE, RELEASE
from guichet.domain.payments import queries as payments

PREFIX = "bank/"

urlpatterns = [
    path("consolidator/notices/", views.notices, name="consolidator-notices"),
    path("reconciliation/", views.reconciliation, name="reconciliation"),
    path("statements/<int:number>/", statements.statement, name="bank-statement"),
    path("suspense/", suspense.waiting, name="suspense"),
    path("suspense/<int:payment>/", suspense.assignment, name="suspense-payment"),
    path("payouts/", payouts.overview, name="payouts"),
    path("payouts/back/", payouts.returns, name="payout-returns"),
    path("payouts/back/<int:transfer>/", payouts.decision, name="payout-return"),
    path("payouts/<int:number>/", payouts.batch, name="payout-batch"),
]

nav.add_work(
    "reconciliation",
    PHRASES["menu"],
    PHRASES["lede"],
    "bank",
    tasks=(BOOKS, RECONCILE),
    order=14,
    places=("bank-statement",),
)
nav.add_work(
    "suspense",
    PHRASES["suspense"],
    PHRASES["suspense-lede"],
    "search",
    tasks=(RECONCILE,),
    order=15,
    places=("suspense-payment",),
    count=lambda _: payments.in_suspense().height,
)
nav.add_work(
    "payouts",
    PAYOUTS["menu"],
    PAYOUTS["lede"],
    "hand-coins",
    tasks=(GATHER, RELEASE),
    order=13,
    places=("payout-batch", "payout-returns", "payout-return"),
    count=payouts.waits_for,
)
