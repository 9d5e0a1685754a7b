"""Settings of the bank channel."""

from pathlib import Path

from guichet.lib import env

# The bank channel (ISO 8583): a folder of acquirers' profiles. A trial serves made-up ones;
# production none until told.
_profiles = env.text(
    "GUICHET_BANK_PROFILES", str(Path(__file__).parent / "profiles") if env.TRIAL else ""
)
BANK_PROFILES = Path(_profiles) if _profiles else None
BANK_CERTIFICATE = env.text("GUICHET_BANK_CERTIFICATE")
BANK_KEY = env.text("GUICHET_BANK_KEY")
BANK_CLIENTS = env.text(
    "GUICHET_BANK_CLIENTS"
)  # the authority that signed the acquirers' certificates

# The bill consolidator: its address (empty: there is none) and the secret that signs what is said
# each way.
CONSOLIDATOR_URL = env.text("GUICHET_CONSOLIDATOR")
CONSOLIDATOR_SECRET = env.text("GUICHET_CONSOLIDATOR_SECRET")
