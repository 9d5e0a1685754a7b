"""The pages on which an establishment keeps its systems, and what can be done there."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages as notes
from django.http import HttpResponse
from django.shortcuts import redirect

from guichet.channels.shared import days
from guichet.channels.shared.forms import Problem
from guichet.channels.shared.proxy import issuer_of
from guichet.channels.systems import choices, presentation
from guichet.channels.systems.visit import Visit, keeper
from guichet.channels.systems.words import PHRASES
from guichet.domain.identity.machines import CLIENTS
from guichet.domain.systems import commands, hooks, queries
from guichet.domain.systems.queries import System
from guichet.domain.systems.refusals import KEY_DATES, KEY_PRIVATE
from guichet.engine.context import HOME
from guichet.engine.refusal import Refused
from guichet.engine.registry import today
from guichet.engine.service import Service

_ANCHORS = {
    "name": "id_name",
    "services": "id_services",
    "key": "id_key",
    "valid_until": "id_until",
    "url": "id_url",
    "client_id": "id_client",
    "let": "id_let",
}


@keeper("GET", "HEAD", "POST")
def systems(visit: Visit) -> HttpResponse:
    """Every system of the establishment, and the form to connect one."""
    if not visit.posted:
        return list_page(visit)
    try:
        return _connect(visit)
    except Refused as refused:
        return list_page(visit, refused)


def list_page(visit: Visit, error: Refused | None = None) -> HttpResponse:
    """The list as it is, and what was wrong with what was typed there."""
    form = visit.request.POST
    offered, chosen = choices.held(visit.account, visit.establishment, visit.today), _chosen(visit)
    page = {
        "systems": [
            presentation.line(s, visit.now, visit.language)
            for s in queries.of_establishment(visit.establishment)
        ],
        "guests": [
            presentation.guest_line(s, r, visit.language)
            for s, r in queries.guests_of(visit.establishment)
        ],
        "offered": [(service, service in chosen) for service in offered],
        "let": [(service, service.key in today(form.getlist("let"))) for service in offered],
        "name": form.get("name", "")[: commands.LONGEST_NAME],
        "client_id": form.get("client_id", "")[:100],
        "bound": _bound(visit),
        "may_bind": _may_bind(),
        "may_serve": _may_serve(visit),
        "serves": bool(form.get("clients")),
        "errors": [_problem(error, visit)] if error else [],
        "problem": bool(error),
    }
    return visit.shown("systems/list.html", page, 422 if error else 200)


def _connect(visit: Visit) -> HttpResponse:
    chosen = _chosen(visit)
    system = commands.connect(
        account=visit.account,
        establishment=visit.establishment,
        name=visit.request.POST.get("name", ""),
        services=[service.key for service in chosen],
        rights=_rights(visit, chosen),
        certificate_bound=_bound(visit),
        now=visit.now,
    )
    return _done(visit, system, "done-connected")


@keeper("GET", "HEAD")
def system(visit: Visit, client_id: str) -> HttpResponse:
    """One system: what it may, its keys, its messages."""
    return _page(visit, visit.system(client_id))


def _page(visit: Visit, found: System, error: Refused | None = None) -> HttpResponse:
    form = visit.request.POST
    issuer = issuer_of(visit.request)
    hook = hooks.living(found)
    offered = choices.held(visit.account, visit.establishment, visit.today)
    page: dict[str, Any] = {
        "system": found,
        "line": presentation.line(found, visit.now, visit.language),
        "issuer": issuer,
        "token_address": f"{_token_base(found, issuer)}/oauth/token",
        "offered": [(service, service.key in queries.services_of(found)) for service in offered],
        "keys": [
            presentation.key_line(k, visit.now, visit.language) for k in queries.keys_of(found)
        ],
        "hook": hook,
        "deliveries": [
            presentation.delivery_line(d, visit.language) for d in hooks.deliveries(hook)
        ]
        if hook
        else [],
        "may_bind": _may_bind() or found.certificate_bound,
        "may_serve": _may_serve(visit),
        "serves": choices.serves_clients(found),
        "sure": visit.sure,
        "given": {
            name: form.get(name, "")[:4_000] for name in ("name", "key", "from", "until", "url")
        },
        "errors": [_problem(error, visit)] if error else [],
        "problem": bool(error),
    }
    if error and error.refusal is KEY_PRIVATE:
        page["given"]["key"] = ""  # it goes no further, not even back
    return visit.shown("systems/system.html", page, 422 if error else 200)


def _token_base(found: System, issuer: str) -> str:
    return settings.CERTIFICATES_ADDRESS or issuer if found.certificate_bound else issuer


@keeper("POST")
def change(visit: Visit, client_id: str) -> HttpResponse:
    """Other services, or the binding to a certificate."""
    found, chosen = visit.system(client_id), _chosen(visit)
    try:
        commands.change(
            found,
            account=visit.account,
            services=[service.key for service in chosen],
            rights=_rights(visit, chosen),
            certificate_bound=_bound(visit),
            now=visit.now,
        )
    except Refused as refused:
        return _page(visit, found, refused)
    return _done(visit, found, "done-saved")


@keeper("POST")
def revoke(visit: Visit, client_id: str) -> HttpResponse:
    """End a system."""
    found = visit.system(client_id)
    commands.revoke(found, account=visit.account, now=visit.now)
    return _done(visit, found, "done-revoked")


@keeper("POST", surely=True)
def add_key(visit: Visit, client_id: str) -> HttpResponse:
    """Register a public key."""
    found, form = visit.system(client_id), visit.request.POST
    try:
        if found.revoked_at is None:
            begins, ends = _day(form.get("from", "")), _day(form.get("until", ""))
            commands.add_key(
                found,
                account=visit.account,
                text=form.get("key", ""),
                name=form.get("name", ""),
                valid_from=begins,
                valid_until=ends + timedelta(days=1) if ends else None,
                now=visit.now,
            )
    except Refused as refused:
        return _page(visit, found, refused)
    return _done(visit, found, "done-key")


@keeper("POST")
def revoke_key(visit: Visit, client_id: str, number: int) -> HttpResponse:
    """Stop a key."""
    found = visit.system(client_id)
    commands.revoke_key(found, number, account=visit.account, now=visit.now)
    return _done(visit, found, "done-key-revoked")


@keeper("POST")
def hook(visit: Visit, client_id: str) -> HttpResponse:
    """Tell the system at an address, or nowhere any more."""
    found = visit.system(client_id)
    if "end" in visit.request.POST:
        hooks.end(found, account=visit.account, now=visit.now)
        return _done(visit, found, "done-hook-ended")
    try:
        if found.revoked_at is None:
            hooks.register(
                found, visit.request.POST.get("url", ""), account=visit.account, now=visit.now
            )
    except Refused as refused:
        return _page(visit, found, refused)
    return _done(visit, found, "done-hook")


@keeper("POST")
def resend(visit: Visit, client_id: str, number: int) -> HttpResponse:
    """Send a message again."""
    found = visit.system(client_id)
    hooks.resend(found, number, account=visit.account, now=visit.now)
    return _done(visit, found, "done-resent")


def _done(visit: Visit, found: System, what: str) -> HttpResponse:
    notes.success(visit.request, PHRASES[what].at(visit.language))
    return redirect("system", client_id=found.client_id)


def _chosen(visit: Visit) -> list[type[Service]]:
    """What is ticked, of what the visitor may hand on; the list shown is not trusted."""
    ticked = today(visit.request.POST.getlist("services"))
    return [
        s for s in choices.held(visit.account, visit.establishment, visit.today) if s.key in ticked
    ]


def _rights(visit: Visit, chosen: list[type[Service]]) -> set[str]:
    """What the services need; and, for a bureau that wants it, to act for the clients who appointed
    it.
    """
    needed = choices.rights_of(chosen)
    if needed and visit.request.POST.get("clients") and _may_serve(visit):
        needed.add(CLIENTS)
    return needed


def _may_serve(visit: Visit) -> bool:
    return choices.may_serve_clients(visit.account, visit.establishment, visit.today)


def _may_bind() -> bool:
    """Whether a proxy of ours is there to ask for certificates."""
    return bool(settings.PROXY_SECRET)


def _bound(visit: Visit) -> bool:
    return bool(visit.request.POST.get("bound"))


def _day(text: str) -> datetime | None:
    """The beginning of a day at the institution."""
    if not text.strip():
        return None
    found = days.read(text)
    if found is None or found.year >= 2100:
        raise Refused(KEY_DATES, "valid_until")
    return datetime.combine(found, time(), HOME)


def _problem(refused: Refused, visit: Visit) -> Problem:
    return Problem(refused.sentence(visit.language), _ANCHORS.get(refused.field, "id_key"))
