"""Outside systems of payments."""
