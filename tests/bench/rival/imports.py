"""Imports of a wage file: django-import-export as it comes, in its bulk mode, tuned all through,
and written by hand.

None of them writes transactions, receipts, an audit log or history; each is one process, one pass
and one commit.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date
from itertools import islice
from typing import Any

import tablib
from django.db import transaction
from import_export import fields, resources, widgets
from import_export.instance_loaders import BaseInstanceLoader

from tests.bench.rival.lookups import Beforehand, ByRow, Lookup
from tests.bench.rival.models import Wage
from tests.bench.rival.rules import Change, Limits, Wrong, is_so_already, judged, parsed

_BATCH = 5_000


class WageResource(resources.ModelResource):
    """As the documentation shows it: checks in the hook before each row, the wage found by its two
    keys.
    """

    engagement = fields.Field("engagement_id", "engagement_id", widget=widgets.IntegerWidget())
    effective_from = fields.Field("effective_from", "effective_from", widget=widgets.DateWidget())
    basic = fields.Field("basic", "basic", widget=widgets.DecimalWidget())
    housing = fields.Field("housing", "housing", widget=widgets.DecimalWidget())

    class Meta:
        model = Wage
        fields = ("engagement", "effective_from", "basic", "housing")
        import_id_fields = ("engagement", "effective_from")
        use_transactions = True

    def __init__(self, account: int, today: date) -> None:
        super().__init__()
        self.account, self.today, self.limits = account, today, Limits.of(today)
        self.seen: set[tuple[int, int, date]] = set()
        self.warnings: list[tuple[int, str]] = []

    def before_import(self, dataset: tablib.Dataset, **kwargs: Any) -> None:
        """The columns that are found out row by row must be there."""
        for header in ("engagement_id", "effective_from", "same"):
            dataset.append_col([""] * len(dataset), header=header)
        self.lookup = self.look_up(dataset)

    def look_up(self, dataset: tablib.Dataset) -> Lookup:
        """How facts are found."""
        return ByRow(self.account)

    def before_import_row(self, row: dict[str, Any], **kwargs: Any) -> None:
        """Check the row and find its engagement."""
        change = parsed(row, self.today)
        once(change, self.seen)
        facts = self.lookup.facts(change)
        self.warnings += [
            (kwargs["row_number"], said) for said in judged(change, facts, self.limits)
        ]
        row["engagement_id"], row["effective_from"] = facts.engagement, change.month.isoformat()
        row["same"] = is_so_already(change, facts)

    def skip_row(
        self, instance: Wage, original: Wage, row: dict[str, Any], *rest: Any, **kwargs: Any
    ) -> bool:
        """A wage that is in force already is left alone."""
        return bool(row["same"]) or super().skip_row(instance, original, row, *rest, **kwargs)


class _Loader(BaseInstanceLoader):
    """Finds the wages there are from what the resource read beforehand; the library's own takes one
    key only.
    """

    def get_instance(self, row: dict[str, Any]) -> Wage | None:
        return self.resource.wages.get((row["engagement_id"], row["effective_from"]))


class BulkWageResource(WageResource):
    """With every switch of the documentation's chapter on bulk imports."""

    class Meta(WageResource.Meta):
        use_bulk = True
        batch_size = _BATCH
        skip_diff = True
        skip_html_diff = True
        report_skipped = False
        instance_loader_class = _Loader

    def before_import(self, dataset: tablib.Dataset, **kwargs: Any) -> None:
        super().before_import(dataset, **kwargs)
        months = {date.fromisoformat(f"{month}-01") for month in set(dataset["month"])}
        wages = Wage.objects.filter(effective_from__in=months)
        self.wages = {(wage.engagement_id, wage.effective_from.isoformat()): wage for wage in wages}


class TunedWageResource(BulkWageResource):
    """And what the checks need is read beforehand as well: as far as a patient team gets."""

    class Meta(BulkWageResource.Meta):
        pass

    def look_up(self, dataset: tablib.Dataset) -> Lookup:
        return Beforehand(self.account, dataset["worker"])


def by_import_export(resource: type[WageResource], text: str, account: int, today: date) -> int:
    """Import a file with django-import-export; how many rows."""
    dataset = tablib.Dataset().load(text, format="csv")
    result = resource(account, today).import_data(dataset, dry_run=False, raise_errors=True)
    if result.has_errors() or result.has_validation_errors():
        raise RuntimeError("a row was refused")
    return len(dataset)


def by_hand(text: str, account: int, today: date) -> int:
    """Import a file with a loop, dictionaries and ``bulk_create``; how many rows."""
    count, limits, seen = 0, Limits.of(today), set[tuple[int, int, date]]()
    said: list[tuple[int, str]] = []
    with transaction.atomic():
        for rows in _batches(csv.DictReader(io.StringIO(text))):
            lookup, wages = Beforehand(account, (row["worker"] for row in rows)), []
            for at, row in enumerate(rows, start=count + 2):
                try:
                    change = parsed(row, today)
                    once(change, seen)
                    facts = lookup.facts(change)
                    said += [(at, warning) for warning in judged(change, facts, limits)]
                except Wrong as error:
                    raise RuntimeError(f"row {at} was refused: {error}") from error
                if not is_so_already(change, facts):
                    wages.append(
                        Wage(
                            engagement_id=facts.engagement,
                            effective_from=change.month,
                            basic=change.basic,
                            housing=change.housing,
                        )
                    )
            Wage.objects.bulk_create(
                wages,
                update_conflicts=True,
                unique_fields=["engagement", "effective_from"],
                update_fields=["basic", "housing"],
            )
            count += len(rows)
    return count


def once(change: Change, seen: set[tuple[int, int, date]]) -> None:
    """Remember a row's key.

    Raises:
        Wrong: the file has it twice.
    """
    key = (change.establishment, change.worker, change.month)
    if key in seen:
        raise Wrong("The file has this worker twice for the month.")
    seen.add(key)


def _batches(rows: csv.DictReader[str]) -> Iterator[list[dict[str, str]]]:
    while batch := list(islice(rows, _BATCH)):
        yield batch
