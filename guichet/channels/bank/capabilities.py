"""Which services are asked here: none. Banks tell us of payments, and ask what is due by its
reference (ADR 61).
"""

from __future__ import annotations

from guichet.dialogue.offered import nothing
from guichet.lib.text import Words

why_not = nothing(
    Words(
        ar="تُبلغنا البنوك وأجهزة الصرف بما دُفع، وتستعلم عن المستحق برقم السداد، ولا تُطلب فيها خدمة.",
        en="Banks and ATMs tell us what was paid, and ask what is due by its reference; nobody asks for a service there.",
        fr="Les banques et les automates nous disent ce qui a été payé et demandent la somme due par sa référence ; on n’y demande aucun service.",
    )
)
