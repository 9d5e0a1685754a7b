"""What a payment partner's message is signed with."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from guichet.domain.payments.backends.signatures import genuine, signed

SECRET = "whsec_" + "c2lnbmVkIGluIHRlc3RzIG9ubHk="


@pytest.mark.parametrize("hours", [3, 0, -5])
def test_a_moment_is_signed_whatever_zone_it_is_told_in(hours: int) -> None:
    body = '{"order": "1"}'
    local = datetime.now(UTC).astimezone(
        timezone(timedelta(hours=hours))
    )  # the library itself would drop the offset
    assert genuine(SECRET, body.encode(), signed(SECRET, body, local))
    assert not genuine(SECRET, body.encode(), signed(SECRET, body, local - timedelta(hours=1)))
