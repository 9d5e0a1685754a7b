"""What the pages show of a file, in the reader's language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import polars as pl

from guichet.channels.bulk import notices, sentences, words
from guichet.channels.bulk.capabilities import why_not
from guichet.channels.bulk.file_run import Progress, progress_of
from guichet.channels.bulk.models import File, State
from guichet.channels.bulk.movement import MONTHLY, movement_services
from guichet.channels.bulk.notices import Answers
from guichet.channels.bulk.phrases import PHRASES
from guichet.domain.identity.models import Account
from guichet.domain.identity.queries import segments_of
from guichet.engine.refusal import Severity, sentence
from guichet.engine.registry import services
from guichet.lib.money import show_minor
from guichet.lib.text import LANGUAGES, Words, folded_letters

_RING = 264  # the circumference of the progress ring
# Between Arabic words 2026-10 would be drawn as 10-2026; isolating marks keep its direction.
_NUMBERS, _ISOLATED = re.compile(r"[0-9]+(?:[-/][0-9]+)+"), "\u2066\\g<0>\u2069"
_EAGER = 30  # seconds of frequent looking; afterwards less often
_ICONS = {
    "accepted": "tick",
    "refused": "alert",
    "held": "hourglass",
    "referred": "user-check",
    "repeated": "repeat",
}
_CLASSES = {"accepted": "good", "refused": "bad"}
_LOOKS = {State.DONE: "good", State.UNREADABLE: "bad"}


@dataclass(frozen=True, slots=True)
class Kind:
    """Something a file may hold."""

    key: str
    title: Words
    summary: Words


@dataclass(frozen=True, slots=True)
class Tile:
    """One figure with its label."""

    label: Words
    figure: str
    icon: str = "list"
    look: str = ""
    amount: bool = False


@dataclass(frozen=True, slots=True)
class Remark:
    """One line of the table of findings."""

    row: int
    column: str
    value: str
    sentence: str
    error: bool


@dataclass(frozen=True, slots=True)
class Job:
    """How far a file is, for the part of the page that renews itself."""

    progress: Progress
    settled: int  # rows that wait for nobody
    percent: int
    ring: str
    every: str
    left: int | None


def kinds_for(account: Account) -> list[Kind]:
    """What this account may send as a file: the mixed file first."""
    segments = segments_of(account)
    offered = [
        s
        for s in services().values()
        if why_not(s) is None and (not s.audience or s.audience & segments)
    ]
    own = [Kind(s.key, s.title, s.summary) for s in offered]
    if any(s in offered for s in movement_services()):
        return [Kind(MONTHLY, words.MONTHLY, words.MONTHLY_SUMMARY), *own]
    return own


def title_of(kind: str) -> Words:
    """The title of what a file holds."""
    if kind == MONTHLY:
        return words.MONTHLY
    known = services().get(kind)
    return known.title if known else Words(ar=kind, en=kind, fr=kind)


def job_of(file: File, now: datetime) -> Job:
    """The progress of a file that is being checked or carried out."""
    progress = progress_of(file)
    settled = progress.done - progress.held - progress.referred
    share = settled / progress.rows if progress.rows else 0.0
    elapsed = (now - (file.confirmed_at or file.moved_at)).total_seconds()
    left = round(elapsed / share - elapsed) if share > 0.05 and not progress.finished else None
    return Job(
        progress=progress,
        settled=settled,
        percent=int(100 * share),
        ring=f"{share * _RING:.0f}",
        every="600ms" if elapsed < _EAGER else "3s",
        left=left,
    )


def outcome_tiles(counts: dict[str, int], labels: dict[str, Words]) -> list[Tile]:
    """A tile for each way rows end, in a fixed order."""
    return [
        Tile(labels[name], f"{counts.get(name, 0):,}", _ICONS[name], _CLASSES.get(name, ""))
        for name in labels
        if counts.get(name) or name == "accepted"
    ]


def change_tiles(changes: dict[str, int]) -> list[Tile]:
    """What would change: people and wages, then amounts."""
    figures = [
        Tile(label, f"{changes[n]:,}") for n, label in words.CHANGES.items() if changes.get(n)
    ]
    amounts = [
        Tile(label, show_minor(changes[n]), amount=True)
        for n, label in words.AMOUNTS.items()
        if n in changes and figures
    ]
    return figures + amounts


def service_lines(report: dict[str, Any]) -> list[tuple[Words, list[tuple[Words, int]]]]:
    """The services of a mixed file with how many of their rows would end in each way the
    file has.
    """
    ways = [tile.label for tile in outcome_tiles(report["counts"], words.FORECASTS)]
    names = [name for name, label in words.FORECASTS.items() if label in ways]
    lines = [
        (title_of(s["key"]), [(words.FORECASTS[n], s["counts"].get(n, 0)) for n in names])
        for s in report["services"]
    ]
    return lines if len(lines) > 1 else []


def remarks_shown(report: dict[str, Any], language: str) -> list[Remark]:
    """The first findings of a check."""
    if not report.get("findings"):
        return []
    frame = pl.DataFrame(report["findings"], schema=sentences.FINDINGS)
    told = sentences.with_sentences(frame, language).with_columns(
        value=pl.col("values").str.json_path_match("$.value").fill_null("")
    )
    columns = ("row", "label", "value", "sentence", "severity")
    return [
        Remark(row, label, value, _NUMBERS.sub(_ISOLATED, said), severity == Severity.ERROR.value)
        for row, label, value, said, severity in told.select(columns).iter_rows()
    ]


def faults_shown(file: File, language: str) -> list[str]:
    """Why a file was not taken."""
    return [sentence(fault["code"], language, fault["values"]) for fault in file.error]


@dataclass(frozen=True, slots=True)
class Question:
    """What only the client can answer: a sentence, and the ways to answer it."""

    name: str
    sentence: str
    options: list[tuple[str, str]]


def questions_shown(report: dict[str, Any], language: str) -> list[Question]:
    """The questions of a check; days are asked once for the whole file, in words."""
    found: dict[str, Question] = {}
    for asked in report.get("questions", ()):
        (said,) = notices.told([asked], language)
        if asked["code"] == notices.COLUMNS_UNANSWERED.code:
            options = [("*", PHRASES["leave-out"].at(language))]
            found[notices.COLUMNS] = Question(notices.COLUMNS, said, options)
            continue
        days = notices.shown(asked["values"], language)
        ways = zip(notices.ORDERS, (days["first"], days["second"]), strict=True)
        options = [(order, f"{words.ORDERS[order].at(language)}: {day}") for order, day in ways]
        found.setdefault(notices.DAYS, Question(notices.DAYS, said, options))
    return list(found.values())


def answers_given(file: File, form: Mapping[str, str]) -> Answers | None:
    """The client's answers to the questions of a file; None unless all are answered."""
    asked = {question.name for question in questions_shown(file.report, "en")}
    kept = Answers.of(file.answers)
    days, left = form.get(notices.DAYS, ""), form.get(notices.COLUMNS, "")
    if (
        not asked
        or (notices.DAYS in asked and days not in notices.ORDERS)
        or (notices.COLUMNS in asked and not left)
    ):
        return None
    names = kept.left_out
    if notices.COLUMNS in asked:
        names |= {folded_letters(name) for name in file.report.get("unknown", ())}
    return Answers(days if notices.DAYS in asked else kept.days, names)


