"""Somebody who decides the cases of the demonstration."""
