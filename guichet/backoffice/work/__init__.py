"""The page on which staff find their tasks."""
