"""Those to whom something has happened: who lost work, who bore a child, who is ill, and whose
spouse died at work. Each has a sign-in, and the benefit to claim.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import polars as pl

from demo.benefits.insured import leaves, picked, signs_in, works
from demo.births import a_mother
from demo.families import a_deceased, member_of
from demo.population import persons
from demo.seekers import seekers
from demo.sign_ins import SignIn
from guichet.domain.registry import commands as register
from guichet.engine import store
from guichet.law import country
from guichet.lib.months import add_months, first_day
from guichet.lib.text import Words

JOBLESS = SignIn(
    "jobless",
    "Guichet-demo-2026",
    Words(
        ar="مشترك انتهى عقده ويستحق تعويض التعطل",
        en="A contributor whose contract has ended, and who may claim for being out of work",
        fr="Un assuré dont le contrat a pris fin, et qui peut demander l’allocation chômage",
    ),
)
MOTHER = SignIn(
    "mother",
    "Guichet-demo-2026",
    Words(
        ar="مشتركة أنجبت وتستحق تعويض الأمومة",
        en="A contributor who has borne a child, and may claim the maternity benefit",
        fr="Une assurée qui a accouché, et peut demander l’allocation de maternité",
    ),
)
PATIENT = SignIn(
    "patient",
    "Guichet-demo-2026",
    Words(
        ar="مشترك أقعده المرض، وتنظر لجنة طبية في عجزه",
        en="A contributor who has fallen ill, and may claim a disability pension",
        fr="Un assuré malade, qui peut demander une pension d’invalidité",
    ),
)
WIDOW = SignIn(
    "widow",
    "Guichet-demo-2026",
    Words(
        ar="أرملة مشترك توفي وهو على رأس العمل، تطلب المعاش لأسرته",
        en="The widow of a contributor, who may claim for all of the family",
        fr="La veuve d’un assuré, qui peut demander la pension pour toute la famille",
    ),
)
SIGN_INS = (JOBLESS, MOTHER, PATIENT, WIDOW)
_BORN_SINCE = 11  # months ago: a mother's claim is fresh
DEATHS_SINCE = date(2025, 1, 1)
_WORKED_SINCE = date(2016, 1, 1)
_WAGE = 9_000
_FEW = 20  # looked at for one who is nobody else in the demonstration


def found(today: date, others: list[int]) -> int | None:
    """Open the sign-ins that the institution is large enough for; of whom the widow is.

    Args:
        others: numbers who are somebody else in the demonstration.
    """
    last = first_day(today) - timedelta(days=1)
    _lost_work(last, others)
    _bore(today)
    ill = picked(others, "abs(p.birth_date - %(born)s::date)", born=date(1985, 1, 1))
    if ill:
        signs_in(PATIENT, ill.number, last)
    return _widowed(last)


def _lost_work(last: date, others: list[int]) -> None:
    """Whom the register of those who seek work knows."""
    numbers = _numbers()
    known = seekers(numbers).filter(pl.col("status") == "registered")["number"].to_list()
    somebody = picked(
        others,
        "abs(p.birth_date - %(born)s::date)",
        "AND p.identifier = ANY(%(known)s::bigint[])",
        born=date(1990, 1, 1),
        known=known,
    )
    if somebody:
        leaves(somebody.engagement, last, "end_of_contract")
        signs_in(JOBLESS, somebody.number, last)


def _bore(today: date) -> None:
    """Of whom the civil registry knows a birth of the last months, at work since years."""
    since = add_months(first_day(today), -_BORN_SINCE)
    known = {*_numbers().to_list(), *_owners()}
    found = (a_mother(n, since=since, before=today) for n in range(_FEW))
    mother = next((one for one in found if one not in known), None)
    if mother:
        _enter(mother)
        works(_id(mother), _place(), _WORKED_SINCE, _WAGE)
        signs_in(MOTHER, mother, today)


def _widowed(last: date) -> int | None:
    """The family is the civil registry's; the one who died is entered with the work of years."""
    known = {*_numbers().to_list(), *_owners()}
    for n in range(_FEW):
        dead = a_deceased(n, since=DEATHS_SINCE)
        try:
            widow = member_of(dead, "widow")
        except StopIteration:
            continue
        if dead not in known and widow not in known:
            break
    else:
        return None
    died_on = _enter(dead)["died_on"]
    leaves(works(_id(dead), _place(), _WORKED_SINCE, _WAGE), died_on, "death")
    signs_in(WIDOW, widow, last)
    return dead


def _enter(number: int) -> dict[str, Any]:
    """A person of the trial world, into the register; what is known of them."""
    facts = persons(pl.Series("number", [number]))
    names = ("name_ar", "name_latin", "sex", "nationality", "birth_date")
    register.upsert_persons(
        facts=facts.select(
            *names,
            identifier="number",
            person_id=pl.lit(None, pl.Int64),
            cohort=pl.lit(country.cohorts.USUAL),
            cohort_since=pl.lit(_WORKED_SINCE),
            transaction=pl.lit(0, pl.Int64),
        )
    )
    return facts.row(0, named=True)


def _id(number: int) -> int:
    one = "SELECT id FROM registry_person WHERE identifier = %(number)s"
    return int(store.value(one, number=number))


def _place() -> int:
    return int(store.value("SELECT min(id) FROM registry_establishment"))


def _owners() -> list[int]:
    """Who owns an establishment, and would act for it."""
    return [int(number) for (number,) in store.rows("SELECT identifier FROM registry_owner")]


def _numbers() -> pl.Series:
    """Everybody on the register."""
    rows = store.rows("SELECT identifier FROM registry_person ORDER BY 1")
    return pl.Series("number", [number for (number,) in rows], dtype=pl.Int64)
