"""What the template is given for one paper: plain data, so that no text of a client is ever read as
markup.
"""

from __future__ import annotations

import io
from typing import Any
from urllib.parse import urlencode

import segno
from django.conf import settings

from guichet.domain.documents import words
from guichet.domain.documents.paper_fields import PaperLine, Source, lines_of, tables_of
from guichet.engine.context import HOME
from guichet.engine.outcome import OUTCOMES, Finding
from guichet.engine.receipt import code_of
from guichet.engine.refusal import Severity
from guichet.engine.service import Outcome
from guichet.lib import reference
from guichet.lib.country_languages import languages
from guichet.lib.display import show_day


def laid_out(source: Source, language: str) -> dict[str, Any]:
    """The whole paper."""
    service, values = source.service, source.values
    number = reference.encode(source.id)
    attesting = service.paper is not None and source.accepted
    code = values.get("code") or "" if attesting else ""
    address = _address(source.id, number, code)
    lines, tables = lines_of(source, language), tables_of(source, language)
    facts = {line.name: line.value for line in lines}
    title = service.title.at(language)
    return {
        "lang": language,
        "institution": words.INSTITUTION.at(language),
        "title": title if attesting else f"{words.RECEIPT.at(language)}: {title}",
        "head": _head(source, number, code, language),
        "attests": service.paper.attests.at(language, **_places(source, facts, language))
        if attesting and service.paper
        else "",
        "said": [finding.sentence(language) for finding in _findings(source)],
        "lines": [[line.label, line.value, line.ltr] for line in lines if line.name != "code"],
        "tables": [
            {
                "title": t.title,
                "columns": [list(c) for c in t.columns],
                "rows": [list(r) for r in t.rows],
            }
            for t in tables
        ],
        "nothing": words.NOTHING.at(language),
        "remark": service.paper.remark.at(language)
        if attesting and service.paper and service.paper.remark
        else "",
        "verify": (words.VERIFY if code else words.VERIFY_RECEIPT).at(language),
        "address": address.partition("?")[0],
        "qr": _qr(address),
        "qr_alt": words.QR.at(language),
        "sealed": words.SEALED.at(language),
        "page": words.PAGE.at(language, page="{page}", pages="{pages}"),
        "number": number,
    }


def _places(source: Source, facts: dict[str, str], language: str) -> dict[str, str]:
    # A name in Latin script fills the place of its Arabic one.
    paper = source.service.paper
    pairs = paper.latin if paper else {}
    by_name = {arabic: facts[latin] for arabic, latin in pairs.items() if latin in facts}
    return {"day": show_day(source.day, language), **facts, **by_name}


def _head(source: Source, number: str, code: str, language: str) -> list[list[Any]]:
    issued = words.ISSUED if code else words.ASKED
    head: list[list[Any]] = [
        [words.NUMBER.at(language), number, True],
        [issued.at(language), show_day(source.day, language), False],
    ]
    if code:
        head.insert(1, [words.CODE.at(language), code, True])
    else:
        head.append([words.OUTCOME.at(language), _outcome(source, language), False])
    return head


def _outcome(source: Source, language: str) -> str:
    """How it ended: by the stage it came to, where accepting it was only its beginning."""
    if source.reached is None:
        return OUTCOMES[Outcome(source.said["outcome"])].at(language)
    said, since = source.reached.stage.words.at(language), source.reached.since
    return f"{said} · {show_day(since.astimezone(HOME).date(), language)}" if since else said


def _findings(source: Source) -> list[Finding]:
    import json

    found = []
    for said in source.said.get("findings") or ():
        field = source.service.inputs.get(said["field"])
        label = {n: field.label.template(n) for n in languages()} if field else {}
        found.append(
            Finding(
                said["field"],
                said["code"],
                Severity(said["severity"]),
                json.loads(said["values"]),
                label,
            )
        )
    return found


def _address(transaction: int, number: str, code: str) -> str:
    if code:
        return f"{settings.PUBLIC_ADDRESS}/papers/?{urlencode({'number': number, 'code': code})}"
    return f"{settings.PUBLIC_ADDRESS}/verify/{number}/?{urlencode({'code': code_of(transaction)})}"


def _qr(text: str) -> str:
    out = io.BytesIO()
    segno.make(text, error="m", micro=False, boost_error=False, mask=2).save(
        out, kind="svg", border=2, xmldecl=False
    )
    return out.getvalue().decode()


def shown_to_anybody(source: Source, language: str) -> list[PaperLine]:
    """What the public check of a document may show: no more than stands on the paper, and not the
    code.
    """
    return [line for line in lines_of(source, language) if line.name != "code"]
