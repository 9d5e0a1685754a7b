"""Staff land here: their tasks, and what waits in each."""

from __future__ import annotations

from django.urls import path

from guichet.backoffice.work import views
from guichet.backoffice.work.words import PHRASES
from guichet.channels.shared import nav

PREFIX = "office/"

urlpatterns = [
    path("", views.work, name=nav.WORK),
]

nav.add_home(PHRASES["work"])
