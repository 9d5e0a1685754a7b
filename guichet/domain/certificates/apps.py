"""Certificates as a Django app."""

from django.apps import AppConfig


class CertificatesConfig(AppConfig):
    """Tables are named ``certificates_*``."""

    name = "guichet.domain.certificates"
    label = "certificates"
