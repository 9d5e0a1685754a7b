"""What the page of a bank's statement says."""

from __future__ import annotations

from guichet.lib.text import Words

PHRASES = {
    "title": Words(
        ar="كشف البنك ليوم {day}", en="Bank statement of {day}", fr="Relevé bancaire du {day}"
    ),
    "bank-id": Words(
        ar="رقم الكشف لدى البنك", en="The bank’s name for it", fr="Nom donné par la banque"
    ),
    "number": Words(ar="التسلسل", en="Number in the series", fr="Numéro dans la série"),
    "period": Words(ar="الفترة", en="Period", fr="Période"),
    "made": Words(ar="أصدره البنك في", en="Made by the bank on", fr="Établi par la banque le"),
    "came": Words(ar="وصل في", en="Received on", fr="Reçu le"),
    "replaced": Words(
        ar="حل محل هذا الكشف كشف أحدث لليوم نفسه، والمطابقة على الأحدث.",
        en="A later statement of the same day replaces this one, and is the one compared.",
        fr="Un relevé plus récent du même jour remplace celui-ci ; c’est lui qui est comparé.",
    ),
    "versions": Words(
        ar="نسخ أخرى لليوم نفسه",
        en="Other versions of the same day",
        fr="Autres versions du même jour",
    ),
    "differs-here": Words(ar="الفروق في هذا الكشف", en="What differs in it", fr="Ce qui diffère"),
    "agrees-here": Words(
        ar="لا فرق في هذا الكشف.",
        en="Nothing differs in this statement.",
        fr="Rien ne diffère dans ce relevé.",
    ),
    "lines": Words(ar="الحركات", en="Lines", fr="Écritures"),
    "lines-none": Words(
        ar="لا حركات في هذا الكشف.",
        en="This statement has no lines.",
        fr="Ce relevé n’a pas d’écriture.",
    ),
    "more": Words(
        ar="أكبر {count} حركة.",
        en="The largest of them: {count}.",
        fr="Les {count} écritures les plus élevées.",
    ),
    "bank-key": Words(ar="مرجع البنك", en="The bank’s reference", fr="Référence de la banque"),
    "words": Words(ar="البيان", en="Words", fr="Libellé"),
    "booked-as": Words(ar="سُجلت", en="Booked as", fr="Comptabilisé comme"),
}
MEANINGS = {
    "payment": Words(ar="دفعة عميل", en="A client’s payment", fr="Paiement d’un client"),
    "settlement": Words(ar="تسوية جهة", en="Settlement of a scheme", fr="Règlement d’un réseau"),
    "payout": Words(ar="صرف خرج", en="Payout that left", fr="Versement parti"),
    "return": Words(ar="صرف عاد", en="Payout that came back", fr="Versement revenu"),
    "payment-returned": Words(ar="دفعة استُردت", en="Payment that came back", fr="Paiement repris"),
    "charges": Words(ar="رسوم البنك", en="Charges of the bank", fr="Frais de la banque"),
    "unexplained": Words(ar="بلا تفسير", en="Unexplained", fr="Inexpliqué"),
}
