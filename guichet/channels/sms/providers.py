"""The providers as the settings name them: one address each, such as
``smpp://user:secret@host:2775/alpha?weight=3&from=GUICHET``.

Kinds: ``smpp``, ``smpps`` (TLS), ``kannel``, ``kannels``, ``aggregator+http``,
    ``aggregator+https``. The name is the last part of
the path, or ``name=``; ``key=`` is what a provider shows or signs with when it calls us.
"""

from __future__ import annotations

from urllib.parse import parse_qs, unquote, urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.crypto import salted_hmac

from guichet.channels.sms.backends.base import Provider

_PORTS = {
    "smpp": 2775,
    "smpps": 3550,
    "kannel": 13013,
    "kannels": 13013,
    "aggregator+http": 80,
    "aggregator+https": 443,
}


def configured() -> list[Provider]:
    """The providers in the order they are named.

    Raises:
        ImproperlyConfigured: an address cannot be read, or two have one name.
    """
    found = [parse(address) for address in settings.SMS_PROVIDERS.split()]
    if len({provider.name for provider in found}) != len(found):
        raise ImproperlyConfigured("two providers of texts have one name")
    return found


def named(name: str, kind: str) -> Provider | None:
    """The provider of a name, if it is of that kind."""
    return next((p for p in configured() if p.name == name and p.kind == kind), None)


def parse(address: str) -> Provider:
    """One provider's address.

    Raises:
        ImproperlyConfigured: it cannot be read.
    """
    try:
        split = urlsplit(address)
        port = split.port or _PORTS[split.scheme]
        options = {name: values[-1] for name, values in parse_qs(split.query).items()}
        numbers = {
            name: int(options.get(name, usual))
            for name, usual in (("weight", 1), ("window", 50), ("rate", 0))
        }
    except (KeyError, ValueError) as error:
        raise ImproperlyConfigured(
            "a provider's address cannot be read: see docs/how-to/send-texts.md"
        ) from error
    kind = split.scheme.partition("+")[0].removesuffix("s") if split.scheme != "smpps" else "smpp"
    kind = {"kannel": "kannel", "smpp": "smpp", "aggregator": "aggregator"}[kind]
    last = split.path.rstrip("/").rpartition("/")[2]
    name = options.get("name") or (last if kind == "smpp" else "") or kind
    return Provider(
        name=name,
        kind=kind,
        host=split.hostname or "127.0.0.1",
        port=port,
        path=split.path if kind != "smpp" else "",
        user=unquote(split.username or ""),
        secret=unquote(split.password or ""),
        key=options.get("key") or key_of(name),
        sender=options.get("from", ""),
        tls=split.scheme in {"smpps", "kannels", "aggregator+https"},
        **numbers,
    )


def key_of(name: str) -> str:
    """What a provider shows when it calls us, where the settings name nothing: derived from the
    installation's secret.
    """
    return salted_hmac("guichet.sms.provider", name, algorithm="sha256").hexdigest()
