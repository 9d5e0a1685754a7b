"""Sketch: say here how one asks by it. It translates in and out, and knows no service by name."""
