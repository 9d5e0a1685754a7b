"""``guichet doctor`` tells of certificates that run out, weeks ahead."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from guichet.config.checks import _certificates
from guichet.config.diagnosis import Level
from guichet.domain.certificates import commands

pytestmark = pytest.mark.django_db


def test_it_tells_weeks_ahead_and_calls_the_last_week_a_fault(
    tmp_path: Path, settings: Any
) -> None:
    settings.CERTIFICATE_KEYS = str(tmp_path / "keys")
    now = timezone.now()
    assert [line.level for line in _certificates()] == [Level.ATTENTION]  # no signer at all
    commands.create_root("Example", now)
    commands.issue_signer("Short", now, days=30)
    levels = {line.found.partition(" ")[0]: line.level for line in _certificates()}
    assert levels == {"documents": Level.OK, "signer": Level.ATTENTION}
    commands.issue_signer("Shorter", now - timedelta(minutes=1), days=3)
    assert Level.FAULT in {line.level for line in _certificates()}
    commands.issue_signer("Short", now)
    commands.issue_signer("Shorter", now)
    assert {line.level for line in _certificates()} == {Level.OK}
