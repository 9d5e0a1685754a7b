"""A file's way from the client and back: checked, carried out once, returned as the
client's own.
"""

from __future__ import annotations

from django.utils import timezone

from guichet.channels.bulk import file_check, file_run, result
from guichet.channels.bulk.file_formats import read_table
from guichet.channels.bulk.models import File
from guichet.channels.bulk.tests.conftest import Institution, csv_of, today, xlsx_of
from guichet.channels.bulk.tests.files_sent import (
    carried_out,
    carried_out_checked,
    returned,
    wage_rows,
)
from guichet.domain.identity import commands as identity
from guichet.domain.identity.queries import parties_of
from guichet.engine.receipt import document
from guichet.lib import reference


def test_good_rows_go_through_and_every_row_gets_an_answer(institution: Institution) -> None:
    before = wage_rows()
    text = institution.wages(120) + "wage,500000001,123,2026-11,abc\r\ndance,1,2,3,4\r\n"
    file = institution.send(text)
    file_check.check_file(file, timezone.now())
    assert file.report["counts"] == {"accepted": 120, "refused": 2}
    assert wage_rows() == before, "a check writes nothing"
    file_run.confirm(file, file.as_checked, timezone.now())
    while file_run.step(file, timezone.now(), chunk_rows=50):
        pass
    assert wage_rows() == before + 120
    assert file_run.progress_of(file).counts == {"accepted": 120, "refused": 2}
    table = read_table(returned(file))
    assert table.headers == (
        "movement",
        "establishment",
        "worker",
        "month",
        "basic",
        "Reference",
        "Outcome",
        "Remarks",
    )
    assert table.frame["6"].value_counts(sort=True).rows() == [("Accepted", 120), ("Refused", 2)]
    refused = table.frame.tail(2)
    assert "Monthly basic wage: “abc” is not a valid amount" in refused["7"][0]
    assert "National ID or residence number: “123” is not" in refused["7"][0]
    assert (
        refused["7"][1]
        == "Movement: “dance” is not a known movement. Write one of: leave · join · wage."
    )
    number = reference.decode(table.frame["5"][0])
    assert number is not None and document(number)["signed"]["rows"] == 121


def test_the_result_is_the_clients_own_file_with_three_columns_more(
    institution: Institution,
) -> None:
    worker = institution.engaged.row(0)
    rows = [
        ["أجر", str(worker[0]), str(worker[1]), f"{today():%Y-%m}", "9000,50"],
        ["", "", "", "", ""],
        ["أجر", "1", "2", "3", "4"],
    ]
    text = csv_of(
        ("الحركة", "رقم المنشأة", "رقم الهوية أو الإقامة", "ابتداءً من شهر", "الأجر الأساسي الشهري"),
        rows,
        ";",
    )
    file = carried_out(institution.send(text.encode("cp1256"), language="ar"))
    lines = returned(file, "ar").decode("cp1256").split("\r\n")
    sent = text.split("\r\n")
    assert [line[: len(was)] for line, was in zip(lines, sent, strict=True)] == sent
    assert lines[0].endswith(";المرجع;النتيجة;الملاحظات")
    assert lines[1].endswith(";مقبول;") and "مرفوض" in lines[3]
    assert lines[2] == ";;;;;;;"


def test_an_order_that_waits_for_its_money_is_not_told_as_accepted(
    institution: Institution,
) -> None:
    number = institution.engaged["establishment"][0]
    identity.grant(establishment=number, rights=["pay"], account=institution.bureau)
    text = csv_of(("establishment", "amount"), [[str(number), "100"], ["12", "100"]])
    file = carried_out(institution.send(text, kind="payments.pay"))
    assert read_table(returned(file)).frame.get_column("3").to_list() == [
        "Waiting for payment",
        "Refused",
    ]
    assert "بانتظار الدفع" in returned(file, "ar").decode()


def test_a_workbook_comes_back_as_a_workbook_of_text(institution: Institution) -> None:
    number, worker = institution.engaged.row(1)
    month = f"{today():%Y-%m}"
    book = xlsx_of(
        [
            ("movement", "establishment", "worker", "month", "basic"),
            ("wage", number, worker, month, 9100.5),
        ]
    )
    file = carried_out(institution.send(book, name="f.xlsx"))
    made = result.result_of(file, "fr")
    assert made.suffix == ".xlsx"
    table = read_table(b"".join(made.pieces))
    assert table.headers[5:] == ("Référence", "Résultat", "Remarques")
    assert table.frame.row(0)[:5] == ("wage", str(number), str(worker), month, "9100.5")
    assert table.frame.row(0)[6] == "Acceptée"


