"""Settings of certificates and their keys."""

from guichet.lib import env

# A folder, or pkcs11:MODULE?token=LABEL (see guichet/domain/certificates/custody.py).
CERTIFICATE_KEYS = env.text("GUICHET_CERTIFICATE_KEYS", str(env.STATE / "certificates"))
PKCS11_PIN = env.text("GUICHET_PKCS11_PIN")
