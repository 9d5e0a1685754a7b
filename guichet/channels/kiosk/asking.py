"""Any service at a kiosk: one question a page, then everything once more, then a code, then the receipt.

Nothing typed is kept legibly on the server: the form carries it from page to page, each page has an address that alone opens it
(`kept_pages`), and all leaves with the visit. The form's ``once`` key makes a second touch answer with the first receipt.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from guichet.channels.kiosk import app_confirm, app_sign_in, carrying, entering, visit
from guichet.channels.kiosk.refusals import WRONG_CODE
from guichet.channels.kiosk.views import show
from guichet.channels.shared import handling, reviewing
from guichet.channels.shared.forms import shown
from guichet.channels.shared.once import once_of
from guichet.dialogue import entry, policy
from guichet.domain.contact import codes
from guichet.engine.outcome import Answer
from guichet.engine.perform import perform
from guichet.engine.refusal import Refused
from guichet.engine.registry import service_of
from guichet.engine.service import Outcome, Service

_LONGEST = 200


@visit.page("GET", "HEAD", "POST")
def service(request: visit.Guest, key: str) -> HttpResponse:
    """A question, the check, the code or the sending; which of them stands in the form's ``step``."""
    asked = _carried(key)
    if request.method != "POST":
        return _onward(request, asked, entering.starting(request, asked), str(uuid.uuid4()))
    names = carrying.asked(asked)
    given = {n: ",".join(request.POST.getlist(n))[:_LONGEST] for n in names if n in request.POST}
    once, step = once_of(request), step_of(request)
    if visit.speaks(request):
        return _again(request, asked, given, once)
    if step in ("send", "chosen") and request.visit.get("once") == once:
        return _to_receipt()
    if step == "change":
        name = request.POST.get("field", "")
        return (
            _question(request, asked, given, once, name)
            if name in names
            else _onward(request, asked, given, once)
        )
    if step == "send":
        return _sent(request, asked, given, once)
    if step == "code":
        return _ask_code(request, asked, given, once)
    if step in ("app", "chosen"):
        return _by_app(request, asked, given, once)
    return _answered(request, asked, given, once)


def _again(
    request: visit.Guest, asked: type[Service], given: dict[str, str], once: str
) -> HttpResponse:
    """The same page in the language just touched, with what was typed; no code is sent for it."""
    name = request.POST.get("field", "")
    if name in carrying.asked(asked):
        return _question(request, asked, given, once, name)
    if "code" in request.POST and _confirms(request, asked):
        return _code_page(request, asked, given, once)
    if step_of(request) == "chosen" and app_sign_in.asked_of(request):
        return app_confirm.digits(request, {"s": asked, "given": given, "once": once})
    return _onward(request, asked, given, once)


def step_of(request: visit.Guest) -> str:
    """Which step the form takes."""
    return str(request.POST.get("step", "answer"))


def _carried(key: str) -> type[Service]:
    try:
        asked = service_of(key)
    except Refused as error:
        raise Http404 from error
    if carrying.why_not(asked) is not None:
        raise Http404
    return asked


def _answered(
    request: visit.Guest, asked: type[Service], given: dict[str, str], once: str
) -> HttpResponse:
    """One question was answered; a slip is told before the next is asked."""
    name = request.POST.get("field", "")
    if name in carrying.asked(asked):
        field = asked.inputs[name]
        given[name] = entering.text_of(field, given.get(name, ""))
        wrong = entry.fault(field, given[name], request.visit["language"])
        if wrong:
            return _question(request, asked, given, once, name, wrong)
    return _onward(request, asked, given, once)


def _onward(
    request: visit.Guest, asked: type[Service], given: Mapping[str, str], once: str
) -> HttpResponse:
    """The next question, or what comes after the last."""
    for name in carrying.asked(asked):
        if not asked.inputs[name].optional and not given.get(name, "").strip():
            return _question(request, asked, given, once, name)
    if _reviewed(request) and request.POST.get("step") != "done":
        return _review(request, asked, given, once)
    if not asked.enquiry:
        return _check(request, asked, given, once)
    if _confirms(request, asked):
        return _ask_code(request, asked, given, once)
    return _perform(request, asked, given, once)


def _confirms(request: visit.Guest, asked: type[Service]) -> bool:
    """Whether a code or the app confirms it."""
    return policy.needs_proof(asked, visit.assurance_of(request.visit), each=True)


def _question(
    request: visit.Guest,
    asked: type[Service],
    given: Mapping[str, str],
    once: str,
    name: str,
    wrong: str = "",
) -> HttpResponse:
    question = entering.question(request, asked, name, given)
    others = {n: v for n, v in given.items() if n != name}
    page = {"s": asked, "q": question, "given": others, "once": once, "error": wrong}
    return show(request, "question", page, 422 if wrong else 200)


def _reviewed(request: visit.Guest) -> bool:
    """Whether the client wants to see an enquiry's answers before it is asked: which months, for whom."""
    return "review" in request.GET or "review" in request.POST


def _review(
    request: visit.Guest, asked: type[Service], given: Mapping[str, str], once: str
) -> HttpResponse:
    page = _answers(request, asked, given) | {"once": once, "step": "done"}
    return show(request, "check", page)


