"""Where providers call us back."""

from django.urls import path

from guichet.channels.sms import views

PREFIX = "sms/"

urlpatterns = [
    path("kannel/text", views.kannel_text, name="sms-kannel-text"),
    path("kannel/report", views.kannel_report, name="sms-kannel-report"),
    path("aggregator/<str:name>", views.aggregator, name="sms-aggregator"),
]
