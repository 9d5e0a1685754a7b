"""The acceptance cases pass, and a bad case is named instead of stopping the others."""

from __future__ import annotations

from pathlib import Path

import pytest

from guichet.law import sa
from guichet.law.cases import check, judge, main, run_cases

FOLDER = Path(sa.__file__).parent / "cases"
GOOD = "{id: A, rule: late, inputs: {month: 2026-03, cohort: m33, unpaid: '10', paid: 2026-04-15},"


def written(folder: Path, text: str) -> Path:
    file = folder / "cases.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def test_every_acceptance_case_passes() -> None:
    report = judge(FOLDER)
    assert [str(difference) for difference in report.differences] == []
    assert report.unsupported == []
    assert len(report.passed) == 181


def test_a_difference_names_case_key_and_both_values(tmp_path: Path) -> None:
    file = written(tmp_path, f"cases:\n- {GOOD} expected: {{months: 0, penalty: '1.00'}}}}\n")
    (found,) = run_cases(file)
    assert str(found) == "A: penalty: expected 1.00, got 0.00"
    assert main(file) == 1


def test_an_unknown_rule_is_counted_apart(tmp_path: Path) -> None:
    said: list[str] = []
    case = (
        "cases:\n- {id: P01, rule: hajj_leave, inputs: {months: 300}, expected: {pension: '1'}}\n"
    )
    assert check(written(tmp_path, case), said.append) == 0
    assert said == [
        "P01: rule 'hajj_leave' is not yet supported, so this case was not checked",
        "0 passed, 0 differ, 0 malformed, 1 not yet supported",
    ]


@pytest.mark.parametrize(
    ("case", "sentence"),
    [
        (
            "{rule: late, inputs: {a: 1}, expected: {b: 1}}",
            "cases.yaml case 1: malformed: the case",
        ),
        ("{id: X, inputs: {a: 1}, expected: {b: 1}}", "X: malformed: the case names no rule"),
        ("{id: X, rule: late, expected: {b: 1}}", "`inputs` is missing"),
        ("{id: X, rule: late, inputs: {a: 1}}", "`expected` is missing"),
        ("just words", "a case is a mapping"),
        ("{id: X, rule: late, inputs: {day: 1}, expected: {b: 1}}", "unsupported input day"),
        (f"{GOOD} expected: {{fine: '1'}}}}", "unsupported expected key fine"),
        (f"{GOOD} expected: {{penalty: 0.5}}}}", "write the number in quotes"),
        (f"{GOOD} expected: {{penalty: much}}}}", "is not a number"),
        (f"{GOOD} expected: {{due: 2026-02-30}}}}", "is not a day"),
        (f"{GOOD} expected: {{due: [1]}}}}", "is not a day"),
        (f"{GOOD} expect: {{months: 1}}}}", "unknown fields: expect"),
        ("{id: X, rule: late, inputs: {month: 2026-13}, expected: {months: 1}}", "month"),
        (
            "{id: X, rule: contribution, inputs: {month: 2024-06, cohort: m273, basic: '1'},"
            " expected: {total: '1'}}",
            "m273 has no contributions in 2024-06",
        ),
        ("{id: X, rule: pension_m3, inputs: {a: 1}, expected: {b: 1}}", "is 'pension_m33' meant?"),
        (
            "{id: X, rule: pensoin_m273, inputs: {a: 1}, expected: {b: 1}}",
            "is 'pension_m273' meant?",
        ),
        ("{id: X, rule: late, inputs: {mounth: 1}, expected: {b: 1}}", "is 'month' meant?"),
        (
            "{id: X, rule: contributon, inputs: {a: 1}, expected: {b: 1}}",
            "is 'contribution' meant?",
        ),
        (
            "{id: X, rule: contribution, inputs: {month: 2026-03, cohort: m33, basic: '1e30'},"
            " expected: {total: '1'}}",
            "not an amount in riyals and halalas",
        ),
        (
            "{id: X, rule: contribution, inputs: {month: 2026-03, cohort: m33, basic: '1.005'},"
            " expected: {total: '1'}}",
            "not an amount in riyals and halalas",
        ),
        (
            "{id: X, rule: deadline, inputs: {event: party, date: 2026-03-05},"
            " expected: {employer_by: 2026-03-31}}",
            "no deadline rule for 'party'",
        ),
    ],
)
def test_a_malformed_case_is_named_and_the_next_still_runs(
    tmp_path: Path, case: str, sentence: str
) -> None:
    after = "- {id: N, rule: national_id, inputs: {valid: ['1000000008']}, expected: {ok: true}}"
    report = judge(written(tmp_path, f"cases:\n- {case}\n{after}\n"))
    assert report.passed == ["N"]
    (found,) = report.malformed
    assert sentence in str(found)


def test_the_same_id_twice_is_malformed(tmp_path: Path) -> None:
    case = f"- {GOOD} expected: {{months: 0}}}}\n"
    report = judge(written(tmp_path, f"cases:\n{case}{case}"))
    assert [str(found) for found in report.malformed] == [
        "A: malformed: another case has the same id"
    ]


@pytest.mark.parametrize("text", ["", "cases: 1", "cases: [", "cases:\n- {id: A, id: B}\n", "\0"])
def test_an_unreadable_file_is_said(tmp_path: Path, text: str) -> None:
    assert check(written(tmp_path, text), lambda _: None) == 1


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    said: list[str] = []
    assert check(tmp_path / "none.yaml", said.append) == 1
    assert "malformed" in said[0]


