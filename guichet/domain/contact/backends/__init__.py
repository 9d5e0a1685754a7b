"""Couriers that need no provider."""
