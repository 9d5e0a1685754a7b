"""Browsers of the staff, and of those who are not."""

from __future__ import annotations

from django.test import Client
from django.utils import timezone

from guichet.domain.identity import commands as identity
from guichet.domain.identity.staff import BOOKS, GATHER, RECONCILE, RELEASE
from guichet.domain.identity.tests.staffing import appoint
from guichet.engine.actor import Segment

PASSWORD = "correct horse battery"


def signed_in(segment: Segment, language: str = "en", *rights: str) -> Client:
    """Somebody signed in; of the staff, with these rights: whoever works with the bank's pages, if
    none is named.
    """
    account = identity.open_account(
        username=segment.value,
        password=PASSWORD,
        person_number=None,
        name_ar="اسم",
        language=language,
        segments=[segment],
    )
    if segment is Segment.STAFF:
        appoint(account, *(rights or (BOOKS, GATHER, RECONCILE, RELEASE)))
    browser = Client()
    browser.cookies["django_language"] = language
    browser.post("/sign-in/", {"username": segment.value, "password": PASSWORD})
    return browser


def surely(browser: Client) -> Client:
    """The same browser, whose person has just shown a second factor (how, is tested with its
    pages).
    """
    session = browser.session
    session["proved"] = timezone.now().timestamp()
    session.save()
    return browser
