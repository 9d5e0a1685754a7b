"""Settings of signed papers."""

from guichet.lib import env

# A time-stamping authority (RFC 3161); without one, papers carry the signer's own time.
TIMESTAMP_URL = env.text("GUICHET_TIMESTAMP_URL")
# Whether the revocation of outside authorities' certificates may be asked over the network (CRL,
# OCSP).
FETCH_REVOCATION = env.flag("GUICHET_FETCH_REVOCATION")
