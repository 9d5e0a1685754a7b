"""Outside systems that documents need: a time-stamping authority."""
