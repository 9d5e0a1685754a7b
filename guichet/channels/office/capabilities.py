"""Which services are asked here: none, staff settle here what was referred to them."""

from __future__ import annotations

from guichet.dialogue.offered import nothing
from guichet.lib.text import Words

why_not = nothing(
    Words(
        ar="مكتب المؤسسة: يبت فيه الموظفون فيما أُحيل إليهم، ولا تُطلب فيه خدمة.",
        en="The institution’s own desk: staff settle what was referred to them, nobody asks for anything.",
        fr="Le bureau de l’institution : le personnel y tranche ce qui lui est soumis, on n’y demande rien.",
    )
)
