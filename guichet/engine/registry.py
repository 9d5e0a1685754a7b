"""Finds every service by scanning ``guichet/catalogue``: the path of a file is the key of its
service.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
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


@lru_cache
def services(root: str = ROOT) -> dict[str, type[Service]]:
    """Every service by key, in the order of codes. Two of one code refuse to load."""
    package = importlib.import_module(root)
    found: dict[str, type[Service]] = {}
    for info in pkgutil.walk_packages(package.__path__, prefix=f"{root}."):
        if info.ispkg or ".tests" in info.name:
            continue
        module = importlib.import_module(info.name)
        for service in _declared_in(module.__name__, module):
            service.key = info.name.removeprefix(f"{root}.")
            found[service.key] = service
    _refuse_collisions(found)
    return dict(sorted(found.items(), key=lambda item: item[1].code))


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
        for mark in (service.code, service.movement):
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


def service_of_code(code: int) -> type[Service]:
    """The service of a code, as kept in transactions."""
    return next(service for service in services().values() if service.code == code)
