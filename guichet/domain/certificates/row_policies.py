"""Whose certificates are whose (see `engine.row_policies`); the institution's own are for everybody
to see.
"""

from guichet.engine.row_policies import ACCOUNT, Rows, free, with_row

_PUBLISHED = "published: outsiders must be able to know"

ROWS = {
    "certificates_certificate": Rows(f"use <> 'client' OR account = {ACCOUNT}"),
    "certificates_revocation": free(_PUBLISHED),
    "certificates_revocationlist": free(_PUBLISHED),
    "certificates_acceptedsignature": with_row(
        "certificates_certificate", "of.id = certificate_id"
    ),
}
