"""Where voice browsers find the telephone channel."""

from django.urls import path

from guichet.channels.voice import views

PREFIX = "voice/"

urlpatterns = [
    path("", views.entrance, name="voice-entrance"),
    path("start", views.start, name="voice-start"),
    path("turn", views.turn, name="voice-turn"),
    path("hangup", views.hangup, name="voice-hangup"),
    path("recordings/<str:language>/<str:name>.wav", views.recording, name="voice-recording"),
]
