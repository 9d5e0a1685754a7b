"""The operations. Each translates the call, asks the engine once, and translates the answer."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from ninja import NinjaAPI

from guichet.channels.api import (
    answers,
    error_handlers,
    openapi,
    pagination,
    papers,
    problems,
    request_bodies,
    signatures,
    signin,
)
from guichet.channels.api.problems import NOT_FOUND, Problem
from guichet.channels.shared import attachments as attaching
from guichet.channels.shared import disclosures
from guichet.channels.shared.changes import as_told
from guichet.channels.shared.collections import known
from guichet.channels.shared.language import page_language
from guichet.engine import attachments, keys, receipt, records
from guichet.engine.context import Context
from guichet.engine.outcome import Answer
from guichet.engine.perform import perform, perform_many
from guichet.engine.records import Record
from guichet.engine.refusal import declared
from guichet.engine.registry import service_of, services
from guichet.engine.service import Outcome
from guichet.lib.country_languages import languages


class CatalogueApi(NinjaAPI):
    """Operations by Ninja; their description from the catalogue and not from Python signatures."""

    def get_openapi_schema(self, **_: Any) -> Any:
        """The OpenAPI 3.1 document, in English: for ``manage.py export_openapi_schema``."""
        return openapi.document("en")


api = CatalogueApi(
    title="Guichet",
    version="1",
    docs_url=None,
    openapi_url=None,
    urls_namespace="api",
    auth=signin.Bearer(),
)


def _json(said: Any, status: int = 200) -> HttpResponse:
    return JsonResponse(said, status=status, json_dumps_params={"ensure_ascii": False})


@api.post("/services/{key}")
def ask(request: HttpRequest, key: str, dry_run: bool = False) -> HttpResponse:
    """Ask for a service, once (``input``) or many times (``rows``)."""
    service = service_of(key)
    context = signin.context_of(request, dry_run=dry_run)
    asked = request_bodies.asked(request, service)
    signature = signatures.kept(request, asked.body, context)
    for row, name, content in asked.files:
        row[name] = attaching.keep(content, service=service, field=name, context=context)
    if asked.single:
        found = [perform(service, asked.rows[0], context)]
        response = _single(found[0], context)
    else:
        signin.count_rows(context.actor, len(asked.rows))
        found = perform_many(service, asked.rows, context)
        response = _batch(found, context)
    if signature is not None:
        response.headers["Guichet-Signer"] = signature.certificate.serial
    if key != service.key:  # RFC 5829
        successor = f"/api/v1/services/{service.key}"
        response.headers["Link"] = f'<{successor}>; rel="successor-version"'
    if context.idempotency_key:
        response.headers["Idempotency-Key"] = context.idempotency_key
    return response


def _single(answer: Answer, context: Context) -> HttpResponse:
    language, scope = context.language, context.actor.services
    said = answers.shown(answer, language, scope)
    if answer.outcome is Outcome.REFUSED:
        response = problems.of_answer(answer, said, language, scope)
    else:
        waits = answer.outcome in (Outcome.HELD, Outcome.REFERRED)
        if waits:
            said["notes"] = [problems.finding(f, language, scope) for f in answer.errors]
        response = _json(said, 202 if waits else 200)
    if answer.repeated:
        response.headers["Idempotent-Replay"] = "true"
    return response


def _batch(found: list[Answer], context: Context) -> HttpResponse:
    language, scope = context.language, context.actor.services
    said: dict[str, Any] = {
        "counts": answers.counts(found),
        # A repetition is the first transaction, whose row number is that of another call.
        "rows": [
            answers.shown_row(answer, row, language, scope) for row, answer in enumerate(found, 1)
        ],
    }
    if found and not found[0].kept:
        said["changes"] = as_told(found[0].changes)
    response = _json(said)
    if all(answer.repeated for answer in found):
        response.headers["Idempotent-Replay"] = "true"
    return response


@api.get("/services", auth=None)
def list_services(request: HttpRequest) -> HttpResponse:
    """Every service and what it asks for."""
    language = page_language()
    return _json({"services": [openapi.summary(s, language) for s in services().values()]})


@api.get("/transactions/{reference}")
def transaction(request: HttpRequest, reference: str) -> HttpResponse:
    """What became of an asking."""
    record, scope = _own(request, reference), signin.context_of(request).actor.services
    return _json(answers.shown_record(record, page_language(), scope))


@api.get("/transactions/{reference}/attachments/{field}")
def attachment(request: HttpRequest, reference: str, field: str) -> HttpResponse:
    """A file that came with an asking.

    Raises:
        Problem: the asking came with no such file.
    """
    record = _own(request, reference)
    try:
        kept = attachments.read(record.answer.transaction, field, signin.context_of(request))
    except attachments.NoSuchAttachment:
        raise Problem(NOT_FOUND) from None
    headers = {"Content-Disposition": f'attachment; filename="{kept.name}"'}
    return HttpResponse(kept.content, content_type=kept.media_type, headers=headers)


@api.get("/receipts/{reference}")
def signed_receipt(request: HttpRequest, reference: str) -> HttpResponse:
    """The signed proof, for keeping: anybody can verify it with the public key alone.

    Raises:
        Problem: the workers have not signed it yet.
    """
    record = _own(request, reference)
    try:
        return _json(receipt.document(record.answer.transaction))
    except receipt.NoSuchReceipt:
        raise Problem(problems.NOT_SIGNED_YET, seconds=2) from None


@api.get("/transactions/{reference}/paper")
def signed_paper(request: HttpRequest, reference: str) -> HttpResponse:
    """The signed PDF of a transaction."""
    answer = _own(request, reference).answer
    return papers.signed(answer.transaction, answer.reference, page_language())


@api.get("/papers/{number}", auth=None)
def checked_paper(request: HttpRequest, number: str, code: str = "") -> HttpResponse:
    """Whether a document holds, for whoever was shown it."""
    response = _json(papers.checked(request, number, code, page_language()))
    response.headers["Cache-Control"] = "no-store"
    return response


def _own(request: HttpRequest, reference: str) -> Record:
    context = signin.context_of(request)
    record = records.find(reference, context.now)
    # The same words for a stranger's transaction and for none: nobody may learn which exist.
    if record is None or not answers.may_read(record, context.actor, context.today):
        raise Problem(NOT_FOUND)
    disclosures.note_answers(request, "api", record.answer.service, [record.answer])
    return record


@api.get("/keys", auth=None)
def public_keys(request: HttpRequest) -> HttpResponse:
    """The institution's public keys, by which receipts are verified."""
    found = [
        {
            "id": name,
            "algorithm": "Ed25519",
            "public_key": b64encode(key.public_bytes_raw()).decode(),
            "pem": keys.public_pem(key).decode(),
        }
        for name, key in keys.public_keys().items()
    ]
    return _json({"keys": found})


