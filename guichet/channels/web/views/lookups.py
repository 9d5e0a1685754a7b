"""Small answers while somebody types: the name behind a number, a day in both calendars."""

from __future__ import annotations

from typing import cast

import polars as pl
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from guichet.channels.web import visit
from guichet.domain.identity import queries
from guichet.domain.registry.looking_up import may_look_up
from guichet.domain.verification import queries as verification
from guichet.engine.actor import PartyKind
from guichet.engine.fields import NationalId, tidy
from guichet.engine.fields.measures import Day
from guichet.lib.identifiers import person_valid
from guichet.lib.showing import show_day
from guichet.lib.text import Words

_LONGEST = 40
_RIGHT = "register"
_ANY = Words(ar="", en="", fr="")
_DAY, _NUMBER = Day(_ANY), NationalId(_ANY)


def _typed(request: visit.Visitor) -> pl.Series:
    """What stands in the field the page names, tidied, as a series of one."""
    text = request.GET.get(request.GET.get("field", ""), "")[:_LONGEST]
    return tidy(pl.Series([text], dtype=pl.String))


def nothing() -> HttpResponse:
    """An empty answer that empties the place it goes to."""
    return HttpResponse("", headers={"Cache-Control": "no-store"})


@visit.page()
def day(request: visit.Visitor) -> HttpResponse:
    """The day as it is understood, in both calendars."""
    value = _DAY.parse(_typed(request)).item()
    if value is None:
        return nothing()
    return HttpResponse(show_day(value, visit.language()), content_type="text/plain; charset=utf-8")


@visit.page()
def person(request: visit.Visitor) -> HttpResponse:
    """The verified name behind a national number, so that a slip shows before it is sent.

    Only for those who may register workers somewhere; every look-up stays in the audit log.
    """
    typed = _NUMBER.parse(_typed(request))
    if typed.item() is None or not person_valid(str(typed.item())):
        return nothing()
    if not queries.holds(request.user, _RIGHT, PartyKind.ESTABLISHMENT, visit.today()):
        return nothing()
    number, now = cast(int, typed.item()), timezone.now()
    if not may_look_up(request.user.pk, number, now):
        return render(request, "web/_glance.html", {"limited": True})
    visit.saw(request, subjects=[number])
    glance = verification.glance("civil", number, now=now)
    page = {"glance": glance, "line": glance.line(visit.language()) if glance else ""}
    return render(request, "web/_glance.html", page)
