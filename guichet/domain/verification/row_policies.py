"""What public bodies said is looked up behind the one door only (see `engine.row_policies`)."""

from guichet.engine.row_policies import behind_the_counter

ROWS = {"verification_evidence": behind_the_counter()}
