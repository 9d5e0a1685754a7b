"""Verification owns the electronic checks that replace papers, and the evidence of what they found.

Source: a public body that is asked (``sources``). Evidence: what it said about one subject, when,
and until when that may be relied on (``models``; append-only). ``checks`` builds the checks a
service lists; ``commands`` asks and keeps; ``queries`` reads evidence back for receipts and pages;
``backends`` is the only place that opens a connection.
"""
