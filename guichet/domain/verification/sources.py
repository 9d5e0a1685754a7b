"""The public bodies that are asked, what each tells us, and how long its word may be relied on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

import polars as pl
from django.conf import settings

from guichet.lib.text import Words

UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Validity:
    """How long an answer of one status stays usable, and why that long."""

    span: timedelta
    reason: str


_DAY = timedelta(hours=24)
_SOON = Validity(
    timedelta(minutes=15),
    "A number issued today is unknown until the registry has it: a day would keep refusing it.",
)


@dataclass(frozen=True, slots=True)
class Source:
    """One public body and one kind of question to it.

    ``facts`` are the columns of an answer besides its number, ``status`` first. ``required`` must
    be present wherever the status is not ``unknown``: half an answer is no answer.
    """

    key: str
    words: Words
    setting: str  # the Django setting with the address
    path: str  # below that address; also the name of the list in the answer
    facts: Mapping[str, type[pl.DataType]]
    required: tuple[str, ...]
    validity: Mapping[str, Validity]  # by status; the statuses there are

    @property
    def url(self) -> str:
        """Where to ask."""
        return f"{str(getattr(settings, self.setting)).rstrip('/')}/{self.path}"


CIVIL = Source(
    key="civil",
    words=Words(ar="السجل المدني", en="Civil registry", fr="Registre civil"),
    setting="CIVIL_REGISTRY_URL",
    path="persons",
    facts={
        "status": pl.String,
        "name_ar": pl.String,
        "name_latin": pl.String,
        "sex": pl.String,
        "nationality": pl.String,
        "birth_date": pl.Date,
    },
    required=("name_ar", "sex", "nationality", "birth_date"),
    validity={
        "alive": Validity(_DAY, "Our choice: a death is noticed at most a day late."),
        "dead": Validity(_DAY, "Our choice: a mistaken entry hurts for at most a day."),
        UNKNOWN: _SOON,
    },
)

COMMERCIAL = Source(
    key="commercial",
    words=Words(ar="السجل التجاري", en="Commercial registry", fr="Registre du commerce"),
    setting="COMMERCIAL_REGISTRY_URL",
    path="businesses",
    facts={
        "status": pl.String,
        "name_ar": pl.String,
        "name_latin": pl.String,
        "owner_number": pl.Int64,
        "activity": pl.String,
        "city": pl.String,
        "unified_number": pl.Int64,
    },
    required=("name_ar", "owner_number"),
    validity={
        "active": Validity(_DAY, "Our choice: a cancellation is noticed a day late at most."),
        "cancelled": Validity(_DAY, "Our choice: a mistaken entry hurts for at most a day."),
        "suspended": Validity(
            timedelta(hours=1),
            "Its owner can have it lifted within the day, then comes back at once.",
        ),
        UNKNOWN: _SOON,
    },
)

JUSTICE = Source(
    key="justice",
    words=Words(ar="وزارة العدل", en="Ministry of Justice", fr="Ministère de la Justice"),
    setting="JUSTICE_REGISTRY_URL",
    path="deeds",
    facts={
        "status": pl.String,
        "kind": pl.String,
        "principal_number": pl.Int64,
        "agent_number": pl.Int64,
        "valid_until": pl.Date,
    },
    required=("kind", "principal_number", "agent_number"),
    validity={
        "active": Validity(
            timedelta(hours=1),
            "A power of attorney is revoked in a minute, and must then be worth nothing.",
        ),
        "revoked": Validity(_DAY, "Our choice: a mistaken entry hurts for at most a day."),
        UNKNOWN: _SOON,
    },
)

JOB_SEEKERS = Source(
    key="job-seekers",
    words=Words(
        ar="سجل الباحثين عن عمل",
        en="Register of job seekers",
        fr="Registre des demandeurs d’emploi",
    ),
    setting="JOB_SEEKERS_REGISTER_URL",
    path="seekers",
    facts={"status": pl.String, "registered_on": pl.Date, "lapsed_on": pl.Date},
    required=("registered_on",),
    validity={
        "registered": Validity(
            _DAY, "Our choice: who stops seeking is noticed a day late at most."
        ),
        "lapsed": _SOON,
        UNKNOWN: _SOON,
    },
)

# Asked by IBAN; evidence is kept under a number made from it (`banks.subjects`).
BANK = Source(
    key="bank",
    words=Words(ar="البنك", en="The bank", fr="La banque"),
    setting="BANKS_URL",
    path="accounts",
    facts={"status": pl.String, "iban": pl.String, "owner_number": pl.Int64},
    required=("iban", "owner_number"),
    validity={
        "open": Validity(timedelta(minutes=15), "From the check of a form to its signing."),
        "closed": _SOON,
        UNKNOWN: _SOON,
    },
)

# Asked by the number of who has died. ``members`` is a JSON list: ``number``, ``relation``,
# ``name_ar``, ``name_latin``, ``sex``, ``nationality``, ``born`` and ``married_on`` (days), and yes
# or no: ``alive``, ``married`` (of a spouse: again), ``dependent``, ``contested`` (in court).
FAMILY = Source(
    key="family",
    words=Words(ar="سجل الأسرة", en="Family registry", fr="Registre des familles"),
    setting="CIVIL_REGISTRY_URL",
    path="families",
    facts={"status": pl.String, "died_on": pl.Date, "members": pl.String},
    required=("members",),
    validity={
        "dead": Validity(timedelta(hours=1), "A birth or marriage is entered on any day."),
        "alive": _SOON,
        UNKNOWN: _SOON,
    },
)

# Asked by the number of the mother. ``entries`` is a JSON list, a row a child: ``born_on`` (a day),
# ``live`` (yes or no) and ``months``, those of the pregnancy (empty: not on record).
BIRTHS = Source(
    key="births",
    words=Words(ar="سجل المواليد", en="Registry of births", fr="Registre des naissances"),
    setting="CIVIL_REGISTRY_URL",
    path="births",
    facts={"status": pl.String, "entries": pl.String},
    required=("entries",),
    validity={
        "recorded": Validity(timedelta(hours=1), "A birth is entered on any day."),
        "none": _SOON,
        UNKNOWN: _SOON,
    },
)

EDUCATION = Source(
    key="education",
    words=Words(ar="وزارة التعليم", en="Ministry of Education", fr="Ministère de l’Éducation"),
    setting="EDUCATION_REGISTRY_URL",
    path="students",
    facts={"status": pl.String, "valid_until": pl.Date},
    required=(),
    validity={
        "enrolled": Validity(_DAY, "Our choice: who leaves is noticed a day late at most."),
        "not-enrolled": _SOON,
        UNKNOWN: _SOON,
    },
)

HEALTH = Source(
    key="health",
    words=Words(ar="وزارة الصحة", en="Ministry of Health", fr="Ministère de la Santé"),
    setting="HEALTH_REGISTRY_URL",
    path="disabilities",
    facts={"status": pl.String, "since": pl.Date},
    required=(),
    validity={
        "disabled": Validity(_DAY, "Our choice: a mistaken entry counts for a day at most."),
        "none": _SOON,
        UNKNOWN: _SOON,
    },
)

# Asked by the number of the injured. ``entries`` is a JSON list, a row a work injury:
# ``injured_on``, ``reported_on`` (days; the latter empty: never) and ``spells``, each ``on``,
# ``until`` (a day; empty: it lasts) and ``treatment`` (yes or no: at the institution's expense).
INJURIES = Source(
    key="injuries",
    words=Words(ar="وزارة الصحة", en="Ministry of Health", fr="Ministère de la Santé"),
    setting="HEALTH_REGISTRY_URL",
    path="injuries",
    facts={"status": pl.String, "entries": pl.String},
    required=("entries",),
    validity={
        "recorded": Validity(timedelta(hours=1), "A hospital enters a day on any day."),
        "none": _SOON,
        UNKNOWN: _SOON,
    },
)

_ALL = (CIVIL, COMMERCIAL, JUSTICE, JOB_SEEKERS, BANK, FAMILY, BIRTHS, EDUCATION, HEALTH, INJURIES)
SOURCES = {source.key: source for source in _ALL}
