"""Machines of clients: their keys and scopes, who a machine's caller is, and the messages sent to
them (webhooks).

A system acts by an account of its own that nobody can sign in to, with mandates like anybody's. It
proves itself by a key of its own (``private_key_jwt``), gets a short-lived token, and may call the
services in that token's scope, for the establishments its mandates cover. ``queries.caller`` is the
one place that says who an API caller is.
"""
