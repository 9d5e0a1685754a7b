"""Settings of text messages."""

from guichet.lib import env

# Text messages: the providers, one address each, separated by blanks (see
# docs/how-to/send-texts.md), and the hours of a day (the institution's) in which notices are not
# sent.
SMS_PROVIDERS = env.text("GUICHET_SMS_PROVIDERS")
SMS_QUIET_HOURS = env.text("GUICHET_SMS_QUIET_HOURS", "21-8")
# With providers, one-time codes go by text message; this stands in the place of the domain's own
# setting.
if SMS_PROVIDERS:
    CODE_COURIER = env.text("GUICHET_CODE_COURIER", "guichet.channels.sms.code_gateway.deliver")