@api.post("/token", auth=None)
def token(request: HttpRequest) -> HttpResponse:
    """A short-lived token for a user name and password."""
    response = _json(signin.sign_in(request))
    response.headers["Cache-Control"] = "no-store"
    return response


@api.get("/problems/{code}", auth=None)
def problem(request: HttpRequest, code: str) -> HttpResponse:
    """What a problem type means, in every language.

    Raises:
        Problem: no refusal has this code.
    """
    services()  # every refusal is declared once the catalogue is loaded
    refusal = declared().get(code)
    if refusal is None:
        raise Problem(NOT_FOUND)
    sentences = {language: refusal.words.template(language) for language in languages()}
    return _json({"code": code, "status": problems.status_of(code), "sentences": sentences})


@api.get("/openapi.json", auth=None)
def described(request: HttpRequest) -> HttpResponse:
    """The OpenAPI 3.1 document in the caller's language."""
    return HttpResponse(openapi.text(page_language()), content_type="application/json")


@api.get("/docs", auth=None)
def documentation(request: HttpRequest) -> HttpResponse:
    """The same for people."""
    return render(request, "api/docs.html", openapi.page(page_language()))


def _collection(name: str) -> Callable[[HttpRequest], HttpResponse]:
    def page(request: HttpRequest) -> HttpResponse:
        return _json(pagination.listed(request, name))

    page.__name__ = f"list_{name}"
    page.__doc__ = f"A page of the {name} the caller may see."
    return page


for _kind, _handler in error_handlers.HANDLERS:
    api.add_exception_handler(_kind, _handler)
for _name in known():
    api.get(f"/{_name}")(_collection(_name))
