"""Whether a country says everything the port asks, told by name when it is loaded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import get_type_hints

from guichet.law.port import Country
from guichet.lib.text import Words

# Numbers that the institution itself asks for by name; a country must have each, if only as null.
ASKED = (
    "instalments.certificate_while_kept",
    "instalments.pauses_penalties",
    "payment.allocation_order",
    "payment.late_penalty_rate_per_month_or_part",
    "payment.penalty_waiver_full_max_days",
    "payment.penalty_waiver_governor_max",
    "payment.refund_new_account_days",
    "registration.compliance_certificate_valid_days",
)


class Unfinished(TypeError):
    """A country lacks members of the port: the sentence names each."""


def complete(country: object, name: str) -> Country:
    """A country as it was found, if nothing of the port is missing.

    Raises:
        Unfinished: it is no `Country`, or members or numbers are missing; each is named.
    """
    if not isinstance(country, Country):
        raise Unfinished(
            f"{name}: COUNTRY is no guichet.law.port.Country but {type(country).__name__}"
        )
    if lacking := [*_lacking(country, Country), *_numbers_lacking(country)]:
        raise Unfinished(f"{name} lacks {', '.join(lacking)}")
    return country


def _lacking(part: object, kind: type, path: str = "") -> Iterator[str]:
    """The members that a part of the port has not, by their path."""
    for member in _members(kind):
        if not hasattr(part, member):
            yield f"{path}{member}"
    if is_dataclass(kind) and isinstance(part, kind):
        hints = get_type_hints(kind, localns={"Words": Words})
        for field in fields(kind):
            yield from _lacking(
                getattr(part, field.name), hints[field.name], f"{path}{field.name}."
            )


def _members(protocol: type) -> list[str]:
    """The names a protocol declares; a plain type declares none."""
    if not getattr(protocol, "_is_protocol", False):
        return []
    declared = {**getattr(protocol, "__annotations__", {}), **vars(protocol)}
    return [name for name in declared if not name.startswith("_")]


def _numbers_lacking(country: Country) -> Iterator[str]:
    known = set(country.parameters().keys())
    yield from (f"the number {key}" for key in ASKED if key not in known)
