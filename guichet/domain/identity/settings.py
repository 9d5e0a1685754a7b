"""Settings of people who sign in."""

from pathlib import Path

from guichet.lib import env

# People. Secrets of second factors are sealed with the first key of this file; older lines still
# open (`guichet key` of the institution signs receipts and has nothing to do with it). A trial
# makes its own.
FACTOR_KEYS = Path(env.text("GUICHET_FACTOR_KEYS", str(env.STATE / "factor_keys")))
# A factor added on a password alone counts only after so many hours.
FACTOR_WAIT_HOURS = env.number("GUICHET_FACTOR_WAIT_HOURS", 0 if env.TRIAL else 24)
# How long a second factor, once shown, is worth a surer sign-in.
STEP_UP_MINUTES = env.number("GUICHET_STEP_UP_MINUTES", 15)
# Where people find the branch, as https://branch.example: passkeys are bound to it. A trial takes
# the address it is asked at.
PUBLIC_ORIGIN = env.text("GUICHET_PUBLIC_ORIGIN")
# The national identity provider: by redirection (OpenID Connect) and by pushing a number to an app.
# Empty: not offered.
OIDC_ISSUER = env.text("GUICHET_OIDC_ISSUER")
OIDC_CLIENT_ID = env.text("GUICHET_OIDC_CLIENT_ID")
OIDC_CLIENT_SECRET = env.text("GUICHET_OIDC_CLIENT_SECRET")
OIDC_SURE_ACR = env.words(
    "GUICHET_OIDC_SURE_ACR", "substantial,high"
)  # proved there by more than a password
IDENTITY_PUSH_URL = env.text("GUICHET_IDENTITY_PUSH")
IDENTITY_PUSH_SECRET = env.text("GUICHET_IDENTITY_PUSH_SECRET")
