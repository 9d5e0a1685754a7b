"""A payroll clerk: sends a file of one row, reads the check, confirms, takes the result file and
reads its columns.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from guichet.channels.bulk import pages, words
from guichet.channels.bulk.tests.conftest import confirmed
from guichet.engine.actor import Assurance
from guichet.engine.registry import service_of
from tests.contract.reading import codes_of
from tests.contract.world import PASSWORD, Played, World

_SAID = {
    label.en: outcome
    for table in (words.OUTCOMES, words.FORECASTS)
    for outcome, label in table.items()
}

ASSURANCE = (
    Assurance.PASSWORD
)  # a file is worked later, when nobody is there to show a second factor


def can_play(world: World, service: str) -> bool:
    """Only what this client may send in a file."""
    return service in {kind.key for kind in pages.kinds_for(world.asker(service))}


def play(world: World, service: str, given: Mapping[str, str]) -> Played:
    """Through the real pages: upload, check, confirm, result."""
    client = Client(headers={"accept-language": "en"})
    client.post("/sign-in/", {"username": world.asker(service).username, "password": PASSWORD})
    names = [
        *service_of(service).inputs,
        *(n for n in given if n not in service_of(service).inputs),
    ]
    sheet = io.StringIO()
    csv.writer(sheet).writerows([names, [given.get(name, "") for name in names]])
    upload = SimpleUploadedFile("one row.csv", sheet.getvalue().encode())
    sent = client.post("/files/", {"kind": service, "file": upload})
    assert sent.status_code == 302, sent.content.decode()
    address = sent.headers["Location"]
    assert client.get(address).status_code == 200
    confirmed(client, address)
    # Nothing to carry out leaves only what the check found.
    response = client.get(f"{address}result/")
    if response.status_code == 404:
        response = client.get(f"{address}remarks/")
    text = b"".join(response.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    headings, row = list(csv.reader(io.StringIO(text)))[:2]
    told = dict(zip(headings, row, strict=True))
    said = told[words.RESULT_COLUMNS["outcome"].en]
    # Accepted, and come only so far: an order that waits for its money is told by its stage.
    stages = {stage.words.en for stage in service_of(service).stages.values()}
    outcome = "accepted" if said in stages else _SAID[said]
    remarks = told[words.RESULT_COLUMNS["remarks"].en].split(" | ")
    labels = "|".join(re.escape(field.label.en) for field in service_of(service).inputs.values())
    sentences = [re.sub(rf"^(?:{labels}): ", "", remark) for remark in remarks]
    if outcome == words.REPEATED:
        return Played("accepted", repeated=True)
    return Played(outcome, codes_of(sentences) if outcome == "refused" else frozenset())
