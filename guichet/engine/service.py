"""A service: something a client can ask for. Read this first.

A service is declared once, in one file under ``catalogue/``; its path is its key
(``registry.register_worker``), and every channel carries it. It says what it asks for, who may ask,
which checks replace papers, and what happens - for a whole batch of rows at a time, because a
single asking is a batch of one::

    class ChangeWage(Service):
        code = 2103
        title = Words(ar="تعديل أجر عامل", en="Change a worker's wage", fr="Modifier un salaire")
        ...
        class Input(fields.Input):
            establishment = EstablishmentNumber(...)
            worker = NationalId(...)

        @staticmethod
        def decide(batch): ...   # look up, refuse, compute: whole frames, no loop over rows
        @staticmethod
        def apply(batch): ...    # write the rows still standing; constraints guard it
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar

import polars as pl

from guichet.engine.actor import Assurance, PartyKind, Segment
from guichet.engine.check import Check
from guichet.engine.fields import Field, Input, fields_of
from guichet.engine.levels import Level
from guichet.engine.paper import Paper
from guichet.engine.stages import Reached, Stage
from guichet.lib import frames
from guichet.lib.text import Words

if TYPE_CHECKING:
    from guichet.engine.batch import Batch
    from guichet.engine.outcome import Answer
    from guichet.engine.refusal import Refusal


class Outcome(StrEnum):
    """How a row ends; there is no fifth way."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    HELD = "held"  # a check could not be asked; the row resumes by itself
    REFERRED = "referred"  # a person must decide, by a deadline


DECIDED_WITHIN = timedelta(days=10)  # the time staff have for a referred row, if no law says more


@dataclass(frozen=True, slots=True)
class Either:
    """One question answered in one of several input fields: pages ask which, and then for that one
    alone.
    """

    question: Words
    ways: Mapping[str, Words]  # by input field; the usual one first


class Power(StrEnum):
    """What a service hands over that outlasts the asking; whoever steals a password looks for one
    of these first.
    """

    RIGHTS = "rights"  # somebody may act for a party who might not before
    MONEY = "money"  # money goes elsewhere than before


@dataclass(frozen=True, slots=True)
class Example:
    """One asking and how it ends; every channel's contract test plays it.

    ``given`` is raw text as a client types it. It may name demonstration facts in braces, such as
    ``{establishment}`` or ``{new_citizen}``, which the contract suite fills. ``then`` is an
    outcome, or a refusal code.
    """

    name: str
    given: Mapping[str, str]
    then: str = "accepted"
    before: tuple[tuple[str, Mapping[str, str]], ...] = field(default=())  # askings played first


_KEY = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+")

# Names that no input may have: columns that the engine adds to a batch, and controls that stand in
# a form beside the inputs, where the one would be taken for the other.
RESERVED = frozenset(
    "row position transaction first twin_of outcome repeats evidence movement"
    " again begun code csrfmiddlewaretoken either field language next once password pin review service speak step sure".split()
)
_ADDED = (
    "raw_",
    "out_",
)  # beginnings of the columns in which the engine keeps what was typed and answered


class Output(Input):
    """What a service answers with. The default has nothing beyond the receipt."""


