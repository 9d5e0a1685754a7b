"""How this channel says no: RFC 9457 problem documents, in the caller's language, with the code of
the refusal.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse, JsonResponse

from guichet.channels.shared.failures import MEDIA_TYPE as MEDIA_TYPE
from guichet.channels.shared.failures import TITLES as TROUBLES
from guichet.channels.shared.failures import TOKEN_MISSING as TOKEN_MISSING
from guichet.channels.shared.failures import TOO_MANY_CALLS as TOO_MANY_CALLS
from guichet.channels.shared.failures import UNAVAILABLE as UNAVAILABLE
from guichet.channels.shared.failures import UNEXPECTED as UNEXPECTED
from guichet.engine.outcome import Answer, Finding
from guichet.engine.refusal import Refusal, Refused
from guichet.lib import logs
from guichet.lib.text import Words

LOG = logging.getLogger("guichet.api")

UNREADABLE = Refusal(
    "request-unreadable",
    ar="تعذرت قراءة الطلب عند {place}: {fault}. أرسل JSON كما تصفه وثيقة OpenAPI.",
    en="The request cannot be read at {place}: {fault}. Send JSON as the OpenAPI document describes it.",
    fr="La demande est illisible à {place} : {fault}. Envoyez le JSON décrit par le document OpenAPI.",
)
TOO_LARGE = Refusal(
    "request-too-large",
    ar="الطلب أكبر من {most} كيلوبايت. قسّمه أو أرسله في ملف.",
    en="The request is larger than {most} KB. Split it, or send a file.",
    fr="La demande dépasse {most} Ko. Divisez-la ou envoyez un fichier.",
)
NOT_JSON = Refusal(
    "request-not-json",
    ar="نوع المحتوى «{given}» غير مقبول. أرسل application/json.",
    en="The content type “{given}” is not accepted. Send application/json.",
    fr="Le type de contenu « {given} » n’est pas accepté. Envoyez application/json.",
)
METHOD = Refusal(
    "method-not-allowed",
    ar="لا يقبل هذا العنوان الطريقة {given}. استخدم: {allowed}.",
    en="This address does not take {given}. Use: {allowed}.",
    fr="Cette adresse n’accepte pas {given}. Utilisez : {allowed}.",
)
SIGN_IN_WRONG = Refusal(
    "sign-in-wrong",
    ar="اسم المستخدم أو كلمة المرور غير صحيحة. راجعهما ثم أعد المحاولة.",
    en="The user name or the password is not right. Check both and try again.",
    fr="Le nom d’utilisateur ou le mot de passe est inexact. Vérifiez les deux et réessayez.",
)
CODE_NEEDED = Refusal(
    "second-factor-needed",
    ar="لهذا الحساب وسيلة تحقق ثانية. أرسل رمز تطبيق المصادقة في «code» مع اسم المستخدم وكلمة المرور.",
    en="This account has a second factor. Send the code of its app as “code”, with the user name and the password.",
    fr="Ce compte a un second facteur. Envoyez le code de son application dans « code », avec le nom d’utilisateur et le mot de passe.",
)
NOT_FOUND = Refusal(
    "not-found",
    ar="لا يوجد شيء بهذا العنوان، أو ليس لك الاطلاع عليه. راجع العنوان أو المرجع.",
    en="There is nothing here, or it is not yours to see. Check the address or the reference.",
    fr="Il n’y a rien ici, ou vous ne pouvez pas le consulter. Vérifiez l’adresse ou la référence.",
)
NOT_SIGNED_YET = Refusal(
    "receipt-not-signed-yet",
    ar="لم يكتمل توقيع هذا الإيصال بعد. أعد الطلب بعد {seconds:second,oblique}.",
    en="This receipt is not signed yet. Ask again in {seconds:second}.",
    fr="Ce reçu n’est pas encore signé. Redemandez-le dans {seconds:second}.",
)
KEY_MALFORMED = Refusal(
    "idempotency-key-malformed",
    ar="مفتاح عدم التكرار غير صالح. استخدم من 1 إلى 200 حرف لاتيني أو رقم بلا مسافات.",
    en="The idempotency key is not valid. Use 1 to 200 ASCII letters, digits or marks without spaces.",
    fr="La clé d’idempotence n’est pas valable. Utilisez 1 à 200 lettres, chiffres ou signes ASCII sans espace.",
)
XROAD_FOREIGN = Refusal(
    "x-road-not-from-security-server",
    ar="تحمل الرسالة ترويسات X-Road ولم ترد من خادم الأمان المعتمد. أرسلها عبر خادم الأمان، أو احذف الترويسات.",
    en="The call carries X-Road headers and does not come from the security server known to us. Send it through that server, or leave the headers out.",
    fr="L’appel porte des en-têtes X-Road sans venir du serveur de sécurité connu. Envoyez-le par ce serveur, ou omettez les en-têtes.",
)
XROAD_MALFORMED = Refusal(
    "x-road-malformed",
    ar="ترويسات X-Road غير صالحة. يجب أن تكون X-Road-Client على الشكل instance/class/member/subsystem، وكل ترويسة 255 حرفًا على الأكثر.",
    en="The X-Road headers are not valid. X-Road-Client must be instance/class/member/subsystem, and each header at most 255 characters.",
    fr="Les en-têtes X-Road ne sont pas valables. X-Road-Client doit être instance/class/member/subsystem, et chaque en-tête compter 255 caractères au plus.",
)

# What a code is over HTTP; every other refusal of a row is 422.
STATUS = {
    UNREADABLE.code: 400,
    KEY_MALFORMED.code: 400,
    TOKEN_MISSING.code: 401,
    SIGN_IN_WRONG.code: 401,
    CODE_NEEDED.code: 401,
    "second-factor-wrong": 401,
    "too-many-tries": 429,
    "not-covered-by-mandate": 403,
    "assurance-too-low": 403,
    "service-out-of-scope": 403,
    XROAD_FOREIGN.code: 403,
    XROAD_MALFORMED.code: 400,
    NOT_FOUND.code: 404,
    METHOD.code: 405,
    "no-such-service": 404,
    "idempotency-key-reused": 409,
    "still-working": 409,
    NOT_SIGNED_YET.code: 409,
    TOO_LARGE.code: 413,
    "attachment-too-large": 413,
    "files-of-a-day": 429,
    "too-many-rows": 413,
    "parameter-invalid": 400,
    "parameter-unknown": 400,
    NOT_JSON.code: 415,
    TOO_MANY_CALLS.code: 429,
    UNEXPECTED.code: 500,
    UNAVAILABLE.code: 503,
    "source-unavailable": 503,
}
_RETRY = {"still-working": 2, "source-unavailable": 30}  # seconds, where the refusal does not say

TITLES = {
    400: Words(ar="طلب غير مقروء", en="Unreadable request", fr="Demande illisible"),
    403: Words(ar="غير مسموح", en="Not allowed", fr="Non autorisé"),
    404: Words(ar="غير موجود", en="Not found", fr="Introuvable"),
    405: Words(ar="طريقة غير مقبولة", en="Method not allowed", fr="Méthode non autorisée"),
    409: Words(
        ar="تعارض مع طلب سابق",
        en="Conflict with an earlier call",
        fr="Conflit avec un appel précédent",
    ),
    413: Words(ar="طلب كبير", en="Request too large", fr="Demande trop volumineuse"),
    415: Words(
        ar="نوع محتوى غير مقبول", en="Content type not accepted", fr="Type de contenu refusé"
    ),
    422: Words(ar="لم يُقبل الطلب", en="Not accepted", fr="Demande refusée"),
    **TROUBLES,
}


class Problem(Refused):
    """A call refused by this channel before the engine saw it."""


def status_of(code: str) -> int:
    """The HTTP status of a refusal."""
    return STATUS.get(code, HTTPStatus.UNPROCESSABLE_ENTITY)


def type_of(code: str) -> str:
    """The problem's type: an address that tells the sentence in all languages."""
    return f"/api/v1/problems/{code}"


