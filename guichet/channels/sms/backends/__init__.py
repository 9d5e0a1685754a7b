"""Providers that carry texts: SMPP, Kannel, an aggregator over HTTP."""
