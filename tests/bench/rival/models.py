"""The tables a Django team would have: persons, establishments, engagements and their wages, plain
and clean.

They live for one measurement and hold what the file touches, which is kinder to them than the whole
institution.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, models

_FILL = """
    INSERT INTO bench_establishment (id, number, closed_on, government)
    SELECT id, number, closed_on, government FROM registry_establishment;
    INSERT INTO bench_mandate (account, establishment_id)
    SELECT account_id, s.id FROM identity_mandate m
    JOIN registry_establishment s ON s.number = m.party
    WHERE party_kind = 'establishment' AND account_id IS NOT NULL AND 'wages' = ANY(rights);
    INSERT INTO bench_person (id, identifier, cohort) SELECT id, identifier, cohort
    FROM registry_person
    WHERE identifier = ANY(%(workers)s);
    INSERT INTO bench_engagement (id, person_id, establishment_id, started_on, ended_on)
    SELECT e.id, person_id, establishment_id, started_on, ended_on FROM registry_engagement e
    JOIN bench_person p ON p.id = e.person_id;
    INSERT INTO bench_wage (engagement_id, effective_from, basic, housing)
    SELECT engagement_id, effective_from, basic / 100.0, housing / 100.0 FROM registry_wage w
    JOIN bench_engagement e ON e.id = w.engagement_id;
    ANALYZE bench_establishment, bench_mandate, bench_person, bench_engagement, bench_wage;
"""


class Establishment(models.Model):
    """An employer."""

    number = models.BigIntegerField(unique=True)
    closed_on = models.DateField(null=True, blank=True)
    government = models.BooleanField(default=False)

    class Meta:
        managed, db_table = False, "bench_establishment"


class Mandate(models.Model):
    """Who may change wages for an employer."""

    account = models.BigIntegerField()
    establishment = models.ForeignKey(Establishment, on_delete=models.PROTECT)

    class Meta:
        managed, db_table = False, "bench_mandate"


class Person(models.Model):
    """A worker."""

    identifier = models.BigIntegerField(unique=True)
    cohort = models.TextField()

    class Meta:
        managed, db_table = False, "bench_person"


class Engagement(models.Model):
    """A period of employment."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT)
    establishment = models.ForeignKey(Establishment, on_delete=models.PROTECT)
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        managed, db_table = False, "bench_engagement"


class Wage(models.Model):
    """A wage from a month on."""

    engagement = models.ForeignKey(Engagement, on_delete=models.PROTECT)
    effective_from = models.DateField()
    basic = models.DecimalField(max_digits=12, decimal_places=2)
    housing = models.DecimalField(max_digits=12, decimal_places=2)

    class Meta:
        managed, db_table = False, "bench_wage"
        constraints = [
            models.UniqueConstraint(
                fields=["engagement", "effective_from"], name="bench_wage_once"
            ),
            models.CheckConstraint(
                condition=models.Q(basic__gte=0) & models.Q(housing__gte=0), name="bench_wage_sound"
            ),
        ]


_ALL = (Establishment, Mandate, Person, Engagement, Wage)


@contextmanager
def tables(workers: list[int]) -> Iterator[None]:
    """The tables with what concerns these workers."""
    with connection.schema_editor() as editor:
        for model in _ALL:
            editor.create_model(model)
    try:
        with connection.cursor() as cursor:
            for statement in filter(str.strip, _FILL.split(";")):
                cursor.execute(statement, {"workers": workers} if "%(" in statement else None)
        yield
    finally:
        with connection.schema_editor() as editor:
            for model in reversed(_ALL):
                editor.delete_model(model)
