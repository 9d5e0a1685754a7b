"""What is paid out, and what came back of it, is at ``/office/payouts/``."""

from __future__ import annotations

from django.urls import path

from guichet.backoffice.payouts import views
from guichet.backoffice.payouts.words import PHRASES
from guichet.channels.shared import nav
from guichet.domain.identity.staff import GATHER, RELEASE

PREFIX = "office/payouts/"

urlpatterns = [
    path("", views.overview, name="payouts"),
    path("back/", views.returns, name="payout-returns"),
    path("back/<int:transfer>/", views.decision, name="payout-return"),
    path("<int:number>/", views.batch, name="payout-batch"),
]

nav.add_work(
    "payouts",
    PHRASES["menu"],
    PHRASES["lede"],
    "hand-coins",
    tasks=(GATHER, RELEASE),
    order=13,
    places=("payout-batch", "payout-returns", "payout-return"),
    count=views.waits_for,
)
