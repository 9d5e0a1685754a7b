"""Lines of one file about one person are previewed as they will be carried out."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date, timedelta

import polars as pl
import pytest
from django.utils import timezone

from guichet.channels.bulk import dependent_rows, file_check, file_run
from guichet.channels.bulk.file_formats import read_table
from guichet.channels.bulk.models import File
from guichet.channels.bulk.movement import MONTHLY, askings
from guichet.channels.bulk.tests.conftest import Institution, csv_of
from guichet.engine import store
from guichet.engine.context import HOME
from guichet.engine.ids import span_of

pytestmark = pytest.mark.django_db

HEADINGS = (
    "movement",
    "establishment",
    "worker",
    "month",
    "basic",
    "started_on",
    "ended_on",
    "reason",
    "contract",
)
TODAY = timezone.now().astimezone(HOME).date()
FIRST = TODAY.replace(day=1)
MONTH = f"{TODAY:%Y-%m}"
NEXT = f"{FIRST + timedelta(days=32):%Y-%m}"
TABLES = (
    "registry_person",
    "registry_engagement",
    "registry_wage",
    "engine_transaction",
    "engine_submission",
    "engine_waiting",
)
Line = tuple[str, ...]


def join(place: int, worker: int, basic: str = "8000", day: date = FIRST) -> Line:
    """Somebody joins."""
    return ("join", str(place), str(worker), "", basic, day.isoformat(), "", "", "open_ended")


def wage(place: int, worker: int, basic: str, month: str = MONTH) -> Line:
    """A wage changes."""
    return ("wage", str(place), str(worker), month, basic, "", "", "", "")


def leave(place: int, worker: int, day: date = FIRST) -> Line:
    """Somebody leaves."""
    return ("leave", str(place), str(worker), "", "", "", day.isoformat(), "resignation", "")


def checked(institution: Institution, lines: list[Line]) -> File:
    """The file after its check; nothing else has changed."""
    before = [store.value(f"SELECT count(*) FROM {table}") for table in TABLES]
    file = institution.send(csv_of(HEADINGS, lines))
    file_check.check_file(file, timezone.now())
    assert [store.value(f"SELECT count(*) FROM {table}") for table in TABLES] == before
    return file


def previewed(file: File) -> dict[int, tuple[str, set[str]]]:
    """Line of the file -> outcome and codes, of those that are not simply accepted."""
    said: dict[int, tuple[str, set[str]]] = {}
    for row, outcome, code in (
        file_check.remarks_of(file).select("row", "outcome", "code").iter_rows()
    ):
        said.setdefault(row, (outcome, set()))[1].update({code} - {None})
    return said


def carried_out(file: File) -> dict[int, tuple[str, set[str]]]:
    """The same of what then happened."""
    now = timezone.now()
    assert file_run.confirm(file, file.as_checked, now)
    while file_run.step(file, now):
        pass
    assert file.submission is not None
    said = {}
    query = "SELECT row, content, repeats FROM engine_transaction WHERE id >= %(start)s AND id < %(end)s"
    found = store.rows(query, **asdict(span_of(file.submission)))
    for row, content, repeats in found:
        told = json.loads(content)
        codes = {finding["code"] for finding in told.get("findings") or ()}
        outcome = "repeated" if repeats else told["outcome"]
        if outcome != "accepted" or codes:
            said[row] = (outcome, codes)
    return said


def test_the_wage_of_somebody_who_joins_in_the_same_file_is_not_shown_as_refused(
    institution: Institution,
) -> None:
    place, newcomer = int(institution.engaged["establishment"][0]), institution.newcomers[0]
    file = checked(institution, [wage(place, newcomer, "9500", NEXT), join(place, newcomer)])
    assert previewed(file) == {}
    assert file.report["changes"]["joins"] == 1 and file.report["changes"]["wages_up"] == 1
    assert carried_out(file) == {}


def test_every_line_is_previewed_as_it_then_ends(institution: Institution) -> None:
    staff, new = institution.engaged.rows(), institution.newcomers
    place = int(staff[0][0])
    lines = [
        join(place, new[0]),
        wage(place, new[0], "9500", NEXT),  # joins, then more
        join(place, new[1]),
        wage(place, new[1], "8000"),  # joins, and the same wage again
        join(place, new[2], basic="none"),
        wage(place, new[2], "9000"),  # who does not join has no wage
        join(place, new[3], basic="20000"),
        wage(place, new[3], "4000", NEXT),  # falls to less than half
        leave(*staff[1]),
        wage(*staff[1], "9000", NEXT),  # left before the month
        leave(*staff[2], FIRST),
        join(*staff[2], day=FIRST + timedelta(days=1)),  # comes back at once
        leave(*staff[3], FIRST),
        join(*staff[3], day=FIRST),  # comes back before having left
        join(*staff[4]),
        wage(*staff[4], "9999"),  # is there already
        wage(*staff[5], "9100"),
        leave(*staff[6]),  # nobody else's line
        wage(*staff[7], "9200", NEXT),
        wage(*staff[7], "9200", NEXT),
        leave(*staff[7]),
        wage(place, new[4], "9000"),  # joins nowhere
    ]
    file = checked(institution, lines)
    before = previewed(file)
    assert before[3 + 2][0] == "repeated" and before[3 + 4][1] == {"worker-not-engaged"}
    assert carried_out(file) == before


def test_only_lines_about_the_same_person_are_rehearsed_together(
    institution: Institution, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dependent_rows, "TOGETHER", 4)
    staff, new = institution.engaged.rows(), institution.newcomers
    lines = [wage(*staff[n], "9100") for n in range(30)]
    lines += [
        line
        for n in range(8)
        for line in (join(staff[0][0], new[n]), wage(staff[0][0], new[n], "9100", NEXT))
    ]
    asked = askings(read_table(csv_of(HEADINGS, lines).encode()), MONTHLY, "en")
    alone, together = dependent_rows.part(asked.asks)
    assert [ask.rows.height for ask in alone] == [30]
    persons = [set(pl.concat([a.rows["worker"] for a in asks])) for asks in together if asks]
    assert sum(map(len, persons)) == len(set().union(*persons)) == 8
    assert sum(ask.rows.height for asks in together for ask in asks) == 16
    assert previewed(checked(institution, lines)) == {}


def test_digits_written_otherwise_are_the_same_person(institution: Institution) -> None:
    place, newcomer = int(institution.engaged["establishment"][0]), institution.newcomers[0]
    arabic = str(newcomer).translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    written = (
        *wage(place, newcomer, "9500", NEXT)[:2],
        f" {arabic}\u200f",
        *wage(place, newcomer, "9500", NEXT)[3:],
    )
    assert previewed(checked(institution, [join(place, newcomer), written])) == {}


def test_digits_in_groups_are_the_same_person(institution: Institution) -> None:
    place, newcomer = int(institution.engaged["establishment"][0]), str(institution.newcomers[0])
    raised = wage(place, institution.newcomers[0], "9500", NEXT)
    grouped = (*raised[:2], f"{newcomer[:4]}-{newcomer[4:]}", *raised[3:])
    assert previewed(checked(institution, [join(place, institution.newcomers[0]), grouped])) == {}


def test_a_file_of_one_service_has_nothing_to_rehearse(institution: Institution) -> None:
    text = institution.wages(5)
    asked = askings(read_table(text.encode()), MONTHLY, "en")
    assert dependent_rows.part(asked.asks) == (asked.asks, [])


def test_who_joins_and_leaves_in_one_file_leaves_after_joining(institution: Institution) -> None:
    place, other = int(institution.engaged["establishment"][0]), institution.engaged.row(2)
    came, stayed, *_ = institution.newcomers
    back = FIRST + timedelta(days=1)
    lines = [leave(place, came), wage(place, came, "9100"), join(place, came), join(place, stayed)]
    file = checked(institution, lines)
    assert previewed(file) == {} and carried_out(file) == {}
    again = checked(institution, lines[::-1])
    assert previewed(again) == dict.fromkeys(range(2, 6), ("repeated", set())), (
        "in another order, and once"
    )
    assert carried_out(again) == previewed(again)
    twice = checked(institution, [leave(*other), join(*other, day=back), leave(*other, back)])
    assert previewed(twice) == {} and carried_out(twice) == {}


def test_a_departure_sent_again_after_coming_back_is_the_first_one(
    institution: Institution,
) -> None:
    staff = institution.engaged.row(1)
    lines = [leave(*staff), join(*staff, day=FIRST + timedelta(days=1)), wage(*staff, "9300", NEXT)]
    assert carried_out(checked(institution, lines)) == {}
    again = checked(institution, lines[::-1])
    assert previewed(again) == dict.fromkeys((2, 3, 4), ("repeated", set()))
    assert carried_out(again) == previewed(again)
    other = [(*lines[0][:7], "other", "")]
    assert previewed(checked(institution, other)) == {2: ("refused", {"end-before-start"})}


def test_leaving_before_joining_stays_first_and_what_cannot_be_read_is_told(
    institution: Institution,
) -> None:
    place, staff = int(institution.engaged["establishment"][0]), institution.engaged.row(1)
    newcomer = institution.newcomers[0]
    lines = [
        leave(*staff, FIRST),
        join(*staff, day=FIRST + timedelta(days=1)),
        join(place, newcomer),
        ("leave", str(place), str(newcomer), *leave(place, newcomer)[3:]),
    ]
    asked = askings(read_table(csv_of(HEADINGS, lines).encode()), MONTHLY, "en")
    assert [(a.service.movement, a.rows["row"].to_list()) for a in asked.asks] == [
        ("leave", [2]),
        ("join", [3, 4]),
        ("leave", [5]),
    ]
    unread = [
        tuple("soon" if cell.startswith("20") and len(cell) == 10 else cell for cell in line)
        for line in lines
    ]
    plain = askings(read_table(csv_of(HEADINGS, unread).encode()), MONTHLY, "en")
    assert [a.service.movement for a in plain.asks] == ["leave", "join"]
