"""Settings of money coming in."""

from guichet.lib import env

# Online payment: a provider with a page of its own, and the secret both sign with; `make run`
# starts a sandbox.
PAYMENT_PROVIDER_URL = env.text("GUICHET_PAYMENT_PROVIDER", "")
PAYMENT_PROVIDER_SECRET = env.text("GUICHET_PAYMENT_SECRET", "")
# So many hours an order can be paid; money that comes later still counts.
PAYMENT_ORDER_HOURS = env.number("GUICHET_PAYMENT_ORDER_HOURS", 24)
# Each morning the banks of establishments are asked to pay bills that are new or changed (pain.013,
# into the same folder).
REQUEST_TO_PAY = env.flag("GUICHET_REQUEST_TO_PAY")
