"""The list of services, by segment, with search."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl
from django.http import HttpResponse
from django.shortcuts import redirect, render

from guichet.channels.shared import nav
from guichet.channels.shared.language import page_language
from guichet.channels.web import search, visit
from guichet.channels.web.person_status import PersonStatus, of_person
from guichet.domain.contributions import queries as contributions
from guichet.domain.identity import staff
from guichet.domain.identity.queries import may, segments_of
from guichet.engine.actor import PartyKind, Segment
from guichet.engine.registry import services
from guichet.engine.service import Service
from guichet.lib.text import Words

_OFTEN = 3  # the shortcuts under the search box


@dataclass(frozen=True, slots=True)
class Group:
    """One segment's services."""

    segment: Segment
    icon: str
    title: Words
    about: Words
    looked_for: Words
    services: list[type[Service]]


_LOOKED_FOR = Words(
    ar="تسجيل عامل، تعديل أجر…",
    en="Register a worker, change a wage…",
    fr="Inscrire un travailleur, modifier un salaire…",
)
_SEGMENTS = {
    Segment.EMPLOYER: (
        "employer",
        Words(ar="أصحاب العمل", en="Employers", fr="Employeurs"),
        Words(
            ar="عمالك واشتراكاتك ووضعك النظامي",
            en="Your workers, your contributions, your standing",
            fr="Vos travailleurs, vos cotisations, votre situation",
        ),
        _LOOKED_FOR,
    ),
    Segment.CONTRIBUTOR: (
        "worker",
        Words(ar="العمال", en="Workers", fr="Travailleurs"),
        Words(
            ar="ما سدّده أصحاب عملك وما تستحقه مقابله",
            en="What your employers paid, and what it gives you",
            fr="Ce que vos employeurs ont payé, et vos droits",
        ),
        Words(
            ar="متى أتقاعد، شهادة الأجور…",
            en="When can I retire, proof of wages…",
            fr="Quand partir, attestation de salaire…",
        ),
    ),
    Segment.BENEFICIARY: (
        "beneficiary",
        Words(ar="المستفيدون", en="Beneficiaries", fr="Bénéficiaires"),
        Words(
            ar="المعاشات والمنح والحساب الذي تُصرف إليه",
            en="Pensions, grants and the account they are paid to",
            fr="Pensions, aides et compte de versement",
        ),
        Words(
            ar="شهادة معاش، حسابي البنكي…",
            en="Pension certificate, my bank account…",
            fr="Attestation de pension, mon compte…",
        ),
    ),
    Segment.HOSPITAL: (
        "hospital",
        Words(ar="المستشفيات", en="Hospitals", fr="Hôpitaux"),
        Words(
            ar="التغطية والعلاج والفواتير",
            en="Cover, treatment and invoices",
            fr="Couverture, soins et factures",
        ),
        _LOOKED_FOR,
    ),
    Segment.PUBLIC_BODY: (
        "public",
        Words(ar="الجهات الحكومية", en="Public bodies", fr="Organismes publics"),
        Words(
            ar="حقائق موثّقة بدل الورق",
            en="Verified facts instead of paper",
            fr="Des faits vérifiés à la place du papier",
        ),
        _LOOKED_FOR,
    ),
    Segment.STAFF: (
        "user",
        Words(ar="الموظفون", en="Staff", fr="Agents"),
        Words(ar="خدمات الموظفين", en="Services for staff", fr="Services réservés aux agents"),
        _LOOKED_FOR,
    ),
}


def groups_for(own: frozenset[Segment]) -> list[Group]:
    """The client's own segments first; nobody but staff sees what is for staff."""
    order = sorted(_SEGMENTS, key=lambda segment: segment not in own)
    groups = []
    for segment in order:
        if segment is Segment.STAFF and segment not in own:
            continue
        told = _SEGMENTS[segment]
        offered = [s for s in services().values() if segment in s.audience]
        if offered:
            groups.append(Group(segment, *told, offered))
    return groups


def _often(groups: list[Group]) -> list[type[Service]]:
    """Shortcuts: of the client's first group, what is asked for a party rather than once in a
    lifetime.
    """
    offered = groups[0].services if groups else []
    return [s for s in offered if s.party_kind is not PartyKind.NOBODY][:_OFTEN]


def _account(request: visit.Visitor) -> dict[str, Any] | None:
    """What the establishment acted for owes, if the visitor may view it.

    Read from what `account.balance` answers from, and not asked: everybody comes by here, and has
    not looked at an account.
    """
    number = visit.acting_establishment(request)
    kind = PartyKind.ESTABLISHMENT
    if number is None or not may(request.user, "view", kind, number, visit.today()):
        return None
    due = contributions.account_of(pl.Series([number], dtype=pl.Int64), visit.today())
    return due.row(0, named=True)


def _person_status(request: visit.Visitor) -> PersonStatus | None:
    """Where the visitor stands, who acts for nobody but themselves."""
    own, party = request.user.person_number, visit.acting(request)
    if own is None or (party and (party["kind"], party["number"]) != (PartyKind.PERSON, own)):
        return None
    return of_person(own, visit.today(), page_language())


@visit.page()
def home(request: visit.Visitor) -> HttpResponse:
    """Everything one may ask for; with ``q``, what matches. A script asks for the list alone. Staff
    find their work first.
    """
    if staff.is_staff(request.user) and not {nav.MINE, "q"} & request.GET.keys():
        return redirect(nav.WORK)
    query = request.GET.get("q", "").strip()[:100]
    own = segments_of(request.user)
    groups = groups_for(own)
    page: dict[str, Any] = {
        "q": query,
        "groups": groups,
        "found": search.found(query) if query else [],
        "often": _often(groups),
        "looked_for": groups[0].looked_for if groups else "",
        "account": None,
    }
    alone = bool(request.htmx)  # type: ignore[attr-defined]
    if not alone:
        page |= {"account": _account(request), "status": _person_status(request)}
    return render(request, "web/_services.html" if alone else "web/home.html", page)
