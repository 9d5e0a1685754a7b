"""At the counter: queue tickets, sittings in which a clerk acts for a client, the client's consent
to each, and how long it took.

A sitting opens nothing by itself: only a consent recorded for it does, for as long as it lasts.
"""
