"""What public bodies said is looked up behind the one door only (see `engine.rows`)."""

from guichet.engine.rows import behind_the_counter

ROWS = {"verification_evidence": behind_the_counter()}
