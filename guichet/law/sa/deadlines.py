"""Until when an event must be reported, and how far back a registration may reach."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from guichet.law.answers import Deadline, DeadlineError
from guichet.law.parameters import NotInForce, Parameters
from guichet.law.sa import parameters as saudi_parameters
from guichet.law.sa.contributions.cohorts import M273
from guichet.lib.months import add_months, first_day, last_day


def deadline(
    event: str,
    on: date,
    *,
    employer_informed: date | None = None,
    parameters: Parameters | None = None,
) -> Deadline:
    """The deadline of one of `EVENTS` that happened on a day.

    Raises:
        DeadlineError: there is no such event, or the sources name no deadline on that day.
    """
    law = parameters or saudi_parameters()
    if event not in EVENTS:
        raise DeadlineError(f"no deadline rule for {event!r}; known: {', '.join(sorted(EVENTS))}")
    if employer_informed is not None and event != "injury":
        raise DeadlineError(f"employer_informed means nothing for {event!r}")
    try:
        return EVENTS[event](law, on, employer_informed)
    except NotInForce as error:
        raise DeadlineError(f"no deadline found in the sources: {error}") from error


def end_of_rule(rule: str, on: date) -> date:
    """The day a named rule means for an event.

    Raises:
        DeadlineError: the rule means nothing here.
    """
    rules: dict[str, Callable[[date], date]] = {
        "last_day_of_month": last_day,
        "day_15_of_next_month": lambda day: add_months(first_day(day), 1).replace(day=15),
        "three_months_into_next_year": lambda day: date(day.year + 1, 3, 31),
        "15_days_after_employer_deadline": lambda day: day + timedelta(15),
        "last_day_of_month_after_employer_deadline_month": lambda day: last_day(
            add_months(first_day(day), 1)
        ),
    }
    if rule not in rules:
        raise DeadlineError(f"no meaning for the rule {rule!r}")
    return rules[rule](on)


def _service(key: str) -> Callable[[Parameters, date, date | None], Deadline]:
    """Joining and leaving (RC9(2-3); REG230 6(2-3)): the worker may follow the employer."""

    def found(law: Parameters, on: date, _: date | None) -> Deadline:
        employer_by = end_of_rule(law.word(f"registration.{key}", on), on)
        window = law.word("registration.worker_self_report_window", on)
        return Deadline(employer_by, end_of_rule(window, employer_by))

    return found


def _month_rule(key: str) -> Callable[[Parameters, date, date | None], Deadline]:
    """Change of data or wage, wage correction (REG230 6(2c), 21; RC28)."""

    def found(law: Parameters, on: date, _: date | None) -> Deadline:
        return Deadline(end_of_rule(law.word(f"registration.{key}", on), on))

    return found


def _days(key: str) -> Callable[[Parameters, date, date | None], Deadline]:
    """So many days after the event (RC9(1a), RC10; REG230 6(1a), 6(2d); M/33 29(4))."""

    def found(law: Parameters, on: date, _: date | None) -> Deadline:
        return Deadline(on + timedelta(law.count(key, on)))

    return found


def _injury(law: Parameters, on: date, informed: date | None) -> Deadline:
    """The worker tells within 7 days, the employer within 3 of being told (OH1; REG230 46)."""
    worker_by = on + timedelta(law.count("work_injury.report_worker_days", on))
    if informed is None:
        return Deadline(None, worker_by)
    if informed < on:
        raise DeadlineError(f"the employer cannot be informed on {informed}, before the injury")
    days = law.count("work_injury.report_employer_days", informed)
    return Deadline(informed + timedelta(days), worker_by)


def _beneficiary(law: Parameters, on: date, _: date | None) -> Deadline:
    """A beneficiary reports changes within 10 days (REG230 88(1))."""
    days = law.count("registration.beneficiary_change_notice_days", on)
    return Deadline(None, on + timedelta(days))


EVENTS: dict[str, Callable[[Parameters, date, date | None], Deadline]] = {
    "joining": _service("joining_deadline"),
    "leaving": _service("leaving_deadline"),
    "establishment": _days("registration.establishment_days"),
    "establishment_change": _days("registration.establishment_change_days"),
    "data_change": _month_rule("data_change_deadline"),
    "wage_change": _month_rule("wage_change_deadline"),
    "wage_correction": _month_rule("wage_correction_deadline"),
    "injury": _injury,
    "emergency_treatment": _days("work_injury.emergency_report_days"),
    "beneficiary_change": _beneficiary,
}


def accepted_from(
    requested: date,
    claimed_from: date,
    *,
    cohort: str = "m33",
    government: bool = False,
    self_declaring: bool = False,
    parameters: Parameters | None = None,
) -> date:
    """From when a period claimed for the past is accepted: 24 months back (RC15; REG230 16).

    Under M/33 government bodies and new establishments that declare themselves are exempt; M/273
    knows no exemption. There was no limit before 20 January 2007.
    """
    law = parameters or saudi_parameters()
    key = "registration.backdating_max_months"
    if requested < law.changes(key)[0]:
        return claimed_from
    if cohort != M273:
        exempt = government and law.yes("registration.backdating_exempts_government_m33", requested)
        exempt = exempt or (
            self_declaring
            and law.yes("registration.backdating_exempts_self_declaring_m33", requested)
        )
        if exempt:
            return claimed_from
    return max(claimed_from, add_months(requested, -law.count(key, requested)))


def backdates_annuities_only(
    cohort: str, requested: date, *, parameters: Parameters | None = None
) -> bool:
    """Whether a period claimed for the past counts in the annuities branch alone (REG230 16)."""
    law = parameters or saudi_parameters()
    return cohort == M273 and law.yes("registration.backdating_annuities_only_m273", requested)


def correction_allowed(
    month: date,
    requested: date,
    *,
    found_by_institution: bool = False,
    parameters: Parameters | None = None,
) -> bool:
    """Whether an employer may still correct the wage of a month (RC28; REG230 21).

    The institution itself may correct a wrong wage at any time.
    """
    if found_by_institution:
        return True
    limit = deadline("wage_correction", last_day(month), parameters=parameters).employer_by
    return limit is not None and requested <= limit
