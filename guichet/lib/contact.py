"""Where people turn when no service of ours does what they need: a place and a telephone, named in
refusals and on pages.
"""

from __future__ import annotations

from guichet.lib import env
from guichet.lib.text import Words

# As people dial it. A trial's is invented.
TELEPHONE = env.text("GUICHET_HELP_TELEPHONE", "800 000 0000")
MAIL = env.text("GUICHET_HELP_MAIL", "help@guichet.example")
# In Arabic words: no-break spaces keep the groups of a number in their order from right to left.
TELEPHONE_AR = TELEPHONE.replace(" ", "\u00a0")

BRANCH = Words(
    ar=f"راجع أحد الفروع بالمستندات أو اتصل على {TELEPHONE_AR}.",
    en=f"Go to a branch with the documents, or call {TELEPHONE}.",
    fr=f"Allez en agence avec les pièces, ou appelez le {TELEPHONE}.",
)