UNSEEN = """
cases:
- {id: three, rule: multi_employer, inputs: {month: 2026-03, group: saudi, cohort: m33,
   wages: {A: "20000", B: "20000", C: "20001"}}, expected: {A: {wage: "14999.75"},
   B: {wage: "14999.75"}, C: {wage: "15000.50"}, wage: "45000.00"}}
- {id: thirds, rule: multi_employer, inputs: {month: 2026-03, cohort: m33,
   wages: {A: "30000", B: "30000", C: "30010"}}, expected: {wage: "45000.00"}}
- {id: gcc2005, rule: gcc, inputs: {month: 2005-12, wage: "10000", home_employer_rate: "0.115",
   home_employee_rate: "0.105"}, expected: {employer_extension: "0.00", haz: "200.00"}}
- {id: gcclow, rule: gcc, inputs: {month: 2026-03, wage: "10000", home_employer_rate: "0.05",
   home_employee_rate: "0.05"}, expected: {employer_extension: "500.00",
   employee_extension: "500.00", employer: "700.00", total: "1200.00"}}
- {id: daily, rule: contribution, inputs: {month: 2026-03, group: other, daily_wage: "100"},
   expected: {wage: "3000.00", haz: "60.00"}}
- {id: hourly, rule: contribution, inputs: {month: 2026-03, group: other, hourly_wage: "10.50"},
   expected: {wage: "2520.00", days: 31, days_in_month: 31}}
- {id: gov, rule: contribution, inputs: {month: 2026-03, cohort: m33, basic: "1200",
   government: true}, expected: {wage: "1200.00"}}
- {id: leave14, rule: deadline, inputs: {event: leaving, date: 2023-05-02},
   expected: {employer_by: 2023-05-31, worker_by: 2023-06-15}}
- {id: est, rule: deadline, inputs: {event: establishment_registration, date: 2024-07-02},
   expected: {employer_by: 2024-07-16, worker_by: null}}
- {id: est2, rule: deadline, inputs: {event: establishment, date: 2024-07-03},
   expected: {employer_by: 2024-07-13}}
- {id: data, rule: deadline, inputs: {event: data_change, date: 2024-02-03},
   expected: {employer_by: 2024-02-29}}
- {id: corr, rule: deadline, inputs: {event: wage_correction, date: 2021-06-30},
   expected: {employer_by: 2022-03-31}}
- {id: back, rule: backdating, inputs: {requested: 2026-06-01, claimed_from: 2023-01-01,
   cohort: m33, government: true}, expected: {accepted_from: 2023-01-01}}
- {id: back273, rule: backdating, inputs: {requested: 2028-02-29, claimed_from: 2024-07-03,
   cohort: m273, government: true}, expected: {accepted_from: 2026-02-28}}
- {id: back2006, rule: backdating, inputs: {requested: 2006-06-01, claimed_from: 2002-01-01},
   expected: {accepted_from: 2002-01-01}}
- {id: noband, rule: voluntary, inputs: {month: 2026-03, band_income: "10000"},
   expected: {accepted: false, band: null, total: null}}
- {id: up2, rule: voluntary, inputs: {month: 2026-03, band_income: "1600",
   previous_band_income: "1200"}, expected: {accepted: false, total: "288.00"}}
- {id: back3y, rule: age50_cap, inputs: {age_on_1_january: 55, previous_registered: "20000",
   new_actual: "30000", full_years_of_absence: 3}, expected: {registered: "22497.28"}}
- {id: back1y, rule: age50_cap, inputs: {age_on_1_january: 55, previous_registered: "20000",
   new_actual: "30000", absence_years: 1}, expected: {registered: "22000.00"}}
- {id: young, rule: age50_cap, inputs: {age_on_1_january: 49, previous_registered: "20000",
   new_actual: "30000"}, expected: {registered: "30000.00"}}
- {id: newlaw, rule: age50_cap, inputs: {age_on_1_january: 55, previous_registered: "20000",
   new_actual: "30000", cohort: m273}, expected: {registered: "30000.00"}}
- {id: small, rule: age50_cap, inputs: {age_on_1_january: 55, previous_registered: "1000",
   new_actual: "1500"}, expected: {registered: "1500.00"}}
- {id: gov50, rule: age50_cap, inputs: {age_on_1_january: 55, previous_registered: "20000",
   new_actual: "30000", government: true}, expected: {registered: "30000.00"}}
- {id: arabic, rule: national_id, inputs: {valid: ["١٠٠٠٠٠٠٠٠٨"], invalid: ["١٠٠٠٠٠٠٠٠٠"]},
   expected: {ok: true}}
- {id: holidays, rule: late, inputs: {month: 2026-03, cohort: m33, unpaid: "100", paid: 2026-05-21,
   holidays: [2026-04-10, 2026-04-11, 2026-04-12, 2026-04-13, 2026-04-14, 2026-04-15, 2026-04-16]},
   expected: {due: 2026-04-20, months: 2, penalty: "4.00"}}
"""


def test_cases_worked_by_hand_beyond_the_given_ones(tmp_path: Path) -> None:
    report = judge(written(tmp_path, UNSEEN))
    assert [str(difference) for difference in report.differences] == []
    assert len(report.passed) == UNSEEN.count("{id:")
