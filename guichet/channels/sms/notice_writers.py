"""What each kind of event says to those whom it concerns."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import polars as pl

from guichet.channels.shared.account_events import CHANGES
from guichet.channels.sms import agent_notices, pension_notices, templates
from guichet.channels.sms.notice import Notice
from guichet.domain.benefits.debts import TOLD as BEYOND
from guichet.domain.benefits.disability_awards import ENDED
from guichet.domain.benefits.injury_cases import TOLD as INJURY
from guichet.domain.benefits.search import EVENT as UNASKED
from guichet.domain.benefits.succession import RECALCULATED
from guichet.domain.benefits.survivors import CHANGED as SHARES
from guichet.domain.identity.accounts import accounts_of_persons, languages_of, owners_of
from guichet.engine import results
from guichet.engine.ids import submission_of
from guichet.engine.outcome import OUTCOME_CODES
from guichet.engine.pending import WAITS_LONG
from guichet.engine.referrals import OVERDUE
from guichet.engine.registry import services, today
from guichet.engine.service import Outcome
from guichet.lib import institution, reference
from guichet.lib.display import show_amount, show_gregorian, show_month
from guichet.lib.text import Words

CHANGED = "account-changed"
ACTED = "acted-for-you"
_ACCEPTED = OUTCOME_CODES[Outcome.ACCEPTED]
_WAITING = [OUTCOME_CODES[Outcome.HELD], OUTCOME_CODES[Outcome.REFERRED]]


def _to_owners(
    bodies: list[tuple[int, dict[str, Any]]],
    on: date,
    kind: str,
    words: Callable[[dict[str, Any], str], str],
) -> Iterator[Notice]:
    """One notice for each owner of each event's establishment."""
    numbers = pl.Series(
        "n", sorted({int(body["establishment"]) for _, body in bodies}), dtype=pl.Int64
    )
    owners: dict[int, list[tuple[int, str]]] = {}
    for establishment, account, language in owners_of(numbers, on).iter_rows():
        owners.setdefault(establishment, []).append((account, language))
    for event, body in bodies:
        for account, language in owners.get(int(body["establishment"]), ()):
            yield Notice(
                kind, f"{kind}:{event}:{account}", account, language, words(body, language)
            )


def _of_bills(bodies: list[tuple[int, dict[str, Any]]], on: date) -> Iterator[Notice]:
    def words(body: dict[str, Any], language: str) -> str:
        month = show_month(date.fromisoformat(f"{body['month']}-01"), language)
        due = show_gregorian(date.fromisoformat(body["due_on"]), language)
        number = body["establishment"]
        return templates.BILL.at(
            language,
            month=month,
            establishment=number,
            total=show_amount(int(body["total"]), language),
            due=due,
        )

    owed = [(event, body) for event, body in bodies if int(body["total"]) > 0]
    yield from _to_owners(owed, on, "bill-issued", words)


def _of_payments(bodies: list[tuple[int, dict[str, Any]]], on: date) -> Iterator[Notice]:
    def words(body: dict[str, Any], language: str) -> str:
        return templates.PAYMENT.at(
            language,
            establishment=body["establishment"],
            amount=show_amount(int(body["amount"]), language),
        )

    paid = [
        (event, body)
        for event, body in bodies
        if body.get("establishment") and int(body["amount"]) > 0
    ]
    yield from _to_owners(paid, on, "payment-received", words)


def _of_plans(bodies: list[tuple[int, dict[str, Any]]], on: date) -> Iterator[Notice]:
    def words(body: dict[str, Any], language: str) -> str:
        return templates.PLAN_ENDS[body["end"]].at(language, establishment=body["establishment"])

    yield from _to_owners(bodies, on, "plan-ended", words)


def _of_leavings(bodies: list[tuple[int, dict[str, Any]]], on: date) -> Iterator[Notice]:
    """Former employers are asked why somebody left, with the words by which to answer."""
    asked = services().get("benefits.confirm_leaving_reason")

    def words(body: dict[str, Any], language: str) -> str:
        due = show_gregorian(date.fromisoformat(body["due_on"]), language)
        word = asked.keyword.at(language) if asked and asked.keyword else ""
        about = {"establishment": body["establishment"], "person": body["person"]}
        return templates.LEAVING_ASKED.at(language, due=due, word=word, **about)

    yield from _to_owners(bodies, on, "leaving-asked", words)


def _of_injuries(bodies: list[tuple[int, dict[str, Any]]], on: date) -> Iterator[Notice]:
    """Employers are told of a work injury that their worker reported, and by when to object."""

    def words(body: dict[str, Any], language: str) -> str:
        day, due = (
            show_gregorian(date.fromisoformat(body[name]), language) for name in ("on", "due_on")
        )
        about = {name: body[name] for name in ("person", "establishment", "number")}
        return templates.INJURY_REPORTED.at(language, day=day, due=due, **about)

    yield from _to_owners(bodies, on, INJURY, words)


def _of_transactions(bodies: list[tuple[int, dict[str, Any]]], on: date) -> Iterator[Notice]:
    """Whoever asked for a change is told, unless by text it was; and whomever it concerns, if it
    was somebody else.
    """
    changing = {key for key, service in services().items() if not service.enquiry}
    rows = results.recorded([body for _, body in bodies if changing & today(body["services"])])
    codes = [service.code for service in services().values() if not service.enquiry]
    rows = rows.filter(pl.col("service").is_in(codes) & pl.col("repeats").is_null())
    yield from _to_actors(rows)
    yield from _to_subjects(rows)
    for number, account, language, words in agent_notices.done_for(rows, on):
        yield Notice(ACTED, f"{ACTED}:{number}", account, language, words)


