"""docs/reference, written from the catalogue: what is asked, what is answered, how it can be
refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from guichet.channels.api import refusals
from guichet.config import parity
from guichet.engine.fields import Field
from guichet.engine.registry import services
from guichet.engine.service import Service

_HEAD = "<!-- Written by `make docs` from the catalogue. Change the service's own file, not this one. -->\n\n"


def stale(folder: Path) -> dict[Path, str]:
    """The files that differ from what the catalogue says now, with what they should hold."""
    wanted = {
        folder / "services.md": _services(),
        folder / "refusals.md": _refusals(),
        folder / "channels.md": _HEAD + "".join(parity.page()),
    }
    return {
        path: text
        for path, text in wanted.items()
        if not path.exists() or path.read_text("utf-8") != text
    }


def _services() -> str:
    parts = [
        _HEAD,
        "# Services\n\n",
        f"{len(services())} services, in the order of their codes.\n\n",
    ]
    parts += ["| code | key | title | for |\n|---|---|---|---|\n"]
    for key, service in services().items():
        audience = ", ".join(sorted(segment.value for segment in service.audience))
        parts.append(
            f"| {service.code} | [`{key}`](#{_anchor(key)}) | {service.title.en} | {audience} |\n"
        )
    parts += [text for service in services().values() for text in _service(service)]
    return "".join(parts)


def _service(service: type[Service]) -> Iterator[str]:
    yield f"\n## `{service.key}`\n\n**{service.title.en}** · {service.title.ar} · {service.title.fr}\n\n"
    yield f"{service.summary.en}\n\n"
    yield f"- Right needed: `{service.right}` for a party of kind `{service.party_kind.value}`\n"
    if service.business_key:
        yield f"- The same fact: {', '.join(f'`{name}`' for name in service.business_key)}\n"
    for check in service.checks:
        yield f"- Asks {check.source.en} about `{check.field}`; while it is down: {check.when_down.value}\n"
    if service.formerly:
        yield f"- Answers to what it was called before too: {', '.join(f'`{key}`' for key in service.formerly)}\n"
    if service.movement:
        yield f"- In the monthly movement file: `{service.movement}`\n"
    yield "\n### Asked\n\n"
    yield from _table(service.inputs)
    if service.outputs:
        yield "\n### Answered\n\n"
        yield from _table(service.outputs)
    yield "\n### Examples\n\nNames in braces are facts of the demonstration institution.\n\n"
    for example in service.examples:
        given = ", ".join(f"{name} `{text}`" for name, text in example.given.items() if text)
        yield f"- {example.name}: {given or 'nothing'} → **{example.then}**\n"
    codes = ", ".join(f"[`{r.code}`](refusals.md#{r.code})" for r in refusals.of_service(service))
    yield f"\n### May be told\n\n{codes}\n"


def _table(fields: dict[str, Field]) -> Iterator[str]:
    yield "| field | label | kind | needed |\n|---|---|---|---|\n"
    for name, field in fields.items():
        hint = f" ({field.hint.en})" if field.hint else ""
        yield f"| `{name}` | {field.label.en}{hint} | {field.kind} | {'no' if field.optional else 'yes'} |\n"


def _refusals() -> str:
    said = {r.code: r for service in services().values() for r in refusals.of_service(service)}
    parts = [_HEAD, "# Refusals and warnings\n\n"]
    for code in sorted(said):
        refusal = said[code]
        parts.append(
            f"## {code}\n\n*{refusal.severity.value}*\n\n"
            f"- en: {refusal.words.en}\n- ar: {refusal.words.ar}\n- fr: {refusal.words.fr}\n\n"
        )
    return "".join(parts).rstrip() + "\n"


def _anchor(key: str) -> str:
    return key.replace(".", "")
