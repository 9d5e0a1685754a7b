"""Documents: what the institution attests on paper, and whether a paper shown to somebody still
holds.

A *document* is what a service issued (one transaction); a *copy* is its paper in one language,
composed and signed once and then kept. Whether a document holds is read from what came after it: a
newer one of the same kind, or its revocation.
"""
