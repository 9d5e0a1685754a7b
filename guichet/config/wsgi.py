"""The web processes' entry point."""

import os

from django.core.wsgi import get_wsgi_application

# A web process works a row or a few: one thread plans them quicker than it wakes a pool. Read when polars loads.
os.environ.setdefault("POLARS_MAX_THREADS", "1")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guichet.config.settings")
application = get_wsgi_application()
