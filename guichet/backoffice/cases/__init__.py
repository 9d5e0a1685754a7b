"""Referred askings, and who decides them."""
