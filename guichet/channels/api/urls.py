"""Where the system-to-system channel answers."""

from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from guichet.channels.api.error_handlers import not_found
from guichet.channels.api.views import api

PREFIX = "api/v1/"

urlpatterns = [
    path("", api.urls),
    path("<path:path>", csrf_exempt(not_found)),  # a machine must not get a page
]