def _answers(
    request: visit.Guest, asked: type[Service], given: Mapping[str, str]
) -> dict[str, Any]:
    """Every answer with a way to change it, and what may be added."""
    language = request.visit["language"]
    known = {n: entry.canonical(asked.inputs[n], text) for n, text in given.items()}
    rows, missing = shown(asked.inputs, known, language), entering.addable(asked, known, language)
    return {"s": asked, "given": given, "rows": rows, "missing": missing}


def _check(
    request: visit.Guest, asked: type[Service], given: Mapping[str, str], once: str
) -> HttpResponse:
    """A rehearsal: everything but the commit."""
    try:
        answer = perform(asked, given, visit.context_of(request, surely=True).rehearsal())
    except Refused as error:
        return _refused(request, asked, given, once, [error.sentence(request.visit["language"])])
    if answer.outcome is Outcome.REFUSED:
        return _refused(request, asked, given, once, _sentences(request, answer))
    language = request.visit["language"]
    page = {
        "s": asked, "given": given, "once": once, "step": "code", "rows": reviewing.asked(answer, language),
        "missing": entering.addable(asked, answer.input, language),
        "told": reviewing.told(answer, language),
        "notes": [finding.sentence(language) for finding in answer.warnings], "repeated": answer.repeated,
    }  # fmt: skip
    return show(request, "check", page)


def _sentences(request: visit.Guest, answer: Answer) -> list[str]:
    return [finding.sentence(request.visit["language"]) for finding in answer.errors]


def _refused(
    request: visit.Guest, asked: type[Service], given: Mapping[str, str], once: str, said: list[str]
) -> HttpResponse:
    """What was refused, and every answer with a way to change it."""
    page = _answers(request, asked, given) | {"once": once, "errors": said}
    return show(request, "check", page, 422)


def _ask_code(
    request: visit.Guest, asked: type[Service], given: Mapping[str, str], once: str
) -> HttpResponse:
    purpose, form = policy.purpose(once, asked.key, given), {"s": asked, "given": given, "once": once}
    app = app_confirm.offered(request)
    try:
        if app and visit.is_proved(request.visit):  # who came by the app confirms in it
            return app_confirm.ask(request, asked, purpose, form)
        try:
            codes.issue(
                request.account, purpose, asked.title, channel=visit.CHANNEL,
                language=request.visit["language"], now=timezone.now(), money=policy.of_money(asked),
            )  # fmt: skip
        except Refused as error:
            if app and error.refusal is codes.NO_MOBILE:
                return app_confirm.ask(request, asked, purpose, form)
            raise
    except Refused as error:
        return _refused(request, asked, given, once, [error.sentence(request.visit["language"])])
    return _code_page(request, asked, given, once)


def _code_page(
    request: visit.Guest, asked: type[Service], given: Mapping[str, str], once: str, error: str = ""
) -> HttpResponse:
    page = {
        "s": asked, "given": given, "once": once, "error": error, "app": app_confirm.offered(request),
    }  # fmt: skip
    return show(request, "code", page, 422 if error else 200)


def _by_app(
    request: visit.Guest, asked: type[Service], given: Mapping[str, str], once: str
) -> HttpResponse:
    """In the app instead of by a code: asked for, then picked."""
    purpose, form = policy.purpose(once, asked.key, given), {"s": asked, "given": given, "once": once}
    try:
        if step_of(request) == "app":
            return app_confirm.ask(request, asked, purpose, form)
        if not app_confirm.is_picked(request, purpose):
            return app_confirm.digits(request, form, waits=True)
    except Refused as error:
        app_sign_in.forget(request)
        return _refused(request, asked, given, once, [error.sentence(request.visit["language"])])
    return _perform(request, asked, given, once)


def _sent(
    request: visit.Guest, asked: type[Service], given: Mapping[str, str], once: str
) -> HttpResponse:
    """The code decides; then it is asked, once."""
    if not _confirms(request, asked):
        return _perform(request, asked, given, once)
    code, purpose = request.POST.get("code", "")[:12], policy.purpose(once, asked.key, given)
    if not codes.redeem(request.account, purpose, code, channel=visit.CHANNEL, now=timezone.now()):
        error = WRONG_CODE.sentence(request.visit["language"])
        return _code_page(request, asked, given, once, error)
    return _perform(request, asked, given, once)


def _perform(
    request: visit.Guest, asked: type[Service], given: Mapping[str, str], once: str
) -> HttpResponse:
    context = visit.context_of(request, surely=_confirms(request, asked), key=f"kiosk-{once}")
    try:
        answer = perform(asked, given, context)
    except Refused as error:
        anew = policy.key_after(once, error.refusal)
        return _refused(request, asked, given, anew, [error.sentence(request.visit["language"])])
    if answer.outcome is Outcome.REFUSED:
        anew = policy.key_after(once, answer.outcome)
        return _refused(request, asked, given, anew, _sentences(request, answer))
    handling.measured(request, answer, visit.CHANNEL, timezone.now())
    request.visit |= visit.Visit(
        receipt=answer.transaction, service=asked.key, repeated=answer.repeated, once=once
    )
    visit.keep(request)
    return _to_receipt()


def _to_receipt() -> HttpResponse:
    """303: going back or reloading sends nothing."""
    return HttpResponseRedirect(reverse("kiosk-receipt"), status=303)