def body(code: str, detail: str, language: str, field: str = "") -> dict[str, Any]:
    """The members every problem document has."""
    status = status_of(code)
    said: dict[str, Any] = {
        "type": type_of(code),
        "title": TITLES[status].at(language),
        "status": status,
        "detail": detail,
        "code": code,
        "request_id": logs.current(),
    }
    if field:
        said["field"] = field
    return said


def refused(problem: Refused, language: str) -> HttpResponse:
    """The answer to a call that is refused as a whole."""
    code = problem.refusal.code
    said = body(code, problem.sentence(language), language, problem.field)
    return _response(said, problem.values)


Scope = frozenset[str] | None  # the services that the caller's token is for; None: any


def of_answer(
    answer: Answer, said: Mapping[str, Any], language: str, scope: Scope = None
) -> HttpResponse:
    """The answer to a single call whose row is refused; it was recorded, so it has a reference.

    Args:
        said: what the answer says apart from that (:func:`guichet.channels.api.answers.shown`).
    """
    # The gravest finding names the problem: a missing right before a wrong field.
    first = min(answer.errors, key=lambda finding: status_of(finding.code), default=None)
    if first is None:
        return _response({**body("unexpected-error", "", language), **said}, {})
    document = body(first.code, first.sentence(language), language, first.field)
    document["errors"] = [finding(f, language, scope) for f in answer.errors]
    return _response({**document, **said}, {})


def finding(said: Finding, language: str, scope: Scope = None) -> dict[str, Any]:
    """One error or warning about a row; a way out of it that the caller's token is not for
    is none.
    """
    shown: dict[str, Any] = {
        "code": said.code,
        "type": type_of(said.code),
        "detail": said.sentence(language),
    }
    if said.field:
        shown |= {"field": said.field, "pointer": f"#/input/{said.field}"}
    if said.remedy is not None and (scope is None or said.remedy[0] in scope):
        service, asked = said.remedy
        shown["remedy"] = {"service": service, "input": asked}
    return shown


def _response(said: dict[str, Any], values: Mapping[str, object]) -> HttpResponse:
    response = JsonResponse(
        said,
        status=said["status"],
        content_type=MEDIA_TYPE,
        json_dumps_params={"ensure_ascii": False},
    )
    wait = values.get("seconds", _RETRY.get(said["code"]))
    if wait is not None:
        response.headers["Retry-After"] = str(wait)
    if said["status"] == HTTPStatus.UNAUTHORIZED:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response
