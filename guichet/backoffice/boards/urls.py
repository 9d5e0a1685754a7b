"""Medical boards find at ``/office/boards/``."""

from __future__ import annotations

from django.urls import path

from guichet.backoffice.boards import views
from guichet.backoffice.boards.words import PHRASES
from guichet.channels.shared import nav
from guichet.domain.identity.staff import MEDICAL

PREFIX = "office/boards/"

urlpatterns = [
    path("", views.work_list, name="boards"),
    path("<str:name>/", views.case, name="board-case"),
    path("<str:name>/report/", views.report, name="board-report"),
]

nav.add_work(
    "boards",
    PHRASES["menu"],
    PHRASES["lede"],
    "heart",
    tasks=(MEDICAL,),
    order=14,
    places=("board-case", "board-report"),
    count=views.waits_for,
)
