"""Payments that nobody owns yet."""
