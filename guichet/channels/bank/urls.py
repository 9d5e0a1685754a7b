"""The consolidator notices payments at ``/bank/consolidator/notices/``; staff reconcile at ``/bank/reconciliation/``."""

from __future__ import annotations

from django.urls import path

from guichet.channels.bank import views
from guichet.channels.bank.phrases import PHRASES
from guichet.channels.shared import nav
from guichet.engine.actor import Segment

PREFIX = "bank/"

urlpatterns = [
    path("consolidator/notices/", views.notices, name="consolidator-notices"),
    path("reconciliation/", views.reconciliation, name="reconciliation"),
]

nav.add("reconciliation", PHRASES["menu"], order=8, segment=Segment.STAFF.value)
