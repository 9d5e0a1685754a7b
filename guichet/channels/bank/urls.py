"""The consolidator notices payments at ``/bank/consolidator/notices/``; staff reconcile at ``/bank/reconciliation/`` and find
owners at ``/bank/suspense/``."""

from __future__ import annotations

from django.urls import path

from guichet.channels.bank import suspense, views
from guichet.channels.bank.phrases import PHRASES
from guichet.channels.shared import nav
from guichet.engine.actor import Segment

PREFIX = "bank/"

urlpatterns = [
    path("consolidator/notices/", views.notices, name="consolidator-notices"),
    path("reconciliation/", views.reconciliation, name="reconciliation"),
    path("suspense/", suspense.waiting, name="suspense"),
    path("suspense/<int:payment>/", suspense.assignment, name="suspense-payment"),
]

nav.add(
    "reconciliation",
    PHRASES["menu"],
    order=8,
    places=("suspense", "suspense-payment"),
    segment=Segment.STAFF.value,
)
