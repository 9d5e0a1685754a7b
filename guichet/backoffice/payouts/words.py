"""What the staff's pages of payouts say."""

from __future__ import annotations

from guichet.domain.payouts.words import BANK_REASONS, PURPOSES
from guichet.lib.text import Words

__all__ = ["KINDS", "PHRASES", "PURPOSES", "REASONS", "STATES"]

PHRASES = {
    "menu": Words(ar="المصروفات", en="Payouts", fr="Versements"),
    "title": Words(ar="المصروفات", en="Payouts", fr="Versements"),
    "lede": Words(
        ar="يجمع موظف ما ينتظر الصرف في دفعة، ويعتمدها موظف آخر، فتُرسل إلى البنك مرة واحدة.",
        en="One person gathers what waits into a batch, another releases it, and it goes to the bank once.",
        fr="Une personne rassemble ce qui attend dans un lot, une autre le libère, et il part à la banque une seule fois.",
    ),
    "waiting": Words(ar="ما ينتظر الصرف", en="Waiting to be paid", fr="En attente de versement"),
    "waiting-none": Words(ar="لا شيء ينتظر الصرف.", en="Nothing waits.", fr="Rien n’attend."),
    "purpose": Words(ar="الغرض", en="Purpose", fr="Objet"),
    "count": Words(ar="العدد", en="Count", fr="Nombre"),
    "amount": Words(ar="المبلغ (ريال)", en="Amount (SAR)", fr="Montant (SAR)"),
    "since": Words(ar="منذ", en="Since", fr="Depuis"),
    "gather": Words(ar="إعداد دفعة صرف", en="Gather a batch", fr="Constituer un lot"),
    "gathered": Words(
        ar="جُمعت الدفعة {batch}. اطلب من زميل اعتمادها.",
        en="Batch {batch} is gathered. Ask a colleague to release it.",
        fr="Le lot {batch} est constitué. Demandez à un collègue de le libérer.",
    ),
    "batches": Words(ar="الدفعات", en="Batches", fr="Lots"),
    "batches-none": Words(
        ar="لا دفعات بعد.", en="There is no batch yet.", fr="Aucun lot pour l’instant."
    ),
    "batch": Words(ar="الدفعة", en="Batch", fr="Lot"),
    "batch-title": Words(ar="الدفعة {batch}", en="Batch {batch}", fr="Lot {batch}"),
    "by": Words(ar="جمعها", en="Gathered by", fr="Constitué par"),
    "released-by": Words(ar="اعتمدها", en="Released by", fr="Libéré par"),
    "state": Words(ar="الحالة", en="State", fr="État"),
    "total": Words(ar="المجموع (ريال)", en="Total (SAR)", fr="Total (SAR)"),
    "account": Words(ar="من حسابنا", en="From our account", fr="De notre compte"),
    "digest": Words(ar="بصمة المحتوى", en="Hash of the contents", fr="Empreinte du contenu"),
    "digest-lede": Words(
        ar="إذا تغيّر أي أمر صرف أو حساب بعد الجمع فلن تُعتمد الدفعة.",
        en="If an order or an account changes after gathering, the batch cannot be released.",
        fr="Si un ordre ou un compte change après la constitution, le lot ne peut être libéré.",
    ),
    "largest": Words(
        ar="أكبر المبالغ", en="The largest amounts", fr="Les montants les plus élevés"
    ),
    "name": Words(ar="المستفيد", en="Payee", fr="Bénéficiaire"),
    "iban": Words(ar="رقم الآيبان", en="IBAN", fr="IBAN"),
    "reference": Words(ar="المرجع", en="Reference", fr="Référence"),
    "release": Words(ar="اعتماد الدفعة", en="Release the batch", fr="Libérer le lot"),
    "proved": Words(
        ar="أثبتَّ هويتك. راجع ما يلي ثم أكّد قرارك.",
        en="You have shown who you are. Look it over once more and send your decision.",
        fr="Votre identité est prouvée. Relisez, puis envoyez votre décision.",
    ),
    "released": Words(
        ar="اعتُمدت الدفعة {batch} وستُرسل إلى البنك.",
        en="Batch {batch} is released and leaves for the bank.",
        fr="Le lot {batch} est libéré et part à la banque.",
    ),
    "discard": Words(ar="إلغاء الدفعة", en="Discard the batch", fr="Abandonner le lot"),
    "discarded": Words(
        ar="أُلغيت الدفعة {batch}، وما فيها ينتظر من جديد.",
        en="Batch {batch} is discarded; what was in it waits again.",
        fr="Le lot {batch} est abandonné ; son contenu attend de nouveau.",
    ),
    "own": Words(
        ar="جمعتَ هذه الدفعة بنفسك؛ يعتمدها شخص آخر.",
        en="You gathered this batch; another person releases it.",
        fr="Vous avez constitué ce lot ; une autre personne le libère.",
    ),
    "back": Words(ar="ما عاد من البنك", en="What came back", fr="Versements revenus"),
    "back-lede": Words(
        ar="رفض البنك هذه المبالغ أو أعادها. قرر لكل منها: يُصرف من جديد في الحساب المسجل، أو يُقيد لرصيد المنشأة.",
        en="The bank refused or returned these. Decide for each: pay again to the account on record, or back to the establishment’s credit.",
        fr="La banque a refusé ou renvoyé ces montants. Décidez pour chacun : verser à nouveau sur le compte enregistré, ou remettre au crédit de l’établissement.",
    ),
    "back-none": Words(ar="لم يرجع أي مبلغ.", en="Nothing came back.", fr="Rien n’est revenu."),
    "why": Words(ar="السبب", en="Reason", fr="Motif"),
    "came": Words(ar="التاريخ", en="On", fr="Le"),
    "decide": Words(ar="البت في المبلغ", en="Decide", fr="Décider"),
    "again": Words(
        ar="صرف من جديد في الحساب المسجل",
        en="Pay again, to the account on record",
        fr="Verser à nouveau, sur le compte enregistré",
    ),
    "credit": Words(
        ar="قيده لرصيد المنشأة",
        en="Back to the establishment’s credit",
        fr="Remettre au crédit de l’établissement",
    ),
    "note": Words(
        ar="سبب القرار أو رقم المستند",
        en="Why, or the paper that shows it",
        fr="Pourquoi, ou le document qui le montre",
    ),
    "no-note": Words(
        ar="اكتب السبب في 5 أحرف أو أكثر، 500 حرف على الأكثر.",
        en="Write the reason, in 5 to 500 characters.",
        fr="Indiquez le motif, en 5 à 500 caractères.",
    ),
    "no-choice": Words(
        ar="اختر ما يُفعل بالمبلغ.",
        en="Choose what becomes of the amount.",
        fr="Choisissez le sort du montant.",
    ),
    "decided": Words(
        ar="سُجل القرار.", en="The decision is recorded.", fr="La décision est enregistrée."
    ),
}
PHRASES |= {
    "left-out": Words(
        ar="معاشات {month} التي لم تُصرف",
        en="Pensions of {month} that could not be paid",
        fr="Pensions de {month} qui n’ont pu être versées",
    ),
    "left-out-lede": Words(
        ar="تُصرف عند التشغيل التالي بعد أن يسجل صاحب المعاش حسابًا بنكيًا.",
        en="They are paid by the next run, once the pensioner has registered a bank account.",
        fr="Elles seront versées au prochain passage, dès que le pensionné aura enregistré un compte bancaire.",
    ),
    "beyond": Words(
        ar="معاشات صُرف منها أكثر من المستحق",
        en="Pensions of which more was paid than is due",
        fr="Pensions versées au-delà du dû",
    ),
    "beyond-lede": Words(
        ar="انتهى المعاش أو خُفض بعد صرفه. لا يُسترد شيء تلقائيًا؛ يبت موظف فيما يُفعل.",
        en="The pension ended or fell after it was paid. Nothing is taken back by itself; somebody decides what is done.",
        fr="La pension a pris fin ou baissé après son versement. Rien n’est repris automatiquement ; quelqu’un décide de la suite.",
    ),
}
STATES = {
    "gathered": Words(ar="تنتظر الاعتماد", en="Waits for release", fr="Attend d’être libéré"),
    "discarded": Words(ar="ملغاة", en="Discarded", fr="Abandonné"),
    "released": Words(
        ar="معتمدة ولم ترسل بعد", en="Released, not sent yet", fr="Libéré, pas encore parti"
    ),
    "sent": Words(ar="أُرسلت إلى البنك", en="Sent to the bank", fr="Parti à la banque"),
    "ACSP": Words(ar="قبلها البنك", en="Taken by the bank", fr="Accepté par la banque"),
    "RJCT": Words(ar="رفضها البنك", en="Refused by the bank", fr="Refusé par la banque"),
}
REASONS = {
    "no-account": Words(ar="لا حساب مسجل", en="No account on record", fr="Aucun compte enregistré"),
    "died": Words(ar="متوفى", en="Has died", fr="Décédé"),
    "unknown": Words(ar="غير مسجل", en="Not in the register", fr="Absent du registre"),
} | BANK_REASONS
KINDS = {
    "rejected": Words(ar="رفضه البنك", en="Refused by the bank", fr="Refusé par la banque"),
    "returned": Words(ar="أُعيد", en="Returned", fr="Renvoyé"),
}
