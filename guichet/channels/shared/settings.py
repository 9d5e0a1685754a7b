"""Settings of what all channels share."""

from guichet.lib import env

# Megabytes of files (of rows, and papers) that one account may send within 24 hours, over all
# channels together.
FILES_MB_A_DAY = env.number("GUICHET_FILES_MB_A_DAY", 1_000)
