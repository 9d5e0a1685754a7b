"""Finds every service by scanning ``guichet/catalogue``: the path of a file is the key of its
service.

A key is public: payroll programs call it, receipts and registrations name it. So a service whose
file moved keeps the keys it had (``Service.formerly``), and whoever looks one up finds the service.
A file whose name begins with ``_`` is none: it holds what services of its folder share.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from guichet.engine.refusal import Refusal, Refused
from guichet.engine.service import Service

# Named, not imported: the engine is below the catalogue.
ROOT = "guichet.catalogue"

NO_SUCH_SERVICE = Refusal(
    "no-such-service",
    ar="لا توجد خدمة باسم «{service}». راجع قائمة الخدمات.",
    en="There is no service “{service}”. See the list of services.",
    fr="Il n’y a pas de service « {service} ». Voyez la liste des services.",
)


class Catalogue(Mapping[str, type[Service]]):
    """Services by today's key, in the order of codes; a key that a service had is looked up like
    today's, and is not listed.
    """

    def __init__(self, found: Iterable[type[Service]]) -> None:
        self._today = {service.key: service for service in found}
        self._names = {name: s for s in self._today.values() for name in s.names()}

    def __getitem__(self, key: str) -> type[Service]:
        return self._names[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._today)

    def __len__(self) -> int:
        return len(self._today)

    def names(self) -> dict[str, type[Service]]:
        """Services by every key that answers, today's and former ones."""
        return dict(self._names)


@lru_cache
def services(root: str = ROOT) -> Catalogue:
    """Every service by key, in the order of codes.

    Raises:
        TypeError: two services claim one code or one key, or a file declares two.
    """
    package = importlib.import_module(root)
    found: dict[str, type[Service]] = {}
    for info in pkgutil.walk_packages(package.__path__, prefix=f"{root}."):
        if info.ispkg or ".tests" in info.name or "._" in info.name:
            continue
        module = importlib.import_module(info.name)
        for service in _declared_in(module.__name__, module):
            service.key = info.name.removeprefix(f"{root}.")
            found[service.key] = service
    _refuse_collisions(found)
    return Catalogue(sorted(found.values(), key=lambda service: service.code))


def _declared_in(name: str, module: object) -> list[type[Service]]:
    declared = [
        member
        for _, member in inspect.getmembers(module, inspect.isclass)
        if issubclass(member, Service) and member is not Service and member.__module__ == name
    ]
    if len(declared) > 1:
        raise TypeError(f"{name} declares {len(declared)} services; a file is one service")
    return declared


def _refuse_collisions(found: dict[str, type[Service]]) -> None:
    by_code: dict[object, str] = {}
    for key, service in found.items():
        for mark in (service.code, service.movement, *service.names()):
            if mark is None:
                continue
            if mark in by_code:
                raise TypeError(f"{key} and {by_code[mark]} both declare {mark!r}")
            by_code[mark] = key


def service_of(key: str) -> type[Service]:
    """The service of a key.

    Raises:
        Refused: there is none.
    """
    service = services().get(key)
    if service is None:
        raise Refused(NO_SUCH_SERVICE, service=key)
    return service


def today(keys: Iterable[str]) -> frozenset[str]:
    """Keys that were written down at any time, as they are called today; those of no service stay
    as they are.
    """
    known = services()
    return frozenset(known[key].key if key in known else key for key in keys)


def names_of(key: str) -> tuple[str, ...]:
    """Every key of the service that a key names, today's first; what names none, alone."""
    service = services().get(key)
    return service.names() if service else (key,)


def lasting_name(key: str) -> str:
    """The first key of the service that a key names; what names none, as it is."""
    service = services().get(key)
    return service.lasting_name() if service else key


def service_of_code(code: int) -> type[Service]:
    """The service of a code, as kept in transactions."""
    return next(service for service in services().values() if service.code == code)
