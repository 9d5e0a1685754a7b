"""A way out of a refusal that the caller's token is not for is no way out."""

from __future__ import annotations

import pytest

from guichet.channels.api.problems import Scope, finding
from guichet.engine.outcome import Finding
from guichet.engine.refusal import Severity, declared
from guichet.engine.registry import services

LEADING = sorted(code for code, refusal in declared().items() if refusal.remedy is not None)


def said(code: str, scope: Scope) -> dict[str, object]:
    remedy = declared()[code].remedy
    assert remedy is not None
    values = dict.fromkeys(remedy.fills.values(), "1")
    return finding(
        Finding(field="", code=code, severity=Severity.ERROR, values=values, label={}), "en", scope
    )


@pytest.mark.parametrize("code", LEADING)
def test_a_remedy_is_told_to_whoever_may_ask_it(code: str) -> None:
    service = declared()[code].remedy
    assert service is not None
    assert "remedy" in said(code, None)
    assert "remedy" in said(code, frozenset({service.service}))
    others = frozenset(services()) - {service.service}
    assert "remedy" not in said(code, others) and "remedy" not in said(code, frozenset())
