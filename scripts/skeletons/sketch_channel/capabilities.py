"""Which services it carries, and why not the others."""

from __future__ import annotations

from guichet.channels.sketch.words import CANNOT
from guichet.dialogue.offered import Capabilities

# Say here what it can do: letters or digits only, how many options can be told apart, whether every
# change is proved by a code of its own (``each``).
SKETCH = Capabilities("sketch", lambda _: CANNOT, options=1_000)
why_not, asked = SKETCH.why_not, SKETCH.asked
