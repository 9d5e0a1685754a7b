"""Staff who serve clients work at ``/counter/``."""

from __future__ import annotations

from django.urls import path

from guichet.channels.counter import (
    client_identification,
    credentials,
    dialogue,
    figures,
    four_eyes,
    receipts,
    waiting_room,
)
from guichet.channels.counter.words import WORDS
from guichet.channels.shared import nav
from guichet.domain.identity.staff import COUNTER

PREFIX = "counter/"

urlpatterns = [
    path("", waiting_room.desk, name="counter"),
    path("ticket/", waiting_room.ticket, name="counter-ticket"),
    path("desk/", waiting_room.place, name="counter-place"),
    path("next/", waiting_room.call_next, name="counter-next"),
    path("absent/", waiting_room.absent, name="counter-absent"),
    path("client/", client_identification.client, name="counter-client"),
    path("consent/", client_identification.consent, name="counter-consent"),
    path("sitting/", client_identification.sitting, name="counter-sitting"),
    path("means/", credentials.means, name="counter-means"),
    path("second/<int:number>/", four_eyes.second, name="counter-second"),
    path("end/", client_identification.end, name="counter-end"),
    path("services/<str:key>/", dialogue.service, name="counter-service"),
    path("receipts/<str:ref>/", receipts.receipt, name="counter-receipt"),
    path("receipts/<str:ref>/paper-<str:language>.pdf", receipts.paper, name="counter-paper"),
    path("figures/", figures.figures, name="counter-figures"),
]

nav.add_work(
    "counter",
    WORDS["counter"],
    WORDS["counter_about"],
    "users",
    tasks=(COUNTER,),
    order=11,
    places=tuple(p.name for p in urlpatterns if p.name),
    count=waiting_room.waiting,
)
