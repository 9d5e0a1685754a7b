"""What moves an account, said to people: the kinds of journals, wherever an account is shown."""

from __future__ import annotations

from guichet.lib.text import Words

EVENTS = {
    "bill": Words(ar="فاتورة اشتراكات", en="Contribution bill", fr="Facture de cotisations"),
    "payment": Words(ar="سداد", en="Payment", fr="Paiement"),
    "penalty": Words(ar="غرامة تأخير", en="Late penalty", fr="Pénalité de retard"),
    "waiver": Words(ar="إعفاء من غرامة تأخير", en="Penalty waived", fr="Pénalité remise"),
    "concession": Words(
        ar="قُبل اعتراض على فاتورة", en="Objection accepted", fr="Contestation acceptée"
    ),
    "concession-met": Words(
        ar="اعتراض استوعبته فاتورة لاحقة",
        en="Objection taken up by a later bill",
        fr="Contestation reprise par une facture",
    ),
    "credit-moved": Words(ar="نقل رصيد", en="Credit moved", fr="Crédit transféré"),
    "payout-order": Words(ar="رد رصيد إلى البنك", en="Credit paid out", fr="Crédit remboursé"),
    "payout-credited": Words(
        ar="رد رصيد عاد من البنك", en="Refund come back", fr="Remboursement revenu"
    ),
    "return": Words(
        ar="استرداد جزء من سداد",
        en="A part of a payment taken back",
        fr="Paiement repris en partie",
    ),
    "reversal": Words(ar="إلغاء سداد", en="Payment taken back", fr="Paiement annulé"),
    "assignment": Words(ar="سداد نُسب إليك", en="Payment assigned", fr="Paiement attribué"),
    "adjustment": Words(ar="تسوية", en="Adjustment", fr="Régularisation"),
    "refund": Words(ar="رد مبلغ", en="Refund", fr="Remboursement"),
}
