"""Mounts every channel found at the prefix it names (``PREFIX``, default: its own name)."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from guichet.config import discovery

urlpatterns: list[URLPattern | URLResolver] = []
# The longest prefix first, so that the virtual branch at "" never hides another channel.
for module in sorted(
    discovery.load("urls"),
    key=lambda m: -len(getattr(m, "PREFIX", m.__name__.split(".")[-2] + "/")),
):
    prefix = getattr(module, "PREFIX", module.__name__.split(".")[-2] + "/")
    urlpatterns.append(path(prefix, include(module.__name__)))

# A channel may bring its own error pages.
for module in discovery.load("urls"):
    for handler in ("handler400", "handler403", "handler404", "handler500"):
        if hasattr(module, handler):
            globals()[handler] = getattr(module, handler)
