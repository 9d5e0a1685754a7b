"""Where voice browsers find the telephone channel, and people their mobile and PIN."""

from django.urls import path

from guichet.channels.shared import failures, nav
from guichet.channels.voice import telephone_page, telephone_words, views

PREFIX = "voice/"

urlpatterns = [
    path("", views.entrance, name="voice-entrance"),
    path("mine/", telephone_page.telephone, name="telephone"),
    path("start", views.start, name="voice-start"),
    path("turn", views.turn, name="voice-turn"),
    path("hangup", views.hangup, name="voice-hangup"),
    path("recordings/<str:language>/<str:name>.wav", views.recording, name="voice-recording"),
]

nav.add_own("telephone", telephone_words.TITLE, "phone", order=4)
failures.dress(PREFIX, views.failed)