# The states of each filter of the list.
FILTERS = {
    "waiting": (State.CHECKED,),
    "running": (State.UPLOADED, State.CHECKING, State.CONFIRMED, State.WORKING),
    "done": (State.DONE,),
    "stopped": (State.UNREADABLE, State.DISCARDED, State.EXPIRED),
}


@dataclass(frozen=True, slots=True)
class ListedFile:
    """One file of the list: where it stands, and how its rows ended or would end."""

    file: File
    title: Words
    state: Words
    look: str
    waits: list[Words]  # how many rows still wait, of a file that was carried out
    counts: list[Tile]


def listed(sent: Iterable[File]) -> list[ListedFile]:
    """The lines of the list of files."""
    lines = []
    for file in sent:
        counts, labels, waits = {}, words.OUTCOMES, []
        if file.state == State.CHECKED:
            counts, labels = file.report.get("counts", {}), words.FORECASTS
        elif file.state == State.DONE:
            counts = progress_of(file).counts
            waits = [
                _counted(label, counts[name])
                for name, label in words.WAITING.items()
                if counts.get(name)
            ]
        tiles = outcome_tiles(counts, labels) if counts else []
        state = words.NOT_FINISHED if waits else words.STATES[file.state]
        look = "warn" if waits else _LOOKS.get(file.state, "warn")
        lines.append(ListedFile(file, title_of(file.kind), state, look, waits, tiles))
    return lines


def _counted(label: Words, rows: int) -> Words:
    ar, en, fr = (label.at(language, rows=rows) for language in LANGUAGES)
    return Words(ar=ar, en=en, fr=fr)


def can_confirm(file: File) -> bool:
    """Whether any row would do anything: a file that is refused throughout is not carried out, nor
    one with an open question.
    """
    if file.report.get("questions"):
        return False
    counts = file.report.get("counts", {})
    return file.state == State.CHECKED and any(n for name, n in counts.items() if name != "refused")
