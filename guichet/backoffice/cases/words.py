"""What the staff's pages of referred askings say."""

from __future__ import annotations

from guichet.lib.text import Words

PHRASES = {
    "proved": Words(
        ar="أثبتَّ هويتك. راجع ما يلي ثم أكّد قرارك.",
        en="You have shown who you are. Look it over once more and send your decision.",
        fr="Votre identité est prouvée. Relisez, puis envoyez votre décision.",
    ),
    "menu": Words(ar="الطلبات المحالة", en="Work list", fr="À traiter"),
    "title": Words(
        ar="طلبات تنتظر قرار موظف", en="Cases that wait for a decision", fr="Demandes à trancher"
    ),
    "lede": Words(
        ar="أقدمها مهلةً أولًا. يُنفذ القرار باسم من طلب، بما يملكه من صلاحية اليوم.",
        en="The earliest deadline first. A decision is carried out in the name of who asked, with what they may do today.",
        fr="L’échéance la plus proche d’abord. La décision s’exécute au nom du demandeur, avec ses droits d’aujourd’hui.",
    ),
    "none": Words(ar="لا شيء ينتظر.", en="Nothing waits here.", fr="Rien en attente."),
    "all": Words(ar="الكل", en="All requests", fr="Toutes"),
    "service": Words(ar="الخدمة", en="Service", fr="Service"),
    "party": Words(ar="الجهة", en="On behalf of", fr="Pour"),
    "asked-by": Words(ar="مقدم الطلب", en="Asked by", fr="Demandé par"),
    "asked-on": Words(ar="تاريخ الطلب", en="Asked on", fr="Demandé le"),
    "reference": Words(ar="المرجع", en="Reference", fr="Référence"),
    "deadline": Words(ar="المهلة", en="Deadline", fr="Échéance"),
    "age": Words(ar="الأيام", en="Days", fr="Jours"),
    "overdue": Words(ar="فات الموعد", en="Overdue", fr="En retard"),
    "open": Words(ar="انظر فيه", en="Look at it", fr="Examiner"),
    "case": Words(ar="طلب محال", en="Referred case", fr="Demande transmise"),
    "asked": Words(ar="ما طُلب", en="What was asked", fr="Ce qui a été demandé"),
    "why": Words(ar="سبب الإحالة", en="Why it was referred", fr="Pourquoi elle est transmise"),
    "change": Words(
        ar="ما الذي سيتغير عند الموافقة اليوم",
        en="What would change if it were approved today",
        fr="Ce qui changerait si elle était approuvée aujourd’hui",
    ),
    "would-refuse": Words(
        ar="لو وافقت عليه اليوم لرُفض للسبب المبين.",
        en="If you approved it today it would still be refused, for the reason shown.",
        fr="Si vous l’approuviez aujourd’hui, elle serait tout de même refusée, pour la raison indiquée.",
    ),
    "would-hold": Words(
        ar="تتعذر الآن مراجعة جهة يعتمد عليها الطلب. أعد المحاولة بعد دقائق.",
        en="A public body this rests on cannot be asked now. Come back in some minutes.",
        fr="Un organisme dont cela dépend ne répond pas. Revenez dans quelques minutes.",
    ),
    "decide": Words(ar="القرار", en="Decision", fr="Décision"),
    "reason": Words(
        ar="السبب بكلمات يقرؤها مقدم الطلب",
        en="The reason, in words that the client reads",
        fr="Le motif, en des mots que lira le client",
    ),
    "reason-hint": Words(
        ar="من 5 أحرف إلى 300.", en="5 to 300 characters.", fr="De 5 à 300 caractères."
    ),
    "approve": Words(ar="موافقة", en="Approve", fr="Approuver"),
    "decline": Words(ar="رفض", en="Decline", fr="Refuser"),
    "no-reason": Words(
        ar="اكتب السبب، من 5 أحرف إلى 300.",
        en="Write the reason, 5 to 300 characters.",
        fr="Indiquez le motif, de 5 à 300 caractères.",
    ),
    "no-choice": Words(
        ar="اختر الموافقة أو الرفض.",
        en="Choose to approve or to decline.",
        fr="Choisissez d’approuver ou de refuser.",
    ),
    "done-accepted": Words(
        ar="نُفذ الطلب {reference}. رقم المعاملة الجديدة {resolution}.",
        en="Case {reference} is carried out. The new transaction is {resolution}.",
        fr="La demande {reference} est exécutée. La nouvelle opération est {resolution}.",
    ),
    "done-refused": Words(
        ar="رُفض الطلب {reference}: {why}",
        en="Case {reference} is refused: {why}",
        fr="La demande {reference} est refusée\u202f: {why}",
    ),
    "opinion-kept": Words(
        ar="سُجل رأيك في الطلب {reference}. يُبت فيه حين يتفق عليه من يلزم.",
        en="Your opinion on case {reference} is kept. It is decided when enough are of one mind.",
        fr="Votre avis sur la demande {reference} est enregistré. Elle sera tranchée quand assez de membres s’accordent.",
    ),
    "together": Words(
        ar="لا يُبت فيه حتى يتفق {people} من أعضاء اللجنة. يقول كل عضو رأيه مرة واحدة.",
        en="It is decided when {people} of the committee are of one mind. Each says so once.",
        fr="Elle est tranchée quand {people} membres de la commission s’accordent. Chacun se prononce une fois.",
    ),
    "opinions": Words(ar="آراء الأعضاء", en="What members said", fr="Avis des membres"),
    "hands": Words(ar="لدى", en="In hand", fr="Entre les mains de"),
    "nobody-has": Words(
        ar="لم يستلمه أحد بعد.", en="Nobody has taken it yet.", fr="Personne ne l’a encore pris."
    ),
    "you-have": Words(ar="هو لديك.", en="You have it in hand.", fr="Il est entre vos mains."),
    "take": Words(ar="استلمه", en="Take it", fr="Le prendre"),
    "give-back": Words(ar="أعده إلى القائمة", en="Give it back", fr="Le rendre"),
    "hand-over": Words(ar="أحله إلى زميل", en="Hand it over", fr="Le transmettre"),
    "colleague": Words(ar="الزميل", en="Colleague", fr="Collègue"),
    "taken": Words(
        ar="الطلب {reference} لديك، ولا يبت فيه غيرك.",
        en="Case {reference} is in your hands; nobody else rules on it.",
        fr="La demande {reference} est entre vos mains ; nul autre ne la tranche.",
    ),
    "given-back": Words(
        ar="عاد الطلب {reference} إلى القائمة.",
        en="Case {reference} is back on the list.",
        fr="La demande {reference} est revenue sur la liste.",
    ),
    "handed-over": Words(
        ar="أُحيل الطلب {reference} إلى زميلك.",
        en="Case {reference} is in your colleague’s hands.",
        fr="La demande {reference} est entre les mains de votre collègue.",
    ),
    "latest": Words(ar="أحدث القرارات", en="Latest decisions", fr="Dernières décisions"),
    "decision": Words(ar="القرار", en="Decision", fr="Décision"),
    "approved": Words(ar="موافقة", en="Approved", fr="Approuvée"),
    "declined": Words(ar="رفض", en="Declined", fr="Refusée"),
    "by": Words(ar="الموظف", en="By", fr="Par"),
    "on": Words(ar="التاريخ", en="On", fr="Le"),
    "said": Words(ar="السبب", en="Reason", fr="Motif"),
}
