"""Small answers while somebody types: the name behind a number, a day in both calendars."""

from __future__ import annotations

from typing import cast

import polars as pl
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from guichet.channels.shared.language import page_language
from guichet.channels.web import visit
from guichet.domain.identity import queries
from guichet.domain.registry.engagement_facts import engagements_of
from guichet.domain.registry.lookup_budget import may_look_up
from guichet.domain.verification import queries as verification
from guichet.engine.actor import PartyKind
from guichet.engine.fields import NationalId, tidy
from guichet.engine.fields.measures import Day
from guichet.lib.display import show_amount, show_day
from guichet.lib.identifiers import person_valid
from guichet.lib.text import Words

_LONGEST = 40
_DIGITS = 10
_RIGHT, _WAGES = "register", "wages"
_NOW = Words(
    ar="الأجر الآن: أساسي {basic} ريال، وبدل سكن {housing} ريال",
    en="Wage now: basic {basic} SAR, housing {housing} SAR",
    fr="Salaire actuel\u202f: base {basic} SAR, logement {housing} SAR",
)
_NOW_BASIC = Words(
    ar="الأجر الآن: {basic} ريال، بلا بدل سكن",
    en="Wage now: {basic} SAR, no housing",
    fr="Salaire actuel\u202f: {basic} SAR, sans logement",
)
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
    return HttpResponse(show_day(value, page_language()), content_type="text/plain; charset=utf-8")


def _wage(request: visit.Visitor, worker: int) -> str:
    """The wage in force, on the form that changes it, of whoever is engaged where the form says."""
    place = request.GET.get("establishment", "")[:_DIGITS]
    if "wage" not in request.GET or not (place.isascii() and place.isdigit()):
        return ""
    today = visit.today()
    if not queries.may(request.user, _WAGES, PartyKind.ESTABLISHMENT, int(place), today):
        return ""
    numbers = (pl.Series([n], dtype=pl.Int64) for n in (int(place), worker))
    found = engagements_of(*numbers, on=pl.Series([today])).row(0, named=True)
    if found["wage_basic"] is None or (found["until"] or today) < today:
        return ""
    visit.saw(request, establishment=int(place), subjects=[worker])
    language = page_language()
    basic, housing = (
        show_amount(found[name] or 0, language) for name in ("wage_basic", "wage_housing")
    )
    return (_NOW if found["wage_housing"] else _NOW_BASIC).at(
        language, basic=basic, housing=housing
    )


@visit.page()
def person(request: visit.Visitor) -> HttpResponse:
    """The verified name behind a national number, so that a slip shows before it is sent; and the
    wage, where that is changed.

    The name only for those who may register workers somewhere; every look-up stays in the audit
    log.
    """
    typed = _NUMBER.parse(_typed(request))
    if typed.item() is None or not person_valid(str(typed.item())):
        return nothing()
    number, now = cast(int, typed.item()), timezone.now()
    wage = _wage(request, number)
    if not queries.holds(request.user, _RIGHT, PartyKind.ESTABLISHMENT, visit.today()):
        return (
            render(request, "web/_glance.html", {"wage": wage, "wage_only": True})
            if wage
            else nothing()
        )
    if not may_look_up(request.user.pk, number, now):
        return render(request, "web/_glance.html", {"limited": True, "wage": wage})
    if not wage:
        visit.saw(request, subjects=[number])
    glance = verification.glance("civil", number, now=now)
    page = {"glance": glance, "line": glance.line(page_language()) if glance else "", "wage": wage}
    return render(request, "web/_glance.html", page)
