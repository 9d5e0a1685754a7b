"""The field by which a paper comes with an asking, for services that a person may decide on."""

from __future__ import annotations

from guichet.engine.fields import Attachment
from guichet.lib.text import Words

_SAMPLE = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08.pdf"


def paper_field(instance: Words) -> Attachment:
    """What shows that the asking is right; ``instance`` says of which kind of paper one thinks."""
    return Attachment(
        Words(ar="مستند مؤيد", en="Supporting paper", fr="Pièce justificative"),
        hint=Words(
            ar=f"{instance.ar} مثلًا: PDF أو JPEG أو PNG، حتى 5 ميغابايت.",
            en=f"{instance.en}, for instance: PDF, JPEG or PNG, up to 5 MB.",
            fr=f"{instance.fr}, par exemple\u202f: PDF, JPEG ou PNG, 5 Mo au plus.",
        ),
        optional=True,
        sample=_SAMPLE,
    )


def of_lateness() -> Attachment:
    """Why something was paid late."""
    return paper_field(
        Words(
            ar="خطاب البنك أو تقرير طبي",
            en="A letter of the bank or a medical report",
            fr="Une lettre de la banque ou un certificat médical",
        )
    )


def of_engagement() -> Attachment:
    """What somebody earned, and from when to when."""
    return paper_field(
        Words(
            ar="العقد أو كشف الرواتب",
            en="The contract or the payroll",
            fr="Le contrat ou le bulletin de paie",
        )
    )
