"""Settings of money going out."""

from guichet.lib import env

# The account of ours that pays (IBAN), the bank that holds it (BIC, if it wants one) and our name
# in its files.
PAYOUT_ACCOUNT = env.text("GUICHET_PAYOUT_ACCOUNT")
PAYOUT_BANK = env.text("GUICHET_PAYOUT_BANK")
PAYOUT_PAYER = env.text("GUICHET_PAYOUT_PAYER")
# Folders shared with the bank: what we send (pain.001), and what it answers (pain.002, camt.053,
# camt.054). Empty: none.
PAYOUT_OUTBOX = env.text("GUICHET_PAYOUT_OUTBOX")
PAYOUT_INBOX = env.text("GUICHET_PAYOUT_INBOX")
