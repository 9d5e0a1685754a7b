"""Synthetic mobiles and telephone PINs of the demonstration users."""
