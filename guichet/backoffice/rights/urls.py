"""Rights of staff are given and withdrawn at ``/office/rights/``."""

from __future__ import annotations

from django.urls import path

from guichet.backoffice.rights import views
from guichet.backoffice.rights.words import PHRASES
from guichet.channels.shared import nav
from guichet.domain.identity.staff import ADMINISTER

PREFIX = "office/rights/"

urlpatterns = [
    path("", views.overview, name="rights"),
    path("<int:number>/", views.proposal, name="right-proposal"),
]

nav.add_work(
    "rights",
    PHRASES["menu"],
    PHRASES["lede"],
    "key-round",
    tasks=(ADMINISTER,),
    order=16,
    places=("right-proposal",),
    count=views.waits_for,
)
