"""What the pages of payments that nobody owns say."""

from __future__ import annotations

from guichet.lib.text import Words

PHRASES = {
    "reconciliation": Words(
        ar="المطابقة اليومية", en="Daily reconciliation", fr="Rapprochement quotidien"
    ),
    "suspense": Words(
        ar="مدفوعات لا يُعرف صاحبها",
        en="Unassigned payments",
        fr="Paiements sans titulaire connu",
    ),
    "suspense-lede": Words(
        ar="دُفعت برقم سداد لا يخص منشأة. انسب كل دفعة إلى منشأتها ليُسدد بها ما عليها.",
        en="Paid with a reference that names no establishment. Say whose each is, and it pays what that establishment owes.",
        fr="Payés avec une référence qui ne désigne aucun établissement. Dites à qui est chacun : il paiera ce que doit l’établissement.",
    ),
    "proved": Words(
        ar="أثبتَّ هويتك. راجع ما يلي ثم أكّد قرارك.",
        en="You have shown who you are. Look it over once more and send your decision.",
        fr="Votre identité est prouvée. Relisez, puis envoyez votre décision.",
    ),
    "suspense-none": Words(
        ar="لا مدفوعات معلقة.", en="No payment waits here.", fr="Aucun paiement en attente."
    ),
    "typed": Words(ar="الرقم كما كُتب", en="Reference as typed", fr="Référence saisie"),
    "paid-on": Words(ar="تاريخ السداد", en="Paid on", fr="Payé le"),
    "assign": Words(ar="نسب الدفعة", en="Say whose it is", fr="Attribuer"),
    "establishment": Words(
        ar="رقم المنشأة", en="Establishment number", fr="Numéro de l’établissement"
    ),
    "reason": Words(
        ar="السبب أو رقم المستند",
        en="The reason, or the paper that shows it",
        fr="Le motif, ou le document qui le montre",
    ),
    "check-name": Words(
        ar="تحقق من المنشأة", en="Check the establishment", fr="Vérifier l’établissement"
    ),
    "sure": Words(ar="نعم، انسبها", en="Yes, assign it", fr="Oui, l’attribuer"),
    "correct": Words(ar="تصحيح", en="Correct", fr="Corriger"),
    "ask-sure": Words(
        ar="تُنسب {amount} ريال إلى {name} ({number})؟",
        en="Assign SAR {amount} to {name} ({number})?",
        fr="Attribuer {amount} SAR à {name} ({number}) ?",
    ),
    "assigned": Words(
        ar="نُسبت الدفعة إلى المنشأة {number}.",
        en="The payment is assigned to {number}.",
        fr="Le paiement est attribué à {number}.",
    ),
    "no-establishment": Words(
        ar="لا توجد منشأة بهذا الرقم. راجع الأرقام التسعة.",
        en="There is no establishment of that number. Check the nine digits.",
        fr="Aucun établissement ne porte ce numéro. Vérifiez les neuf chiffres.",
    ),
    "no-reason": Words(
        ar="اكتب السبب في 5 أحرف أو أكثر، 500 حرف على الأكثر.",
        en="Write the reason, in 5 to 500 characters.",
        fr="Indiquez le motif, en 5 à 500 caractères.",
    ),
    "scheme": Words(ar="الجهة", en="Scheme", fr="Réseau"),
    "amount": Words(ar="المبلغ (ريال)", en="Amount (SAR)", fr="Montant (SAR)"),
    "age": Words(ar="العمر (يوم)", en="Age (days)", fr="Âge (jours)"),
}
