"""Where kiosks find their pages, and monitoring the kiosks."""

from django.urls import path

from guichet.channels.kiosk import (
    app_sign_in,
    board,
    card_page,
    card_sign_in,
    card_words,
    dialogue,
    health,
    middleware,
    pin_choice,
    receipts,
    spoken_help,
    tickets,
    views,
)
from guichet.channels.shared import failures, nav

PREFIX = "kiosk/"

urlpatterns = [
    path("", views.start, name="kiosk-start"),
    path("begin/", views.begin, name="kiosk-begin"),
    path("end/", views.end, name="kiosk-end"),
    path("stay/", views.stay, name="kiosk-stay"),
    path("contrast/", views.contrast, name="kiosk-contrast"),
    path("language/", views.language, name="kiosk-language"),
    path("sign-in/", views.sign_in, name="kiosk-sign-in"),
    path("pin/", pin_choice.choose, name="kiosk-choose-pin"),
    path("app/", app_sign_in.app, name="kiosk-app"),
    path("app/state", app_sign_in.state, name="kiosk-app-state"),
    path("card/", card_sign_in.card, name="kiosk-card"),
    path("my-card/", card_page.my_card, name="kiosk-my-card"),
    path("board/", board.board, name="kiosk-board"),
    path("ticket/", tickets.ticket, name="kiosk-ticket"),
    path("help/<str:page>-<str:language>.wav", spoken_help.spoken, name="kiosk-help"),
    path("services/", views.services, name="kiosk-services"),
    path("services/<str:key>/", dialogue.service, name="kiosk-service"),
    path("receipt/", receipts.receipt, name="kiosk-receipt"),
    path("receipt/print/", receipts.print_receipt, name="kiosk-print"),
    path("receipt/document/", receipts.print_document, name="kiosk-document"),
    path("alive", health.alive, name="kiosk-alive"),
    path("health", health.health, name="kiosk-health"),
]

nav.add_own("kiosk-my-card", card_words.TITLE, "qr", order=5)
failures.dress(PREFIX, middleware.lost)
