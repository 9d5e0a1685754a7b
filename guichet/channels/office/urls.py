"""Staff find their work at ``/office/``, settle referred cases at ``/office/cases/``, and give
rights at ``/office/rights/``.
"""

from __future__ import annotations

from django.urls import path

from guichet.channels.office import cases, papers, rights, work
from guichet.channels.office.rights_words import PHRASES as RIGHTS
from guichet.channels.office.words import PHRASES
from guichet.channels.shared import nav
from guichet.domain.identity.staff import ADMINISTER, BOARD, DECIDE

PREFIX = "office/"

urlpatterns = [
    path("", work.work, name=nav.WORK),
    path("cases/", cases.work_list, name="cases"),
    path("cases/<str:ref>/", cases.case, name="case"),
    path("cases/<str:ref>/papers/<str:name>/", papers.paper, name="case-paper"),
    path("rights/", rights.overview, name="rights"),
    path("rights/<int:number>/", rights.proposal, name="right-proposal"),
]

nav.add_home(RIGHTS["work"])
nav.add_work(
    "cases",
    PHRASES["menu"],
    PHRASES["lede"],
    "scale",
    tasks=(BOARD, DECIDE),
    order=12,
    places=("case", "case-paper"),
    count=cases.waits_for,
)
nav.add_work(
    "rights",
    RIGHTS["menu"],
    RIGHTS["lede"],
    "key-round",
    tasks=(ADMINISTER,),
    order=16,
    places=("right-proposal",),
    count=rights.waits_for,
)
