"""Where the channel answers."""

from __future__ import annotations

from django.urls import path

from guichet.channels.shared import channel_names
from guichet.channels.sketch import views
from guichet.channels.sketch.words import TITLE

PREFIX = "sketch/"

urlpatterns = [
    path("confirm/", views.confirm, name="sketch-confirm"),
    path("services/<str:key>/", views.ask, name="sketch-service"),
]

channel_names.add("sketch", TITLE)
