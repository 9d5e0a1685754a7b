"""The register: persons, establishments, engagements (periods of employment) and wages, all with
history.

Owns the tables ``registry_*``. Writes are in `commands`, reads in `queries`; both take and give
whole frames. Every row carries the transaction that made it, so that each fact leads to its
receipt; 0 stands for facts brought over from before this system, which have none.
"""
