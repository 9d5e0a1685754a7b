"""Second factors: authenticator apps (RFC 6238) and recovery codes. A code opens once.

What is added on a password alone counts only after a while (``FACTOR_WAIT_HOURS``): somebody who
stole a password must not turn it into two proofs within a minute. Whoever has shown a factor, or
came through the national identity provider, adds another that counts at once.
"""

from __future__ import annotations

import base64
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hmac import compare_digest
from urllib.parse import quote

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.conf import settings
from django.db.models import Q

from guichet.domain.identity import encryption, events
from guichet.domain.identity.models import Account, RecoveryCode
from guichet.domain.identity.models import Factor as Factor
from guichet.engine import scope, store
from guichet.lib import waits
from guichet.lib.text import plain_digits

STEP, DIGITS = 30, 6
_SECRET_BYTES = 20
_DRIFT = 1  # steps before and after: clocks of telephones differ
CODES = 10
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # nothing that looks like something else
_CODE_LENGTH = 10


@dataclass(frozen=True, slots=True)
class Beginning:
    """An authenticator app being added: the secret is shown now and never again."""

    secret: str
    uri: str


def live(account: Account) -> list[Factor]:
    """The confirmed factors of an account, those that only count later included, the oldest
    first.
    """
    return list(
        Factor.objects.filter(
            account=account, removed_at__isnull=True, confirmed_at__isnull=False
        ).order_by("id")
    )


def counting(account: Account, now: datetime) -> list[Factor]:
    """Those that count by now."""
    return [factor for factor in live(account) if counts(factor, now)]


def counts(factor: Factor, now: datetime) -> bool:
    """Whether a confirmed factor counts by now; the wait of one that a clock ahead of ours
    confirmed is over.
    """
    confirmed = factor.confirmed_at
    return factor.counts_from <= now or (confirmed is not None and waits.is_ahead(confirmed, now))


def drop_waiting(account: Account, *, now: datetime) -> None:
    """Take away what does not count yet, and codes that would then stand in for nothing, in the
    caller's ``atomic``.

    Whoever changes the password says that they alone know it: what somebody added who knew it too
    must not come to count.
    """
    for factor in live(account):
        if not counts(factor, now):
            remove(account, factor.pk, now=now)
    _unconfirmed(account).update(removed_at=now)


def waits_still(account: Account, factor: int, now: datetime) -> bool:
    """Whether this is a factor of the account that does not count yet: its password alone takes it
    away.
    """
    return any(own.pk == factor and not counts(own, now) for own in live(account))


def begin_totp(account: Account, *, now: datetime) -> Beginning:
    """Make a secret for an app; it counts once a first code was shown. An earlier unconfirmed one
    is dropped.
    """
    secret = secrets.token_bytes(_SECRET_BYTES)
    with store.atomic():
        _unconfirmed(account).update(removed_at=now)
        Factor.objects.create(
            account=account,
            kind="totp",
            material=encryption.seal(secret, _owner(account)),
            added_at=now,
            counts_from=now,
        )
    return _beginning(account, secret)


def begun_totp(account: Account) -> Beginning | None:
    """The app still being added: a page may be shown twice."""
    factor = _unconfirmed(account).last()
    if factor is None:
        return None
    return _beginning(account, encryption.opened(bytes(factor.material), _owner(account)))


def confirm_totp(account: Account, code: str, *, now: datetime, sure: bool) -> Factor | None:
    """Take the app in when the code is right.

    Args:
        account: whose.
        code: what the app shows.
        now: when.
        sure: the account was proved by more than its password, so the app counts at once.
    """
    with store.atomic():
        factor = _unconfirmed(account).select_for_update().last()
        step = _matching_step(factor, code, now) if factor else None
        if factor is None or step is None:
            return None
        factor.counter, factor.confirmed_at = step, now
        factor.counts_from = now if sure else now + timedelta(hours=settings.FACTOR_WAIT_HOURS)
        factor.save(update_fields=["counter", "confirmed_at", "counts_from"])
        events.note("factor-added", account.pk, now, factor=factor.pk, what="totp")
    return factor


def use(account: Account, code: str, *, now: datetime) -> str | None:
    """``totp`` or ``recovery`` when the code opens, and it will not again; None when it
    does not.
    """
    typed = _tidied(code)
    with scope.as_institution():  # whoever signs in is not let in yet
        if is_of_app(code):
            return "totp" if _use_totp(account, typed, now) else None
        if len(typed) == _CODE_LENGTH and typed.isascii():
            return "recovery" if _use_recovery(account, typed, now) else None
    return None


