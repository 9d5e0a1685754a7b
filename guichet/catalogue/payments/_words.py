"""Words and fields that services about payments share."""

from __future__ import annotations

from guichet.engine.fields import Choice, Day, Lines, Money, Text
from guichet.lib.text import Words

CHANNELS = {
    "atm": Words(ar="صراف آلي", en="ATM", fr="Distributeur"),
    "branch": Words(ar="فرع بنك", en="Bank branch", fr="Agence bancaire"),
    "internet": Words(ar="الإنترنت", en="Internet", fr="Internet"),
    "telephone": Words(ar="الهاتف", en="Telephone", fr="Téléphone"),
    "mobile": Words(ar="تطبيق البنك", en="Bank application", fr="Application bancaire"),
    "transfer": Words(ar="حوالة", en="Bank transfer", fr="Virement"),
    "kiosk": Words(ar="جهاز الخدمة الذاتية", en="Kiosk", fr="Borne"),
}

SCHEDULE = Lines(
    Words(ar="جدول الأقساط", en="Schedule of instalments", fr="Échéancier"),
    {
        "number": Text(Words(ar="القسط", en="No.", fr="N°")),
        "due_on": Day(Words(ar="آخر يوم للسداد", en="Pay by", fr="À payer au plus tard le")),
        "amount": Money(Words(ar="المبلغ (ريال)", en="Amount (SAR)", fr="Montant (SAR)")),
    },
)
# Why a payment was late.
_REASONS = {
    "bank": Words(ar="عطل لدى البنك", en="A failure at the bank", fr="Panne de la banque"),
    "institution": Words(
        ar="خطأ من المؤسسة", en="A mistake of the institution", fr="Erreur de l’institution"
    ),
    "disaster": Words(
        ar="كارثة أو ظرف قاهر", en="Disaster or force majeure", fr="Sinistre ou force majeure"
    ),
    "illness": Words(ar="مرض أو وفاة", en="Illness or death", fr="Maladie ou décès"),
    "distress": Words(ar="تعثر مالي", en="Financial distress", fr="Difficultés financières"),
}
PAID = Words(ar="المسدد (ريال)", en="Paid (SAR)", fr="Payé (SAR)")
REFERENCE = Words(ar="رقم السداد", en="Payment reference", fr="Référence de paiement")


def reason() -> Choice:
    """Why a payment was late."""
    return Choice(Words(ar="سبب التأخير", en="Why it was late", fr="Motif du retard"), _REASONS)
