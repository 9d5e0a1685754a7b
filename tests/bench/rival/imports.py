"""Three imports of a wage file into `rival.models`: django-import-export as it comes, tuned, and written by hand.

None of them writes transactions, receipts, an audit log or history; each is one process and one commit.
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

from tests.bench.rival.models import Engagement, Establishment, Wage
from tests.bench.rival.rules import Change, Wrong, allowed, parsed

_BATCH = 5_000


class WageResource(resources.ModelResource):
    """As the documentation shows it: checks before each row, the wage found by its engagement and month."""

    engagement = fields.Field("engagement_id", "engagement_id", widget=widgets.IntegerWidget())
    effective_from = fields.Field("effective_from", "effective_from", widget=widgets.DateWidget())
    basic = fields.Field("basic", "basic", widget=widgets.DecimalWidget())
    housing = fields.Field("housing", "housing", widget=widgets.DecimalWidget())

    class Meta:
        model = Wage
        fields = ("engagement", "effective_from", "basic", "housing")
        import_id_fields = ("engagement", "effective_from")
        use_transactions = True

    def __init__(self, today: date) -> None:
        super().__init__()
        self.today = today

    def before_import(self, dataset: tablib.Dataset, **kwargs: Any) -> None:
        """The columns that are found out row by row must be there."""
        dataset.append_col([""] * len(dataset), header="engagement_id")
        dataset.append_col([""] * len(dataset), header="effective_from")

    def before_import_row(self, row: dict[str, Any], **kwargs: Any) -> None:
        """Check the row and find its engagement."""
        change = parsed(row, self.today)
        row["engagement_id"] = self.engagement_of(change)
        row["effective_from"] = change.month.isoformat()

    def engagement_of(self, change: Change) -> int:
        """The engagement a change is about."""
        place = Establishment.objects.filter(number=change.establishment).first()
        if place is None:
            raise Wrong("There is no such establishment.")
        found = (
            Engagement.objects.filter(establishment=place, person__identifier=change.worker)
            .order_by("-started_on")
            .first()
        )
        if found is None:
            raise Wrong("The worker is not registered with this establishment.")
        allowed(change, place.closed_on, found.started_on, found.ended_on)
        return found.pk


class _Loader(BaseInstanceLoader):
    """Finds the wages there are from what the resource read beforehand."""

    def get_instance(self, row: dict[str, Any]) -> Wage | None:
        return self.resource.wages.get((row["engagement_id"], row["effective_from"]))


class TunedWageResource(WageResource):
    """With every switch of the documentation's chapter on bulk imports, and everything read beforehand."""

    class Meta(WageResource.Meta):
        use_bulk = True
        batch_size = _BATCH
        skip_diff = True
        skip_unchanged = False
        report_skipped = False
        skip_html_diff = True
        instance_loader_class = _Loader

    def before_import(self, dataset: tablib.Dataset, **kwargs: Any) -> None:
        """Read once what the rows will need."""
        super().before_import(dataset, **kwargs)
        self.places = _places()
        self.engagements = _engagements(dataset["worker"])
        months = {date.fromisoformat(f"{month}-01") for month in set(dataset["month"])}
        wages = Wage.objects.filter(effective_from__in=months)
        self.wages = {(wage.engagement_id, wage.effective_from.isoformat()): wage for wage in wages}

    def engagement_of(self, change: Change) -> int:
        return _found(change, self.places, self.engagements)


def by_import_export(resource: type[WageResource], text: str, today: date) -> int:
    """Import a file with django-import-export; how many rows."""
    dataset = tablib.Dataset().load(text, format="csv")
    result = resource(today).import_data(dataset, dry_run=False, raise_errors=True)
    if result.has_errors() or result.has_validation_errors():
        raise RuntimeError("a row was refused")
    return len(dataset)


def by_bulk_create(text: str, today: date) -> int:
    """Import a file with a loop, dictionaries and ``bulk_create``; how many rows."""
    count, places, wrong = 0, _places(), []
    with transaction.atomic():
        for rows in _batches(csv.DictReader(io.StringIO(text))):
            engagements = _engagements(row["worker"] for row in rows)
            wages = []
            for row in rows:
                try:
                    change = parsed(row, today)
                    engagement = _found(change, places, engagements)
                except Wrong as error:
                    wrong.append((row, str(error)))
                    continue
                wages.append(
                    Wage(
                        engagement_id=engagement, effective_from=change.month,
                        basic=change.basic, housing=change.housing,
                    )
                )  # fmt: skip
            Wage.objects.bulk_create(
                wages, update_conflicts=True, unique_fields=["engagement", "effective_from"],
                update_fields=["basic", "housing"],
            )  # fmt: skip
            count += len(wages)
    if wrong:
        raise RuntimeError(f"{len(wrong)} rows were refused: {wrong[0]}")
    return count


_Places = dict[int, date | None]
_Engagements = dict[tuple[int, int], tuple[int, date, date | None]]


def _places() -> _Places:
    return dict(Establishment.objects.values_list("number", "closed_on"))


def _engagements(workers: Any) -> _Engagements:
    """The latest engagement of each pair of establishment and worker."""
    numbers = list({int(number) for number in workers if str(number).isdigit()})
    found: _Engagements = {}
    for start in range(0, len(numbers), _BATCH):
        rows = Engagement.objects.filter(person__identifier__in=numbers[start : start + _BATCH])
        wanted = ("establishment__number", "person__identifier", "pk", "started_on", "ended_on")
        for place, worker, *rest in rows.order_by("started_on").values_list(*wanted):
            found[place, worker] = (rest[0], rest[1], rest[2])
    return found


def _found(change: Change, places: _Places, engagements: _Engagements) -> int:
    if change.establishment not in places:
        raise Wrong("There is no such establishment.")
    found = engagements.get((change.establishment, change.worker))
    if found is None:
        raise Wrong("The worker is not registered with this establishment.")
    number, started_on, ended_on = found
    allowed(change, places[change.establishment], started_on, ended_on)
    return number


def _batches(rows: csv.DictReader[str]) -> Iterator[list[dict[str, str]]]:
    while batch := list(islice(rows, _BATCH)):
        yield batch