def is_of_app(code: str) -> bool:
    """Whether it looks like an app's: six digits, however they were typed."""
    typed = _tidied(code)
    return len(typed) == DIGITS and typed.isascii() and typed.isdigit()


def _tidied(code: str) -> str:
    return plain_digits(code).strip().replace(" ", "").replace("-", "").upper()[:40]


def new_recovery_codes(
    account: Account, *, now: datetime, given_with: Factor | None = None
) -> list[str]:
    """Ten fresh codes, shown this once; those before them open nothing any more.

    Those that are ``given_with`` a factor which waits count no sooner than it and go with it:
    whoever knows no more than the password adds a factor that waits, and must not get by its codes
    what it does not open itself.
    """
    counts_from = given_with.counts_from if given_with and not counts(given_with, now) else None
    codes = ["".join(secrets.choice(_ALPHABET) for _ in range(_CODE_LENGTH)) for _ in range(CODES)]
    with store.atomic():
        RecoveryCode.objects.filter(
            account=account, used_at__isnull=True, replaced_at__isnull=True
        ).update(replaced_at=now)
        RecoveryCode.objects.bulk_create(
            RecoveryCode(
                account=account,
                digest=encryption.keyed_digests(c, _owner(account))[0],
                made_at=now,
                counts_from=counts_from,
            )
            for c in codes
        )
        events.note("recovery-codes", account.pk, now, count=len(codes))
    return [f"{code[:5]}-{code[5:]}" for code in codes]


def recovery_codes_left(account: Account) -> int:
    """How many codes still open."""
    return RecoveryCode.objects.filter(
        account=account, used_at__isnull=True, replaced_at__isnull=True
    ).count()


def remove(account: Account, factor: int, *, now: datetime) -> bool:
    """Take a factor away; it stays on record. False when it is not the account's. The last one
    takes the codes with it, and one that does not count yet those that wait as it does.
    """
    with store.atomic():
        waited = waits_still(account, factor, now)
        gone = Factor.objects.filter(pk=factor, account=account, removed_at__isnull=True)
        if not gone.update(removed_at=now):
            return False
        codes = RecoveryCode.objects.filter(
            account=account, used_at__isnull=True, replaced_at__isnull=True
        )
        if not live(account):
            codes.update(replaced_at=now)
        elif waited:
            codes.filter(counts_from__gt=now).update(replaced_at=now)
        events.note("factor-removed", account.pk, now, factor=factor)
    return True


# A query set of Django's own making.
def _unconfirmed(account: Account):  # type: ignore[no-untyped-def]
    return Factor.objects.filter(
        account=account, kind="totp", confirmed_at__isnull=True, removed_at__isnull=True
    )


def _owner(account: Account) -> str:
    return f"account {account.pk}"


def _beginning(account: Account, secret: bytes) -> Beginning:
    text = base64.b32encode(secret).decode()
    label = quote(f"Guichet:{account.username}")
    return Beginning(
        text, f"otpauth://totp/{label}?secret={text}&issuer=Guichet&digits={DIGITS}&period={STEP}"
    )


def _matching_step(factor: Factor, code: str, now: datetime) -> int | None:
    typed = plain_digits(code).replace(" ", "").strip()[:40]
    secret = encryption.opened(bytes(factor.material), _owner(factor.account))
    # What every authenticator app speaks.
    app = TOTP(secret, DIGITS, SHA1(), STEP)  # noqa: S303  # nosec B303
    this = int(now.timestamp()) // STEP
    for step in range(this - _DRIFT, this + _DRIFT + 1):
        if compare_digest(app.generate(step * STEP), typed.encode()):
            return step
    return None


def _use_totp(account: Account, code: str, now: datetime) -> bool:
    for factor in counting(account, now):
        step = _matching_step(factor, code, now) if factor.kind == "totp" else None
        # Two tabs with the same code race for the row: only one finds an older step in it. A step
        # to come was left by a clock that ran ahead.
        unused = Q(counter__lt=step) | Q(counter__gt=int(now.timestamp()) // STEP + _DRIFT)
        if step is not None and Factor.objects.filter(
            unused, pk=factor.pk, removed_at__isnull=True
        ).update(counter=step, used_at=now):
            return True
    return False


def _use_recovery(account: Account, code: str, now: datetime) -> bool:
    if not counting(account, now):  # codes stand in for a factor; without one they prove nothing
        return False
    digests = encryption.keyed_digests(code, _owner(account))
    unused = RecoveryCode.objects.filter(
        Q(counts_from__isnull=True) | Q(counts_from__lte=now) | Q(made_at__gt=now + waits.AHEAD),
        account=account,
        digest__in=digests,
        used_at__isnull=True,
        replaced_at__isnull=True,
    )
    return bool(unused.update(used_at=now))