def test_the_same_file_twice_changes_nothing_and_has_the_first_result(
    institution: Institution,
) -> None:
    first = carried_out(institution.send(institution.wages(60)))
    wages = wage_rows()
    second = carried_out(institution.send(institution.wages(60)))
    assert second.submission == first.submission and wage_rows() == wages
    assert returned(second) == returned(first)


def test_the_same_rows_in_another_file_point_to_their_first_receipts(
    institution: Institution,
) -> None:
    first = carried_out(institution.send(institution.wages(60)))
    wages = wage_rows()
    head, *lines = institution.wages(60).splitlines()
    again = carried_out(institution.send("\n".join([head, *reversed(lines)])))
    assert again.submission != first.submission and wage_rows() == wages
    assert file_run.progress_of(again).counts == {"repeated": 60}
    references = read_table(returned(first)).frame["5"].to_list()
    assert read_table(returned(again)).frame["5"].to_list() == references[::-1]


def test_a_corrected_result_file_can_be_sent_as_it_is(institution: Institution) -> None:
    good = institution.wages(3)
    file = carried_out(
        institution.send(good + institution.wages(1, "x", start=5).split("\r\n", 1)[1])
    )
    corrected = returned(file).decode().replace(",x,", ",9500,")
    again = carried_out(institution.send(corrected))
    assert file_run.progress_of(again).counts == {"accepted": 1, "repeated": 3}
    assert read_table(returned(again)).headers == read_table(returned(file)).headers


def test_all_three_movements_travel_in_one_file(institution: Institution) -> None:
    stay, leave = institution.engaged.row(0), institution.engaged.row(1)
    lines = [
        ["wage", str(stay[0]), str(stay[1]), f"{today():%Y-%m}", "9000", "", "", ""],
        ["leave", str(leave[0]), str(leave[1]), "", "", "", f"{today()}", "resignation"],
        ["join", str(stay[0]), str(institution.newcomers[0]), "", "7000", f"{today()}", "", ""],
    ]
    heads = (
        "movement",
        "establishment",
        "worker",
        "month",
        "basic",
        "started_on",
        "ended_on",
        "reason",
    )
    file = carried_out(institution.send(csv_of(heads, lines)))
    assert file_run.progress_of(file).counts == {"accepted": 3}
    assert file.report["changes"]["joins"] == 1 and file.report["changes"]["leaves"] == 1


def test_cells_that_would_run_as_formulas_come_back_harmless(institution: Institution) -> None:
    text = (
        "movement,establishment,worker,month,basic\n=cmd|' /C calc'!A0,@x,+1+2,-5,+966 512345678\n"
    )
    file = institution.send(text)
    file_check.check_file(file, timezone.now())
    row = b"".join(result.forecast_of(file, "en").pieces).decode().splitlines()[1]
    assert row.startswith("'=cmd|' /C calc'!A0,'@x,'+1+2,-5,+966 512345678,")


def test_a_check_counts_repetitions_and_twins_like_the_work_does(institution: Institution) -> None:
    carried_out(institution.send(institution.wages(5)))
    lines = institution.wages(8).splitlines()
    file = institution.send("\n".join([*lines, lines[-1]]))
    file_check.check_file(file, timezone.now())
    assert file.report["counts"] == {"accepted": 3, "repeated": 6}
    assert file_run.progress_of(carried_out_checked(file)).counts == {"accepted": 3, "repeated": 6}


def test_a_file_about_others_establishments_is_refused_row_by_row(institution: Institution) -> None:
    theirs = [p.number for p in parties_of(institution.stranger, timezone.now().date())]
    lines = [
        line
        for line in institution.wages(200).splitlines()
        if line.split(",")[1] not in map(str, theirs)
    ]
    file = institution.send("\n".join(lines))
    File.objects.filter(pk=file.pk).update(account=institution.stranger.pk)
    file.refresh_from_db()
    file_check.check_file(file, timezone.now())
    assert set(file.report["counts"]) == {"refused"}
    assert {kind["code"] for kind in file.report["kinds"]} == {"not-covered-by-mandate"}


def test_an_owner_of_a_new_mandate_is_known_when_the_file_is_worked(
    institution: Institution,
) -> None:
    file = institution.send(institution.wages(3))
    File.objects.filter(pk=file.pk).update(account=institution.stranger.pk)
    file.refresh_from_db()
    file_check.check_file(file, timezone.now())
    for number in institution.engaged["establishment"].unique():
        identity.grant(establishment=number, rights=["wages"], account=institution.stranger)
    carried_out_checked(file)
    assert file_run.progress_of(file).counts == {"accepted": 3}
