"""What of families that share a pension the audit log speaks of, table by table."""

from __future__ import annotations

import polars as pl

from guichet.domain.benefits.kept_rows import Kept

AWARDS = Kept(
    "benefits_survivorsaward",
    "family-awarded",
    "family awards",
    "decided",
    {
        "award": pl.String,
        "deceased": pl.Int64,
        "died_on": pl.Date,
        "cohort": pl.String,
        "way": pl.String,
        "pension": pl.Int64,
        "average": pl.Int64,
        "paid_from": pl.Date,
        "owed_from": pl.Date,
        "decided_on": pl.Date,
        "transaction": pl.Int64,
        "steps": pl.String,
    },
)
HEIRS = Kept(
    "benefits_heir",
    "heirs",
    "heirs",
    "put down",
    {
        "award": pl.String,
        "person": pl.Int64,
        "relation": pl.String,
        "born": pl.Date,
        "from_reserve": pl.Boolean,
        "transaction": pl.Int64,
    },
)
FACTS = Kept(
    "benefits_heirfact",
    "heir-facts",
    "facts of heirs",
    "put down",
    {
        "award": pl.String,
        "person": pl.Int64,
        "what": pl.String,
        "on": pl.Date,
        "value": pl.Int64,
        "transaction": pl.Int64,
    },
)
SETTLEMENTS = Kept(
    "benefits_settlement",
    "settlements",
    "settlements",
    "made",
    {
        "award": pl.String,
        "number": pl.Int64,
        "settled_on": pl.Date,
        "law": pl.String,
        "transaction": pl.Int64,
    },
)
SHARES = Kept(
    "benefits_share",
    "shares",
    "shares",
    "settled",
    {
        "award": pl.String,
        "settlement": pl.Int64,
        "person": pl.Int64,
        "monthly": pl.Int64,
        "paid_from": pl.Date,
        "paid_till": pl.Date,
        "ends_by": pl.String,
        "withheld": pl.Boolean,
    },
)
