"""Where machines get tokens, and where clients keep their machines."""

from __future__ import annotations

from django.urls import path

from guichet.channels.systems import endpoints

PREFIX = ""

urlpatterns = [
    path(".well-known/oauth-authorization-server", endpoints.metadata, name="oauth-metadata"),
    path("oauth/token", endpoints.token, name="oauth-token"),
    path("oauth/jwks.json", endpoints.key_set, name="oauth-keys"),
]
