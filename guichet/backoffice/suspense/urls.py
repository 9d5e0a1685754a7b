"""Owners of stray payments are found at ``/office/suspense/``."""

from __future__ import annotations

from django.urls import path

from guichet.backoffice.suspense import views
from guichet.backoffice.suspense.words import PHRASES
from guichet.channels.shared import nav
from guichet.domain.identity.staff import RECONCILE
from guichet.domain.payments import queries as payments

PREFIX = "office/suspense/"

urlpatterns = [
    path("", views.waiting, name="suspense"),
    path("<int:payment>/", views.assignment, name="suspense-payment"),
]

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