class Service:
    """Base of every service. Required attributes are checked when the class is built; a typo
    refuses to load.
    """

    code: ClassVar[int]  # digits for telephone and files; unique
    title: ClassVar[Words]
    summary: ClassVar[Words]
    audience: ClassVar[frozenset[Segment]]
    right: ClassVar[str]  # the mandate right that covers it: register, wages, view ...
    party_kind: ClassVar[PartyKind] = PartyKind.ESTABLISHMENT
    party: ClassVar[str] = "establishment"  # the input field that names the party
    subject: ClassVar[str | None] = None  # the input field that names the person concerned
    assurance: ClassVar[Assurance] = Assurance.PASSWORD
    either: ClassVar[Either | None] = None  # optional fields of which exactly one is answered
    # What it hands over. Whoever gives a right needs what the right could do, and that is at most a
    # second factor; a service that declares a power for less refuses to load, and no machine, file
    # or paper alone can ask for it.
    power: ClassVar[Power | None] = None
    # How surely whoever of the institution approves a referred row must be known; more where money
    # moves.
    ruling_assurance: ClassVar[Assurance] = Assurance.NONE
    seconds: ClassVar[int] = 25  # the time promised to a practised client
    icon: ClassVar[str] = "file-text"
    enquiry: ClassVar[bool] = False  # answers and changes nothing
    # The fields that identify the fact. Two rows of one batch with the same key and the same values
    # are one asking; with other values they contradict each other and are refused.
    business_key: ClassVar[tuple[str, ...]] = ()
    checks: ClassVar[tuple[Check, ...]] = ()
    ruled_by: ClassVar[str] = (
        # the right of staff that rules on it when it is referred; by default its own
        # (`referred.right_to_rule`)
        ""
    )
    # What is referred waits for what a body finds, by its own way (a medical board): nobody rules.
    by_finding: ClassVar[bool] = False
    # Those who decide on some of what it refers, by name; what names none is for the usual ones.
    levels: ClassVar[Mapping[str, Level]] = {}
    paper: ClassVar[Paper | None] = None  # what it attests, for services that issue a document
    # Where what was accepted ends only later: how far it can have come, the first stage first (see
    # `engine.stages`).
    stages: ClassVar[Mapping[str, Stage]] = {}
    movement: ClassVar[str | None] = None  # its word in the mixed monthly file: join, leave, wage
    also: ClassVar[Words | None] = None  # other words people look for it by; never shown
    keyword: ClassVar[Words | None] = (
        None  # its word in a text message; by default a word of its title
    )
    examples: ClassVar[tuple[Example, ...]] = ()

    Input: ClassVar[type[Input]]
    Output: ClassVar[type[Output]] = Output

    # The keys it had before its file was moved, the oldest first. They answer for ever, on every
    # channel; a key is only ever added here, at the end.
    formerly: ClassVar[tuple[str, ...]] = ()

    # Filled in by discovery, from the path of the file.
    key: ClassVar[str] = ""
    inputs: ClassVar[dict[str, Field]]
    outputs: ClassVar[dict[str, Field]]

    do_not_call_in_templates = True

    _REQUIRED = ("code", "title", "summary", "audience", "right", "Input")
    _OWN = frozenset(
        "code title summary audience right party_kind party subject assurance power either ruling_assurance seconds icon enquiry business_key"
        " checks paper ruled_by by_finding levels decided_within unanswered declined barred movement also keyword examples stages formerly Input Output decide apply reached beside".split()
    )

    def __init_subclass__(cls) -> None:
        missing = [name for name in cls._REQUIRED if not hasattr(cls, name)]
        if missing:
            raise TypeError(f"{cls.__qualname__} lacks {', '.join(missing)}")
        unknown = [n for n in vars(cls) if not n.startswith("_") and n not in cls._OWN]
        if unknown:
            raise TypeError(f"{cls.__qualname__} declares unknown {', '.join(sorted(unknown))}")
        if not isinstance(cls.formerly, tuple) or not all(map(_KEY.fullmatch, cls.formerly)):
            raise TypeError(f"{cls.__qualname__}: formerly is a tuple of keys, subject.name each")
        cls.inputs = fields_of(cls.Input)
        cls.outputs = fields_of(cls.Output)
        taken = sorted(n for n in cls.inputs if n in RESERVED or n.startswith(_ADDED))
        if taken:
            raise TypeError(
                f"{cls.__qualname__} asks for {', '.join(taken)}: that name is taken; choose another"
            )
        named = [
            cls.subject,
            *cls.business_key,
            *(check.field for check in cls.checks),
            *(cls.either.ways if cls.either else ()),
        ]
        if cls.party_kind is not PartyKind.NOBODY:
            named.append(cls.party)
        strangers = sorted({name for name in named if name and name not in cls.inputs})
        if strangers:
            raise TypeError(f"{cls.__qualname__} names {', '.join(strangers)}, not in its Input")
        if cls.power is not None and cls.assurance < Assurance.SECOND_FACTOR:
            raise TypeError(
                f"{cls.__qualname__} hands over {cls.power} and asks for no second factor"
            )
        if cls.stages and "reached" not in vars(cls):
            raise TypeError(f"{cls.__qualname__} has stages and does not say which one is reached")
        unsaid = sorted((cls.paper.names() if cls.paper else set()) - {*cls.inputs, *cls.outputs})
        if unsaid:
            raise TypeError(
                f"{cls.__qualname__} puts {', '.join(unsaid)} on paper, which it has not"
            )

    @classmethod
    def names(cls) -> tuple[str, ...]:
        """Every key it answers to: today's first, then those it had."""
        return (cls.key, *cls.formerly)

    @classmethod
    def lasting_name(cls) -> str:
        """Its first key, which no move changes: what was hashed under it is found again after
        one.
        """
        return cls.formerly[0] if cls.formerly else cls.key

    @staticmethod
    def decide(batch: Batch) -> None:
        """Look up what the rows need, refuse what cannot be, compute the answer. No writing."""

    @staticmethod
    def decided_within(on: date) -> timedelta:
        """The time within which a row that is referred on a day is decided."""
        return DECIDED_WITHIN

    @staticmethod
    def unanswered(level: str, on: date) -> bool | None:
        """What the law makes of a case that nobody has decided by its day: approved or declined;
        None: it waits on.
        """

    @staticmethod
    def declined(
        level: str, on: date, unanswered: date | None
    ) -> tuple[Refusal, Mapping[str, str]] | None:
        """What whoever asked is told, with the ``{reason}``, of a case declined on a day, or that
        nobody answered by one; None: the usual.
        """

    @staticmethod
    def barred(answer: Answer) -> Collection[int]:
        """The accounts that do not rule on a case, because they decided on it before."""
        return ()

    @staticmethod
    def apply(batch: Batch) -> None:
        """Write the rows still standing; ``batch.frame`` has a ``transaction`` (Int64) for each."""

    @staticmethod
    def reached(transactions: Sequence[int], now: datetime) -> Mapping[int, Reached]:
        """How far each accepted transaction has come, of a service that has ``stages``."""
        raise NotImplementedError

    @staticmethod
    def beside(output: Mapping[str, object]) -> Collection[int]:
        """Parties beside its own, of the same kind, of which an answer tells: whoever reads it
        needs a right to each.
        """
        return ()


# The client's row number, the transaction that waits, and what was said, by field.
Said = tuple[int, int, Mapping[str, object]]


@dataclass(frozen=True, slots=True)
class Ask:
    """Some raw rows for one service: every input column as text, and ``row``, the client's own row
    number.
    """

    service: type[Service]
    rows: pl.DataFrame

    @classmethod
    def again(cls, service: type[Service], waiting: Sequence[Said]) -> Ask:
        """What waited, asked once more as it was asked then: each row names the transaction that it
        resolves.
        """
        rows = frames.texts([dict.fromkeys(service.inputs) | dict(said) for _, _, said in waiting])
        ours = {
            "row": [row for row, _, _ in waiting],
            "resolves": [number for _, number, _ in waiting],
        }
        return cls(service, rows.hstack(pl.DataFrame(ours, schema=dict.fromkeys(ours, pl.Int64))))
