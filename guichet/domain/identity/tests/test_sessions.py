"""Sessions are read by our own statement, and end as they must."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from guichet.domain.identity import commands
from guichet.domain.identity.models import Account
from guichet.domain.identity.sessions import SessionStore

pytestmark = pytest.mark.django_db


def kept(**held: object) -> str:
    """The key of a session that holds something."""
    session = SessionStore()
    session.update(held)
    session.save()
    return str(session.session_key)


def test_a_session_holds_what_was_put_into_it() -> None:
    assert dict(SessionStore(kept(party="500000001", name="نورة"))) == {
        "party": "500000001",
        "name": "نورة",
    }


@pytest.mark.parametrize("planted", ["nobody-has-this-key-0123456789ab", "' OR true --", "", None])
def test_a_key_that_nobody_was_given_opens_nothing(planted: str | None) -> None:
    kept(party="500000001")
    session = SessionStore(planted)
    assert dict(session) == {}
    assert session.session_key is None


def test_a_session_that_has_ended_is_empty_and_one_that_was_flushed_too() -> None:
    key = kept(party="500000001")
    Session.objects.filter(pk=key).update(expire_date=timezone.now() - timedelta(seconds=1))
    assert dict(SessionStore(key)) == {}
    other = kept(party="500000001")
    SessionStore(other).flush()
    assert dict(SessionStore(other)) == {}


def test_a_session_whose_text_was_changed_in_the_database_opens_nothing() -> None:
    key = kept(party="500000001")
    Session.objects.filter(pk=key).update(session_data="eyJwYXJ0eSI6IjkifQ:1:forged")
    assert dict(SessionStore(key)) == {}


def test_an_account_by_number_is_the_one_the_model_reads() -> None:
    opened = commands.open_account(
        username="amal", password="long-enough-1", name_ar="أمل", segments=["staff"]
    )
    by_number = Account.objects.get(pk=opened.pk)
    by_name = Account.objects.get(username="amal")
    fields = [field.attname for field in Account._meta.concrete_fields]
    assert [getattr(by_number, f) for f in fields] == [getattr(by_name, f) for f in fields]
    with pytest.raises(Account.DoesNotExist):
        Account.objects.get(pk=0)
