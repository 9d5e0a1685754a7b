"""A worker's joining beside what was there before: earlier periods, and what stands already."""

from __future__ import annotations

import polars as pl

from guichet.catalogue.registry import _facts
from guichet.domain.registry.queries import joining_terms
from guichet.engine.batch import Batch
from guichet.engine.refusal import Refusal, Remedy

ALREADY_ENGAGED = Refusal(
    "worker-already-registered",
    ar="العامل {value} مسجل لدى المنشأة منذ {since:date}. لتعديل أجره أو تاريخه استخدم خدمة التعديل أو التصحيح.",
    en="Worker {value} is registered with this establishment since {since:date}. To change the wage or the date, use those services.",
    fr="La personne {value} est inscrite dans cet établissement depuis le {since:date}. Pour modifier le salaire ou la date, utilisez ces services.",
    remedy=Remedy("registry.change_wage"),
)
EARLIER_PERIOD = Refusal(
    "overlaps-earlier-period",
    ar="للعامل مدة سابقة لدى المنشأة من {since:date} إلى {until:date}. يجب أن تبدأ المدة الجديدة بعدها.",
    en="This worker has an earlier period here, from {since:date} to {until:date}. The new one must start after it.",
    fr="Cette personne a déjà une période ici, du {since:date} au {until:date}. La nouvelle doit commencer après.",
)


def compare_with_joining(batch: Batch) -> None:
    """``same``: the very asking that opened the engagement, whatever became of it afterwards."""
    began = (pl.col("since") == pl.col("started_on")) & (pl.col("joined_by") > 0)
    opened = batch.frame.filter(began)["engagement_id"]
    if opened.is_empty():
        batch.compute(same=pl.lit(value=False))
        return
    batch.look_up(joining_terms(opened.unique()), on="engagement_id")
    alike = [
        pl.col("first_basic") == pl.col("basic"),
        pl.col("first_housing") == pl.col("new_housing"),
        pl.col("first_contract") == pl.col("contract").fill_null("open_ended"),
        pl.col("first_occupation") == pl.col("occupation").fill_null(""),
    ]
    batch.compute(same=pl.all_horizontal(began, *alike).fill_null(value=False))


def overlap_rules() -> list[_facts.Rule]:
    """A new period begins after all earlier ones, and none is running."""
    here = pl.col("engagement_id").is_not_null() & ~pl.col("same")
    since, until = pl.col("since"), pl.col("until")
    inside = here & (pl.col("started_on") <= until)
    return [
        _facts.rule(here & until.is_null(), ALREADY_ENGAGED, "worker", since=since),
        _facts.rule(inside, EARLIER_PERIOD, "started_on", since=since, until=until),
    ]
