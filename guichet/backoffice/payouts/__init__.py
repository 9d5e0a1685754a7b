"""Money going out: gathered, released, and what came back."""
