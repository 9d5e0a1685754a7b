"""What the registries answer: a body of JSON numbers in, a body of JSON facts out."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import polars as pl

from demo.births import births
from demo.deeds import deeds
from demo.families import disabilities, families, students
from demo.injuries import injuries
from demo.population import businesses, persons
from demo.seekers import seekers
from guichet.lib.locale import here

BATCH_LIMIT = 10_000  # numbers in one call


class QuestionError(ValueError):
    """A question that cannot be answered; ``code`` is for machines, the text for people."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code = code


def asked_numbers(body: bytes) -> pl.Series:
    """The ``numbers`` of a request body, as texts, in order."""
    try:
        question = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise QuestionError("not_json", "the body is not JSON in UTF-8") from error
    if not isinstance(question, dict) or not isinstance(question.get("numbers"), list):
        raise QuestionError("no_numbers", 'the body must be an object {"numbers": [...]}')
    numbers = question["numbers"]
    if len(numbers) > BATCH_LIMIT:
        raise QuestionError("too_many", f"at most {BATCH_LIMIT:,} numbers in one call")
    for place, number in enumerate(numbers):
        if not isinstance(number, str):
            raise QuestionError("not_text", f"numbers[{place}] must be a text of digits")
    try:
        return pl.Series("asked", numbers, dtype=pl.String)
    except UnicodeEncodeError as error:  # JSON can spell half a surrogate pair, UTF-8 cannot
        raise QuestionError("not_text", "numbers holds a text that is not Unicode") from error


def civil(asked: pl.Series) -> bytes:
    """The civil registry's answer about persons, one for each text asked, in order."""
    facts = persons(_whole_numbers(asked)).select(
        asked,
        pl.when("known")
        .then(pl.when("alive").then(pl.lit("alive")).otherwise(pl.lit("dead")))
        .otherwise(pl.lit("unknown"))
        .alias("status"),
        "name_ar",
        "name_latin",
        "sex",
        "nationality",
        "birth_date",
        "died_on",
    )
    return _answer("persons", facts)


def commerce(asked: pl.Series) -> bytes:
    """The commercial registry's answer about businesses, one for each text asked, in order."""
    facts = businesses(_whole_numbers(asked)).select(
        asked,
        "status",
        "name_ar",
        "name_latin",
        pl.col("owner_number").cast(pl.String),
        "activity",
        "city",
        "city_ar",
        pl.col("unified_number").cast(pl.String),
    )
    return _answer("businesses", facts)


def justice(asked: pl.Series) -> bytes:
    """The Ministry of Justice's answer about deeds, one for each text asked, in order."""
    facts = deeds(_whole_numbers(asked)).select(
        asked,
        "status",
        "kind",
        pl.col("principal_number", "agent_number").cast(pl.String),
        "valid_until",
    )
    return _answer("deeds", facts)


def family(asked: pl.Series) -> bytes:
    """The civil registry's answer about families of the dead, one for each text asked, in order."""
    return _answer("families", families(_whole_numbers(asked)).with_columns(asked).drop("number"))


def borne(asked: pl.Series) -> bytes:
    """The civil registry's answer about births by the mother's number, likewise."""
    return _answer("births", births(_whole_numbers(asked)).with_columns(asked).drop("number"))


def education(asked: pl.Series) -> bytes:
    """The Ministry of Education's answer about students, likewise."""
    return _answer("students", students(_whole_numbers(asked)).with_columns(asked).drop("number"))


def health(asked: pl.Series) -> bytes:
    """The Ministry of Health's answer about disabilities, likewise."""
    found = disabilities(_whole_numbers(asked))
    return _answer("disabilities", found.with_columns(asked).drop("number"))


def injured(asked: pl.Series) -> bytes:
    """The Ministry of Health's answer about work injuries, likewise."""
    return _answer("injuries", injuries(_whole_numbers(asked)).with_columns(asked).drop("number"))


def labour(asked: pl.Series) -> bytes:
    """The job seekers' register's answer about persons, one for each text asked, in order."""
    facts = seekers(_whole_numbers(asked)).select(asked, "status", "registered_on", "lapsed_on")
    return _answer("seekers", facts)


def _whole_numbers(asked: pl.Series) -> pl.Series:
    """As many ASCII digits as a business or a person has, as Int64; anything else null, which no
    registry knows.
    """
    digits = pl.when(
        asked.str.contains(rf"\A(?:[0-9]{{10}}|[0-9]{{{here().persons.digits}}})\z")
    ).then(asked)
    return pl.select(number=digits.cast(pl.Int64)).to_series()


def _answer(name: str, facts: pl.DataFrame) -> bytes:
    """``{"asked_at": ..., name: [...]}``; Polars writes the rows, many times faster than json."""
    now = datetime.now(UTC).isoformat(timespec="seconds")
    rows = facts.rename({"asked": "number"}).write_json()
    return f'{{"asked_at":"{now}","{name}":{rows}}}'.encode()
