"""Acceptance cases: a lawyer writes what the law gives, the rules must give the same.

A file holds `cases:`, a list of `{id, rule, inputs, expected}`; title, arithmetic, source and conf
are for the reader. Numbers are quoted. Each difference is named by case and key; a case that
cannot be read is named too, and a rule nobody wrote yet is counted apart and not passed over.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol

import yaml

import guichet.law
from guichet.law.case_values import CaseError, same, show
from guichet.law.parameter_files import read_strict

_FIELDS = {"id", "rule", "title", "inputs", "expected", "arithmetic", "source", "conf", "note"}
# how like a known rule a name must be to be a slip; a slip must not pass for a rule to come
_MISSPELT = 0.8


class Rule(Protocol):
    """A rule a case may name: the inputs it knows, the outputs it gives."""

    inputs: frozenset[str]

    def run(self, inputs: Mapping[str, Any]) -> dict[str, Any]:
        """Work the case."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What a case expected and what the rules gave; `malformed` when it could not be worked."""

    case: str
    key: str
    expected: str
    got: str
    malformed: bool = False

    def __str__(self) -> str:
        if self.malformed:
            return f"{self.case}: malformed: {self.got}"
        return f"{self.case}: {self.key}: expected {self.expected}, got {self.got}"


@dataclass(slots=True)
class Report:
    """The outcome of a file of cases."""

    passed: list[str] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)
    unsupported: list[tuple[str, str]] = field(default_factory=list)

    @property
    def malformed(self) -> list[Difference]:
        """The cases that could not be worked."""
        return [found for found in self.differences if found.malformed]

    @property
    def failed(self) -> list[str]:
        """The cases with a wrong result, each once."""
        return list(dict.fromkeys(d.case for d in self.differences if not d.malformed))


def judge(path: Path | str, *, country: str | None = None) -> Report:
    """Work every case of a file, or of the YAML files of a folder."""
    name = country or guichet.law.country.code
    rules: dict[str, Rule] = import_module(f"guichet.law.{name}.case_rules").RULES
    report, seen = Report(), set[str]()
    path = Path(path)
    files = sorted([*path.glob("*.yaml"), *path.glob("*.yml")]) if path.is_dir() else [path]
    if not files:
        _malformed(report, path.name, "the folder holds no YAML file")
    for file in files:
        for place, case in enumerate(_cases_of(file, report), start=1):
            _judge_case(case, f"{file.name} case {place}", rules, report, seen)
    return report


def _malformed(report: Report, case: str, why: object) -> None:
    text = " ".join(str(why).split())
    report.differences.append(Difference(case, "", "", text, malformed=True))


def _cases_of(file: Path, report: Report) -> list[object]:
    try:
        content = read_strict(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError, ValueError, TypeError) as error:
        _malformed(report, file.name, error)
        return []
    cases = content.get("cases") if isinstance(content, dict) else content
    if not isinstance(cases, list) or not cases:
        _malformed(report, file.name, "expected a list of cases under `cases:`")
        return []
    return cases


def _judge_case(
    case: object, place: str, rules: Mapping[str, Rule], report: Report, seen: set[str]
) -> None:
    name = str(case["id"]) if isinstance(case, dict) and case.get("id") else place
    try:
        rule, inputs, expected = _parts(case, name, seen)
    except CaseError as error:
        return _malformed(report, name, error)
    if rule not in rules:
        if meant := get_close_matches(rule, rules, n=1, cutoff=_MISSPELT):
            return _malformed(report, name, f"there is no rule {rule!r}; is {meant[0]!r} meant?")
        return report.unsupported.append((name, rule))
    try:
        _refuse_unknown(inputs, rules[rule])
        got = rules[rule].run(inputs)
        _compare(name, expected, got, report)
    except CaseError as error:
        return _malformed(report, name, error)
    except (ValueError, ArithmeticError, TypeError, KeyError, AttributeError) as error:
        # Whatever a strange case provokes must name the case and not stop the others.
        return _malformed(report, name, f"{type(error).__name__}: {error}")
    return None


def _parts(case: object, name: str, seen: set[str]) -> tuple[str, dict, dict]:
    if not isinstance(case, dict):
        raise CaseError(f"a case is a mapping, found {case!r}")
    if not case.get("id"):
        raise CaseError("the case has no id")
    if name in seen:
        raise CaseError("another case has the same id")
    seen.add(name)
    if unknown := set(case) - _FIELDS:
        raise CaseError(f"unknown fields: {', '.join(sorted(map(str, unknown)))}")
    if not isinstance(case.get("rule"), str):
        raise CaseError("the case names no rule")
    for part in ("inputs", "expected"):
        if not isinstance(case.get(part), dict) or not case[part]:
            raise CaseError(f"`{part}` is missing or not a mapping")
    return case["rule"], case["inputs"], case["expected"]


def _refuse_unknown(inputs: Mapping[str, Any], rule: Rule) -> None:
    unknown = [str(key) for key in inputs if key not in rule.inputs]
    if not unknown:
        return
    meant = [near for key in unknown for near in get_close_matches(key, rule.inputs, n=1)]
    hint = f"; is {', '.join(map(repr, meant))} meant?" if meant else ""
    raise CaseError(
        f"unsupported input {', '.join(unknown)}{hint}; supported: {', '.join(sorted(rule.inputs))}"
    )


def _compare(
    name: str, expected: Mapping[str, Any], got: Mapping[str, Any], report: Report
) -> None:
    found: list[Difference] = []
    _compare_keys(name, "", expected, got, found)
    report.differences.extend(found)
    if not found:
        report.passed.append(name)


def _compare_keys(
    name: str,
    under: str,
    expected: Mapping[str, Any],
    got: Mapping[str, Any],
    found: list[Difference],
) -> None:
    for key, wanted in expected.items():
        if key not in got:
            known = ", ".join(map(str, got))
            raise CaseError(f"unsupported expected key {under}{key}; this rule gives: {known}")
        if isinstance(got[key], dict):
            if not isinstance(wanted, dict):
                raise CaseError(f"expected {under}{key} must be a mapping")
            _compare_keys(name, f"{under}{key}.", wanted, got[key], found)
        elif not same(wanted, got[key], f"{under}{key}"):
            found.append(Difference(name, f"{under}{key}", show(wanted), show(got[key])))


def run_cases(path: Path | str, *, country: str | None = None) -> list[Difference]:
    """Every difference of a file, malformed cases among them."""
    return judge(path, country=country).differences


def check(
    path: Path | str, echo: Callable[[str], object] = print, *, country: str | None = None
) -> int:
    """Say what came out; 1 when a result differs or a case is malformed, else 0."""
    report = judge(path, country=country)
    for difference in report.differences:
        echo(str(difference))
    for name, rule in report.unsupported:
        echo(f"{name}: rule {rule!r} is not yet supported, so this case was not checked")
    echo(
        f"{len(report.passed)} passed, {len(report.failed)} differ, "
        f"{len(report.malformed)} malformed, {len(report.unsupported)} not yet supported"
    )
    return 1 if report.differences else 0


def main(path: Path | str) -> int:
    """The exit code for a file of cases."""
    return check(path)