def _to_actors(rows: pl.DataFrame) -> Iterator[Notice]:
    """One notice a call; a call worked in chunks shows its progress where it was sent."""
    # What was decided later is news wherever it was asked.
    elsewhere = (pl.col("channel") != "sms") | pl.col("resolves").is_not_null()
    here = rows.filter(elsewhere & (pl.col("chunks") <= 1))
    languages = dict(languages_of(here["actor"].unique()).iter_rows()) if here.height else {}
    by_code = {service.code: service for service in services().values()}
    for (submission,), call in here.group_by(submission_of(pl.col("id")), maintain_order=True):
        first = call.row(0, named=True)
        language = languages.get(first["actor"])
        if language is None:
            continue
        title = by_code[first["service"]].title.at(language)
        source = f"request-done:{submission}"
        if first["rows"] > 1:
            accepted = call.filter(pl.col("outcome") == _ACCEPTED).height
            waiting = call.filter(pl.col("outcome").is_in(_WAITING)).height
            said = templates.MANY_WAIT if waiting else templates.MANY
            words = said.at(
                language, title=title, accepted=accepted, rows=first["rows"], waiting=waiting
            )
        elif first["outcome"] in templates.ENDS or first["resolves"] is not None:
            end = templates.ENDS.get(first["outcome"], templates.DECLINED).at(language)
            known = reference.encode(
                first["resolves"] or first["id"]
            )  # the one that whoever asked holds
            words = templates.DONE.at(language, title=title, end=end, reference=known)
        else:  # refused: told where it was asked
            continue
        yield Notice("request-done", source, first["actor"], language, words)


def _to_subjects(rows: pl.DataFrame) -> Iterator[Notice]:
    """People are told what was recorded about them; what was done in their own name is told as
    such.
    """
    concerns = pl.col("subject").is_not_null() & pl.col("party").ne_missing(pl.col("subject"))
    about = rows.filter(concerns & (pl.col("outcome") == _ACCEPTED))
    if about.is_empty():
        return
    known = accounts_of_persons(about["subject"].unique())
    by_code = {service.code: service for service in services().values()}
    found = about.join(known, left_on="subject", right_on="person").filter(
        pl.col("account") != pl.col("actor")
    )
    for row in found.iter_rows(named=True):
        language = row["language"]
        words = templates.CONCERNS.at(
            language,
            title=by_code[row["service"]].title.at(language),
            party=row["party"] or "-",
            reference=reference.encode(row["id"]),
        )
        yield Notice(
            "recorded-about", f"recorded-about:{row['id']}", row["account"], language, words
        )


def _of_accounts(bodies: list[tuple[int, dict[str, Any]]], on: date) -> Iterator[Notice]:
    """Whose way in has changed is told, at any hour and whether they want notices or not: it may
    not have been they.
    """
    accounts = pl.Series("n", sorted({int(body["account"]) for _, body in bodies}), dtype=pl.Int64)
    read = dict(languages_of(accounts).iter_rows())
    for event, body in bodies:
        language, what = read.get(body["account"]), CHANGES.get(body["what"])
        if language and what:
            words = templates.CHANGED.at(
                language, what=what.at(language), institution=institution.name().at(language)
            )
            yield Notice(CHANGED, f"{CHANGED}:{event}", body["account"], language, words)


def _of_waits(bodies: list[tuple[int, dict[str, Any]]], on: date) -> Iterator[Notice]:
    """Whoever asked for what waits long is told that nothing is lost and nothing need be sent
    again.
    """
    told = [(e, body["actor"], body["service"], body["transaction"]) for e, body in bodies]
    yield from _to_askers(told, "waits-long", templates.WAITS)


def _of_overdue(bodies: list[tuple[int, dict[str, Any]]], on: date) -> Iterator[Notice]:
    """Whoever asked for what nobody decided by the promised day is told so, and that it is not
    forgotten.
    """
    codes = {service.key: service.code for service in services().values()}
    told = [
        (e, body["actor"], codes.get(body["service"], 0), body["first"])
        for e, body in bodies
        if "actor" in body  # an event of before they said so
    ]
    yield from _to_askers(told, "decision-overdue", templates.OVERDUE)


def _to_askers(told: list[tuple[int, int, int, int]], kind: str, said: Words) -> Iterator[Notice]:
    """One notice for each event, account, service's code and transaction."""
    accounts = pl.Series("n", sorted({account for _, account, _, _ in told}), dtype=pl.Int64)
    languages = dict(languages_of(accounts).iter_rows())
    by_code = {service.code: service for service in services().values()}
    for event, account, code, transaction in told:
        language, service = languages.get(account), by_code.get(code)
        if language and service:
            title, known = service.title.at(language), reference.encode(transaction)
            words = said.at(language, title=title, reference=known)
            yield Notice(kind, f"{kind}:{event}", account, language, words)


WRITERS: dict[str, Callable[[list[tuple[int, dict[str, Any]]], date], Iterator[Notice]]] = {
    "bill-issued": _of_bills,
    "payment-received": _of_payments,
    "plan-ended": _of_plans,
    "leaving-asked": _of_leavings,
    INJURY: _of_injuries,
    CHANGED: _of_accounts,
    WAITS_LONG: _of_waits,
    OVERDUE: _of_overdue,
    SHARES: pension_notices.of_shares,
    RECALCULATED: pension_notices.of_pensions,
    ENDED: pension_notices.of_ends,
    BEYOND: pension_notices.of_debts,
    UNASKED: pension_notices.of_unasked,
    "transactions-recorded": _of_transactions,
}
