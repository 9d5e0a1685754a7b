"""The addresses of text messages, for the walk that finds every door shut."""

from tests.doors.door import Door

_TEXT = {"from": "+966512345678", "text": "{reference}"}

DOORS = {
    "kannel/text": Door("kannel/text", form=_TEXT),
    "kannel/report": Door("kannel/report", form=_TEXT),
    "aggregator/<str:name>": Door("aggregator/walk", form=_TEXT),
}
