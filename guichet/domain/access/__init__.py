"""Who looked at whose data: one row for each page or call that showed some, written before it is
shown.

A row says who, by which channel and page, on behalf of which party, and which persons' data were on
it. Each stands in the audit log as well, so that none can be changed or taken away unseen. What
changes data is a transaction, and recorded as one.
"""
