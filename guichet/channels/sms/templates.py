"""The words of notices. A test holds each to two parts in every language."""

from __future__ import annotations

from guichet.lib.text import Words

BILL = Words(
    ar="فاتورة {month} للمنشأة {establishment}: {total} ريال. آخر يوم للسداد {due}.",
    en="Bill of {month}, establishment {establishment}: SAR {total}. Pay by {due}.",
    fr="Facture ({month}), établissement {establishment} : {total} SAR. À payer au plus tard le {due}.",
)
PAYMENT = Words(
    ar="استلمنا سداد {amount} ريال عن المنشأة {establishment}. شكرًا.",
    en="We received SAR {amount} for establishment {establishment}. Thank you.",
    fr="Nous avons reçu {amount} SAR pour l’établissement {establishment}. Merci.",
)
DONE = Words(
    ar="{title}: {end}. المرجع {reference}. إن لم يكن الطلب منك فأبلغنا فورًا.",
    en="{title}: {end}. Reference {reference}. If it was not you, tell us at once.",
    fr="{title} : {end}. Référence {reference}. Si ce n’était pas vous, prévenez-nous aussitôt.",
)
MANY = Words(
    ar="{title}: قُبل {accepted} من {rows}. إن لم يكن الطلب منك فأبلغنا فورًا.",
    en="{title}: {accepted} of {rows} accepted. If it was not you, tell us at once.",
    fr="{title} : {accepted} sur {rows} acceptés. Si ce n’était pas vous, prévenez-nous aussitôt.",
)
MANY_WAIT = Words(
    ar="{title}: قُبل {accepted} من {rows}، وينتظر {waiting}. إن لم يكن الطلب منك فأبلغنا فورًا.",
    en="{title}: {accepted} of {rows} accepted, {waiting} waiting. If it was not you, tell us at once.",
    fr="{title} : {accepted} sur {rows} acceptés, {waiting} en attente. Si ce n’était pas vous, prévenez-nous aussitôt.",
)
CONCERNS = Words(
    ar="سُجل عنك: {title}، المنشأة {party}. المرجع {reference}. للاعتراض: الفرع الافتراضي.",
    en="Recorded about you: {title}, establishment {party}. Reference {reference}. Wrong? Object in the virtual branch.",
    fr="Enregistré à votre sujet : {title}, établissement {party}. Référence {reference}. Contestable dans l’agence virtuelle.",
)
ACTED = Words(
    ar="تم عنك بواسطة {name}: {title}، {end}. المرجع {reference}. لإنهاء التوكيل أجب: {word} {person} {agent}",
    en="{name} acted for you: {title}, {end}. Reference {reference}. To end the mandate answer: {word} {person} {agent}",
    fr="{name} a agi pour vous : {title}, {end}. Référence {reference}. Pour y mettre fin, répondez : {word} {person} {agent}",
)
ACTED_BY_COURT = Words(
    ar="تم عنك بواسطة {name}: {title}، {end}. المرجع {reference}. الولاية بحكم المحكمة؛ راجع وزارة العدل إن كان في ذلك خطأ.",
    en="{name} acted for you: {title}, {end}. Reference {reference}. By order of a court: see the Ministry of Justice if it is wrong.",
    fr="{name} a agi pour vous : {title}, {end}. Référence {reference}. Par décision de justice : voyez le ministère de la Justice.",
)
WAITS = Words(
    ar="{title}: لا تزال جهة التحقق لا تجيب. نتابع تلقائيًا ونبلغك، فلا ترسله مرة أخرى. المرجع {reference}.",
    en="{title}: a public body still cannot be asked. It goes on by itself and we tell you; do not send it again. Reference {reference}.",
    fr="{title} : un organisme ne répond toujours pas. Cela reprendra tout seul, nous vous le dirons ; ne renvoyez rien. Référence {reference}.",
)
OVERDUE = Words(
    ar="{title}: مضى الموعد ولم يُبت فيه بعد. يُبت فيه أولًا ونبلغك، فلا ترسله مرة أخرى. المرجع {reference}.",
    en="{title}: the promised day has passed and it is not decided yet. It comes first now; do not send it again. Reference {reference}.",
    fr="{title} : le délai promis est passé sans décision. Elle est prioritaire, nous vous dirons la suite ; ne renvoyez rien. Référence {reference}.",
)
RECALCULATED = Words(
    ar="أعيد حساب معاشك: {due} ريال شهريًا من {month} بدل {paid}. إن كنت ترى غير ذلك فاعترض في الفرع الافتراضي.",
    en="Your pension was reckoned anew: SAR {due} a month from {month}, not {paid}. You may object in the virtual branch.",
    fr="Votre pension a été recalculée : {due} SAR par mois dès {month}, au lieu de {paid}. Contestable dans l’agence virtuelle.",
)
PENSION_ENDED = Words(
    ar="يُصرف معاشك حتى {month} ثم ينتهي بحسب ما قررته اللجنة. إن كنت ترى غير ذلك فاعترض خلال المدة النظامية.",
    en="Your pension is paid until {month} and then ends, as was decided on the examination. You may object within the legal period.",
    fr="Votre pension est versée jusqu’à {month}, puis prend fin à la suite de l’examen. Contestable dans le délai légal.",
)
SHARES = Words(
    ar="معاش أفراد العائلة: بدأ نصيبك أو تغير أو انتهى. اطلع عليه في الفرع الافتراضي بخدمة «شهادة معاش»، واعترض إن كان خطأ.",
    en="Survivors’ pension: your share began, changed or ended. See “Pension certificate” in the virtual branch. If it is wrong, object within the legal period.",
    fr="Pension de survivants : votre part a commencé, changé ou pris fin. Voyez l’attestation de pension dans l’agence virtuelle. Contestable dans le délai légal.",
)
OVERPAID = Words(
    ar="صُرف لك {amount} ريال زيادة عن {first} إلى {last}. التفصيل وطريقة السداد والاعتراض: أجب {word}",
    en="You were paid SAR {amount} too much for {first} to {last}. How it is repaid, and until when you may object: answer {word}",
    fr="Vous avez reçu {amount} SAR en trop, de {first} à {last}. Détail, remboursement et délai pour contester : répondez {word}",
)
UNASKED = Words(
    ar="لك ما لم تطلبه: {what}. لتعرف المبلغ وما عليك فعله أجب {word}",
    en="Something is yours that you have not asked for: {what}. To see how much, and what to do, answer {word}",
    fr="Quelque chose vous revient que vous n’avez pas demandé : {what}. Montant et marche à suivre : répondez {word}",
)
LEAVING_ASKED = Words(
    ar="لماذا ترك العامل {person} المنشأة {establishment}؟ ينتظر طلبه جوابكم قبل {due}. أجب: {word} {establishment} {person} ثم السبب",
    en="Why did worker {person} leave establishment {establishment}? A claim waits for it until {due}. Answer: {word} {establishment} {person} and the reason",
    fr="Pourquoi {person} a-t-il quitté l’établissement {establishment} ? Une demande l’attend jusqu’au {due}. Répondez : {word} {establishment} {person} et le motif",
)
INJURY_REPORTED = Words(
    ar="إصابة عمل رقم {number} في {day}: العامل {person}، المنشأة {establishment}. للاعتراض أبلغوا المؤسسة قبل {due}.",
    en="Worker {person} of establishment {establishment} reported a work injury of {day}, number {number}. If you see it otherwise, tell the institution by {due}.",
    fr="{person}, de l’établissement {establishment}, déclare un accident du travail du {day}, dossier {number}. Contestable auprès de l’institution jusqu’au {due}.",
)
PLAN_ENDS = {
    "fulfilled": Words(
        ar="سُددت خطة تقسيط المنشأة {establishment} كاملة. شكرًا.",
        en="The instalment plan of establishment {establishment} is paid in full. Thank you.",
        fr="Le plan d’échelonnement de l’établissement {establishment} est soldé. Merci.",
    ),
    "broken": Words(
        ar="أُلغيت خطة تقسيط المنشأة {establishment} لتأخر سداد. المستحق كله واجب السداد الآن.",
        en="A payment was missed: the instalment plan of establishment {establishment} has ended, and all of the debt is due now.",
        fr="Un paiement a manqué : le plan de l’établissement {establishment} a pris fin, toute la dette est due.",
    ),
}
DECLINED = Words(ar="لم يُقبل", en="not accepted", fr="non accepté")
CHANGED = Words(
    ar="حسابك في {institution}: {what}. إن لم تكن أنت فأبلغنا فورًا.",
    en="Your account, {institution}: {what}. If it was not you, tell us at once.",
    fr="Votre compte, {institution} : {what}. Si ce n’était pas vous, prévenez-nous aussitôt.",
)
ENDS = {
    1: Words(ar="تم", en="done", fr="fait"),
    3: Words(ar="قيد التحقق", en="being checked", fr="en vérification"),
    4: Words(ar="لدى موظف", en="with a member of staff", fr="chez un agent"),
}
