"""Settings of mobiles, mail addresses and one-time codes."""

from guichet.lib import env

# One-time codes and the telephone. In a trial a folder of files stands for the handsets that codes
# are sent to.
HANDSETS = env.STATE / "handsets"
# Where messages to mobiles and mail addresses are handed over: POST {"to", "text"}. Empty: nowhere.
MESSAGES_URL = env.text("GUICHET_MESSAGES")
MESSAGES_SECRET = env.text("GUICHET_MESSAGES_SECRET")
_COURIER = "messages" if MESSAGES_URL else "handset" if env.TRIAL else ""
_COURIER = _COURIER and f"guichet.domain.contact.backends.{_COURIER}.deliver"
CODE_COURIER = env.text("GUICHET_CODE_COURIER", _COURIER)
EMAIL_COURIER = env.text("GUICHET_EMAIL_COURIER", _COURIER)
# How many days a mobile that took another's place, or was registered at a counter, confirms no
# change of money.
MOBILE_COOLING_DAYS = env.number("GUICHET_MOBILE_COOLING_DAYS", 3)
