"""What a file cannot tell is asked before anything is done, and the answer serves the next file
with these headings.
"""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from guichet.channels.bulk import clients, file_check, file_run
from guichet.channels.bulk.models import File, State
from guichet.channels.bulk.movement import MONTHLY
from guichet.channels.bulk.tests.conftest import Institution, confirmed, today

EXTRA = "movement,establishment,worker,month,basic,Net\r\n"


def _extra(institution: Institution, start: int) -> str:
    lines = institution.wages(3, start=start).splitlines()[1:]
    return EXTRA + "".join(f"{line},9000\r\n" for line in lines)


def test_columns_nobody_asks_for_are_offered_once_and_remembered(institution: Institution) -> None:
    client = institution.client()
    sent = client.post(
        "/files/",
        {"kind": MONTHLY, "file": SimpleUploadedFile("pay.csv", _extra(institution, 0).encode())},
    )
    address = sent.headers["Location"]
    page = client.get(address).content.decode()
    assert "Leave these columns out" in page and "Net" in page and f"{address}confirm/" not in page
    confirmed(client, address)
    assert File.objects.get().state == State.CHECKED, "nothing is carried out before the answer"
    client.post(f"{address}answer/", {"columns": "*"})
    assert f"{address}confirm/" in client.get(address).content.decode()
    confirmed(client, address)
    assert File.objects.get().state == State.DONE
    again = institution.send(_extra(institution, 10))
    file_check.check_file(again, timezone.now())
    assert not again.report["questions"]
    assert "file-columns-left-out" in {notice["code"] for notice in again.report["notices"]}
    file_run.confirm(again, again.as_checked, timezone.now())
    while file_run.step(again, timezone.now()):
        pass
    assert file_run.progress_of(again).counts == {"accepted": 3}


def test_a_file_that_waits_can_be_put_away_and_the_list_narrowed(institution: Institution) -> None:
    file = institution.send(institution.wages(2), name="mine.csv")
    file_check.check_file(file, timezone.now())
    client = institution.client()
    assert "mine.csv" in client.get("/files/?state=waiting").content.decode()
    assert "Will be accepted" in client.get("/files/").content.decode()
    client.post(f"/files/{file.pk}/discard/")
    assert "mine.csv" not in client.get("/files/").content.decode()
    assert "mine.csv" in client.get("/files/?state=stopped").content.decode()
    assert not file_run.confirm(File.objects.get(), File.objects.get().as_checked, timezone.now())


def test_an_older_code_of_a_file_says_that_a_newer_one_was_sent(institution: Institution) -> None:
    texts = [institution.wages(1, basic=basic) for basic in ("9000", "9100", "9000")]
    for at, text in enumerate(texts):
        file = institution.send(text, name="pay.csv")
        file_check.check_file(file, timezone.now())
        codes = [notice["code"] for notice in file.report["notices"]]
        assert codes == (["file-newer-sent"] if at == 2 else [])
        if at == 1:
            file_run.confirm(file, file.as_checked, timezone.now())


def test_a_bureau_sees_how_each_clients_rows_ended(institution: Institution) -> None:
    engaged = institution.engaged.unique("establishment", keep="first", maintain_order=True).head(2)
    lines = [f"wage,{e},{w},{today():%Y-%m},9000\r\n" for e, w in engaged.iter_rows()]
    head = "movement,establishment,worker,month,basic\r\n"
    text = (
        head + "".join(lines) + f"wage,{engaged['establishment'][1]},123,{today():%Y-%m},9000\r\n"
    )
    file = institution.send(text)
    file_check.check_file(file, timezone.now())
    file_run.confirm(file, file.as_checked, timezone.now())
    while file_run.step(file, timezone.now()):
        pass
    found = {c.number: [figure for _, figure in c.counts] for c in clients.by_client(file, "en")}
    one, two = (str(number) for number in engaged["establishment"])
    assert found == {two: [1, 1], one: [1, 0]}
    assert "By client" in institution.client().get(f"/files/{file.pk}/").content.decode()
