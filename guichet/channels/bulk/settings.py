"""Settings of files of rows."""

from guichet.lib import env

# For how many days a checked file waits for its sender to confirm it, and how long what was not
# taken or was put away stays to be looked at; then its bytes are dropped.
KEEP_UNCONFIRMED_FILES_DAYS = env.number("GUICHET_KEEP_UNCONFIRMED_FILES_DAYS", 30)
KEEP_REFUSED_FILES_DAYS = env.number("GUICHET_KEEP_REFUSED_FILES_DAYS", 7)
