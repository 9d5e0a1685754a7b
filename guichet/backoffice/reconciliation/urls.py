"""Staff reconcile at ``/office/reconciliation/`` and look into a bank's statement below it."""

from __future__ import annotations

from django.urls import path

from guichet.backoffice.reconciliation import statements, views
from guichet.backoffice.reconciliation.words import PHRASES
from guichet.channels.shared import nav
from guichet.domain.identity.staff import BOOKS, RECONCILE

PREFIX = "office/reconciliation/"

urlpatterns = [
    path("", views.reconciliation, name="reconciliation"),
    path("statements/<int:number>/", statements.statement, name="bank-statement"),
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
