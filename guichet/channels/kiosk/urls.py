"""Where kiosks find their pages, and monitoring the kiosks."""

from django.urls import path

from guichet.channels.kiosk import asking, health, receipts, views

PREFIX = "kiosk/"

urlpatterns = [
    path("", views.start, name="kiosk-start"),
    path("begin/", views.begin, name="kiosk-begin"),
    path("end/", views.end, name="kiosk-end"),
    path("stay/", views.stay, name="kiosk-stay"),
    path("contrast/", views.contrast, name="kiosk-contrast"),
    path("language/", views.language, name="kiosk-language"),
    path("sign-in/", views.sign_in, name="kiosk-sign-in"),
    path("services/", views.services, name="kiosk-services"),
    path("services/<str:key>/", asking.service, name="kiosk-service"),
    path("receipt/", receipts.receipt, name="kiosk-receipt"),
    path("receipt/print/", receipts.print_receipt, name="kiosk-print"),
    path("alive", health.alive, name="kiosk-alive"),
    path("health", health.health, name="kiosk-health"),
]
