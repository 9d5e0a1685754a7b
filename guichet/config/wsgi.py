"""The web processes' entry point."""

import gc
import os

from django.core.wsgi import get_wsgi_application

# A web process works a row or a few: one thread plans them quicker than it wakes a pool. Read when
# polars loads.
os.environ.setdefault("POLARS_MAX_THREADS", "1")
# It asks the same small questions all day, so the database plans each once a connection. (Workers
# ask large ones, whose best plan depends on how much there is.) 0 where a pooler hands connections
# from one transaction to the next.
os.environ.setdefault("GUICHET_PREPARE_AFTER", "3")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guichet.config.settings")
application = get_wsgi_application()
# What is loaded now stays: the collector need not walk through it again and again.
gc.collect()
gc.freeze()
gc.set_threshold(10_000, 20, 50)
