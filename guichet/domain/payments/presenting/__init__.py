"""Bills as payers, banks and the consolidator see them, and whether both sides agree afterwards."""
