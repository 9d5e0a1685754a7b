"""Staff see what waits for a person at ``/office/cases/`` and settle one at ``/office/cases/<reference>/``."""

from __future__ import annotations

from django.urls import path

from guichet.channels.office import cases
from guichet.channels.office.phrases import PHRASES
from guichet.channels.shared import nav
from guichet.engine.actor import Segment

PREFIX = "office/"

urlpatterns = [
    path("cases/", cases.work_list, name="cases"),
    path("cases/<str:ref>/", cases.case, name="case"),
]

nav.add("cases", PHRASES["menu"], order=7, places=("case",), segment=Segment.STAFF.value)
