"""Referred cases are settled at ``/office/cases/``."""

from __future__ import annotations

from django.urls import path

from guichet.backoffice.cases import assignment, papers, views
from guichet.backoffice.cases.words import PHRASES
from guichet.channels.shared import nav
from guichet.domain.identity.staff import BOARD, COMMITTEE, DECIDE

PREFIX = "office/cases/"

urlpatterns = [
    path("", views.work_list, name="cases"),
    path("<str:ref>/", views.case, name="case"),
    path("<str:ref>/assign/", assignment.assign, name="case-assign"),
    path("<str:ref>/papers/<str:name>/", papers.paper, name="case-paper"),
]

nav.add_work(
    "cases",
    PHRASES["menu"],
    PHRASES["lede"],
    "scale",
    tasks=(BOARD, COMMITTEE, DECIDE),
    order=12,
    places=("case", "case-assign", "case-paper"),
    count=views.waits_for,
)
