"""The database's roles and rules are made beside a server that tidies up by itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from guichet.config import roles
from guichet.engine import store
from guichet.engine.row_policies import Rows

# As the server ends one of two that wait for each other.
_DEADLOCK = "DO $$ BEGIN RAISE EXCEPTION 'deadlock detected' USING ERRCODE = '40P01'; END $$"


@pytest.mark.django_db(transaction=True)
def test_rights_are_granted_again_when_the_servers_own_work_stood_in_the_way(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    granted: list[str] = []
    grant: Callable[..., None] = roles._grant

    def disturbed(role: str, there: list[str], rules: Mapping[str, Rows]) -> None:
        granted.append(role)
        grant(role, there, rules)
        if len(granted) == 2:
            store.execute(_DEADLOCK)

    monkeypatch.setattr(roles, "_grant", disturbed)
    said: list[Any] = []
    roles.make(said.append)
    names = list(roles.ROLES)
    assert granted == [*names[:2], *names]  # half of it in vain, then all
    assert len(said) == 1
