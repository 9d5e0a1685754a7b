"""Where assistants connect; what the channel is called, and that systems get tokens for it."""

from django.urls import path

from guichet.channels.assistant import views
from guichet.channels.assistant.capabilities import PATH
from guichet.channels.shared import channel_names
from guichet.domain.systems import tokens
from guichet.lib.text import Words

PREFIX = ""

urlpatterns = [path(PATH[1:], views.endpoint), path(views.METADATA[1:], views.metadata)]

channel_names.add("assistant", Words(ar="المساعد", en="Assistant", fr="Assistant"))
tokens.open_to(PATH)
