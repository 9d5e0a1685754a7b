"""The addresses of the telephone, for the walk that finds every door shut."""

from tests.doors.door import Door

DOORS = {
    "": Door(""),
    "mine/": Door("mine/"),
    "start": Door("start", form={"call": "walk", "from": "+966512345678"}),
    "turn": Door("turn", form={"call": "walk", "heard": "1"}),
    "hangup": Door("hangup", form={"call": "walk"}),
    "recordings/<str:language>/<str:name>.wav": Door("recordings/en/walk.wav", open=True),
}
