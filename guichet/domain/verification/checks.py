"""The checks a service lists: one question to one public body about one field of the input."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import polars as pl

from guichet.domain.verification import commands
from guichet.domain.verification.sources import (
    BIRTHS,
    CIVIL,
    COMMERCIAL,
    INJURIES,
    JOB_SEEKERS,
    JUSTICE,
    Source,
)
from guichet.engine.check import WhenDown
from guichet.engine.context import Context
from guichet.lib.text import Words


@dataclass(slots=True)
class RegistryCheck:
    """A check by a public body's registry; it has the shape of ``engine.check.Check``."""

    name: str
    field: str
    source: Words
    when_down: WhenDown
    register: Source
    stale: timedelta

    def ask(self, keys: pl.Series, context: Context) -> pl.DataFrame:
        """``key``, ``evidence`` and ``<name>_<fact>`` of the keys, in no order.

        A key without an answer is absent: for that one alone the source is as good as down.

        Raises:
            SourceDown: there is an answer for none of them.
        """
        try:
            found = commands.establish(
                self.register, keys, context.now, self.stale, context.errands
            )
        except commands.Unanswered as error:
            if error.found.is_empty():
                raise
            found = error.found
        return found.rename({fact: f"{self.name}_{fact}" for fact in self.register.facts})


def civil(
    *,
    field: str,
    when_down: WhenDown = WhenDown.HOLD,
    name: str = "person",
    stale: timedelta = timedelta(),
) -> RegistryCheck:
    """Who a national number is.

    Adds ``<name>_status`` ('alive', 'dead', 'unknown'), ``_name_ar``, ``_name_latin``, ``_sex``
    ('m', 'f'), ``_nationality`` (ISO alpha-2) and ``_birth_date`` (Date); where unknown the rest
    is null.

    Args:
        field: the input field with the national number.
        when_down: what becomes of a row while the registry cannot be asked.
        name: prefix of the columns.
        stale: for how long past its date evidence may stand in while the registry is down.
    """
    return RegistryCheck(name, field, CIVIL.words, when_down, CIVIL, stale)


def commercial(
    *,
    field: str,
    when_down: WhenDown = WhenDown.REFUSE,
    name: str = "business",
    stale: timedelta = timedelta(),
) -> RegistryCheck:
    """What a commercial registration is.

    Adds ``<name>_status`` ('active', 'cancelled', 'suspended', 'unknown'), ``_name_ar``,
    ``_name_latin``, ``_owner_number`` (Int64), ``_activity``, ``_city`` and ``_unified_number``
    (Int64); where unknown the rest is null. Ask for ``== 'active'``: a suspended business may not
    act either. Arguments as for ``civil``.
    """
    return RegistryCheck(name, field, COMMERCIAL.words, when_down, COMMERCIAL, stale)


def justice(
    *,
    field: str,
    when_down: WhenDown = WhenDown.HOLD,
    name: str = "deed",
    stale: timedelta = timedelta(),
) -> RegistryCheck:
    """What a deed says: a power of attorney, a guardianship or a custody.

    Adds ``<name>_status`` ('active', 'revoked', 'unknown'), ``_kind`` ('attorney', 'guardian',
    'custodian'),
    ``_principal_number``, ``_agent_number`` (Int64) and ``_valid_until`` (Date; null: no end).
    Arguments as for ``civil``.
    """
    return RegistryCheck(name, field, JUSTICE.words, when_down, JUSTICE, stale)


def births(
    *,
    field: str,
    when_down: WhenDown = WhenDown.HOLD,
    name: str = "births",
    stale: timedelta = timedelta(),
) -> RegistryCheck:
    """Which children somebody bore.

    Adds ``<name>_status`` ('recorded', 'none', 'unknown') and ``_entries``, a JSON list as
    `sources.BIRTHS` has it. Arguments as for ``civil``.
    """
    return RegistryCheck(name, field, BIRTHS.words, when_down, BIRTHS, stale)


def injuries(
    *,
    field: str,
    when_down: WhenDown = WhenDown.HOLD,
    name: str = "injuries",
    stale: timedelta = timedelta(),
) -> RegistryCheck:
    """For which days the health register has somebody unable to work after a work injury.

    Adds ``<name>_status`` ('recorded', 'none', 'unknown') and ``_entries``, a JSON list as
    `sources.INJURIES` has it. Arguments as for ``civil``.
    """
    return RegistryCheck(name, field, INJURIES.words, when_down, INJURIES, stale)


def job_search(
    *,
    field: str,
    when_down: WhenDown = WhenDown.HOLD,
    name: str = "search",
    stale: timedelta = timedelta(),
) -> RegistryCheck:
    """Whether a person seeks work.

    Adds ``<name>_status`` ('registered', 'lapsed', 'unknown'), ``_registered_on`` and
    ``_lapsed_on`` (Date). Arguments as for ``civil``.
    """
    return RegistryCheck(name, field, JOB_SEEKERS.words, when_down, JOB_SEEKERS, stale)
