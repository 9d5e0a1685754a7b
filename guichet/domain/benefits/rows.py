"""Whose pensions are whose (see `engine.rows`)."""

from guichet.engine.rows import behind_the_counter, free, of_party

ROWS = {
    "benefits_pension": of_party("person"),
    "benefits_payment": of_party("person"),
    "benefits_finding": behind_the_counter(),
    "benefits_run": free("the institution's own account of a month: nobody by name"),
}
