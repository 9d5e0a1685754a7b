"""Where machines get tokens, and where clients keep their machines; the menu entry too."""

from __future__ import annotations

from django.urls import path

from guichet.channels.shared import nav
from guichet.channels.systems import endpoints, others_systems, views
from guichet.channels.systems.words import PHRASES

PREFIX = ""

urlpatterns = [
    path(".well-known/oauth-authorization-server", endpoints.metadata, name="oauth-metadata"),
    path("oauth/token", endpoints.token, name="oauth-token"),
    path("oauth/jwks.json", endpoints.key_set, name="oauth-keys"),
    path("systems/", views.systems, name="systems"),
    path("systems/others/", others_systems.admit, name="system-admit"),
    path("systems/others/<str:client_id>/end/", others_systems.send_away, name="system-send-away"),
    path("systems/<str:client_id>/", views.system, name="system"),
    path("systems/<str:client_id>/services/", views.change, name="system-change"),
    path("systems/<str:client_id>/keys/", views.add_key, name="system-key"),
    path(
        "systems/<str:client_id>/keys/<int:number>/revoke/",
        views.revoke_key,
        name="system-key-revoke",
    ),
    path("systems/<str:client_id>/webhook/", views.hook, name="system-hook"),
    path(
        "systems/<str:client_id>/messages/<int:number>/again/", views.resend, name="system-resend"
    ),
    path("systems/<str:client_id>/revoke/", views.revoke, name="system-revoke"),
]

nav.add("systems", PHRASES["menu"], order=8, places=("system",), rights=("owner",))
