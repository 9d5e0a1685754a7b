"""The consolidator notices payments at ``/bank/consolidator/notices/``."""

from __future__ import annotations

from django.urls import path

from guichet.channels.bank import views

PREFIX = "bank/"

urlpatterns = [path("consolidator/notices/", views.notices, name="consolidator-notices")]
