"""The benchmark suite behind ``make bench``: what was promised, measured. See README.md."""
