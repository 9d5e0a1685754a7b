"""Which refusals a service may say, found from its own file and not from a list somebody
must keep.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import cache
from types import ModuleType

import polars as pl

from guichet.engine import attachments
from guichet.engine.actor import PartyKind
from guichet.engine.admission import FIELD_UNKNOWN
from guichet.engine.authorise import ASSURANCE_TOO_LOW, NOT_COVERED, OUT_OF_SCOPE
from guichet.engine.check import CHECK_LATER, SOURCE_DOWN, WhenDown
from guichet.engine.idempotency import CONFLICTING_ROWS
from guichet.engine.refusal import Refusal
from guichet.engine.service import Service

_RULES = ("guichet.catalogue.", "guichet.domain.", "guichet.law.")


def of_service(service: type[Service]) -> tuple[Refusal, ...]:
    """Every refusal or warning a row of this service may be told, by code."""
    return _found(service)  # type: ignore[arg-type]  # classes are hashable


@cache
def _found(service: type[Service]) -> tuple[Refusal, ...]:
    said = {refusal.code: refusal for refusal in (*_of_shape(service), *_of_rules(service))}
    return tuple(said[code] for code in sorted(said))


def _of_shape(service: type[Service]) -> Iterator[Refusal]:
    yield FIELD_UNKNOWN
    yield OUT_OF_SCOPE
    for name, field in service.inputs.items():
        for fault in field.all_faults(pl.col(name), pl.col(name)):
            yield from fault.refusals
    if attachments.fields_of(service):
        yield from attachments.REFUSALS
    if service.assurance:
        yield ASSURANCE_TOO_LOW
    if service.party_kind is not PartyKind.NOBODY:
        yield NOT_COVERED
    if service.business_key:
        yield CONFLICTING_ROWS
    for check in service.checks:
        if check.when_down is WhenDown.HOLD:
            yield CHECK_LATER
        elif check.when_down is WhenDown.REFUSE:
            yield SOURCE_DOWN


def _of_rules(service: type[Service]) -> Iterator[Refusal]:
    """The refusals its file names, and those declared in the rule files it uses; of the catalogue's
    own helpers also those of the helpers they use.
    """
    own = sys.modules[service.__module__]
    seen = {own}
    for value in vars(own).values():
        if isinstance(value, Refusal):
            yield value
        elif (used := _module_of(value)) and used not in seen:
            yield from _of_helpers(used, seen)


def _of_helpers(module: ModuleType, seen: set[ModuleType]) -> Iterator[Refusal]:
    seen.add(module)
    for value in vars(module).values():
        if isinstance(value, Refusal):
            yield value
        elif (used := _module_of(value)) and used not in seen and _is_helper(module, used):
            yield from _of_helpers(used, seen)


def _is_helper(*modules: ModuleType) -> bool:
    """Whether all are helpers of the catalogue."""
    names = [module.__name__.rpartition(".") for module in modules]
    return all(p.startswith("guichet.catalogue") and n.startswith("_") for p, _, n in names)


def _module_of(value: object) -> ModuleType | None:
    """The rule file a name in a service's file stands for or comes from."""
    if isinstance(value, ModuleType):
        name = value.__name__
    else:
        name = getattr(value, "__module__", None) or ""
    return sys.modules.get(name) if name.startswith(_RULES) else None
