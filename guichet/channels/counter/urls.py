"""Staff who serve clients work at ``/counter/``."""

from __future__ import annotations

from django.urls import path

from guichet.channels.counter import desk, dialogue, figures, means, naming, receipts, second
from guichet.channels.counter.words import WORDS
from guichet.channels.shared import nav
from guichet.domain.identity.staff import COUNTER

PREFIX = "counter/"

urlpatterns = [
    path("", desk.desk, name="counter"),
    path("ticket/", desk.ticket, name="counter-ticket"),
    path("desk/", desk.place, name="counter-place"),
    path("next/", desk.call_next, name="counter-next"),
    path("absent/", desk.absent, name="counter-absent"),
    path("client/", naming.client, name="counter-client"),
    path("consent/", naming.consent, name="counter-consent"),
    path("sitting/", naming.sitting, name="counter-sitting"),
    path("means/", means.means, name="counter-means"),
    path("second/<int:number>/", second.second, name="counter-second"),
    path("end/", naming.end, name="counter-end"),
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
    count=desk.waiting,
)
