"""Settings of kiosks."""

from guichet.lib import env

# Our kiosks, NAME=ADDRESS each; nobody else is served. A trial without any lets every browser play
# one.
KIOSKS = env.words("GUICHET_KIOSKS")
# Where receipts are printed, {kiosk} standing for the name: network://HOST:9100, file:///PATH, or
# empty: not at all.
KIOSK_PRINTER = env.text("GUICHET_KIOSK_PRINTER")
# What monitoring shows (Authorization: Bearer …) at /kiosk/health.
KIOSK_HEALTH_KEY = env.text("GUICHET_KIOSK_HEALTH_KEY")
# Documents at a kiosk: cups:QUEUE (printed with lp), folder:///PATH (spooled there), or empty: not
# at all. {kiosk} is its name.
KIOSK_DOCUMENT_PRINTER = env.text("GUICHET_KIOSK_DOCUMENT_PRINTER")
# Whose queue a kiosk gives numbers for, NAME=BRANCH each: hall-1=101,hall-2=101.
KIOSK_BRANCHES = env.words("GUICHET_KIOSK_BRANCHES")
