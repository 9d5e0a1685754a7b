"""What the channel's pages say. Places in braces are filled by the ``say`` tag."""

from __future__ import annotations

from guichet.lib.locale import here
from guichet.lib.text import Words

PHRASES = {
    "files": Words(ar="الملفات", en="Files", fr="Fichiers"),
    "send-title": Words(
        ar="إرسال ملف معاملات",
        en="Send a file of transactions",
        fr="Envoyer un fichier d’opérations",
    ),
    "send-lede": Words(
        ar="آلاف الأسطر في ثوانٍ. يُفحص الملف كاملًا أولًا، ولا يُنفذ شيء قبل تأكيدك.",
        en="Thousands of rows in seconds. The whole file is checked first, and nothing is carried out before you confirm.",
        fr="Des milliers de lignes en quelques secondes. Tout le fichier est d’abord contrôlé ; rien n’est exécuté avant votre confirmation.",
    ),
    "kind": Words(ar="محتوى الملف", en="What the file holds", fr="Contenu du fichier"),
    "choose": Words(ar="اختر ملفًا", en="Choose a file", fr="Choisir un fichier"),
    "drop": Words(ar="أو أفلته هنا", en="or drop it here", fr="ou déposez-le ici"),
    "limits": Words(
        ar="CSV أو Excel (xlsx)، حتى {rows:row,oblique} و{size} ميغابايت",
        en="CSV or Excel (.xlsx), up to {rows:row} and {size} MB",
        fr="CSV ou Excel (.xlsx), jusqu’à {rows:row} et {size} Mo",
    ),
    "signature": Words(
        ar="توقيعك الإلكتروني على الملف (اختياري)",
        en="Your electronic signature on the file (optional)",
        fr="Votre signature électronique du fichier (non obligatoire)",
    ),
    "signature-say": Words(
        ar="ملف p7s منفصل بشهادتك، كما ينشئه openssl cms -sign -binary.",
        en="A detached .p7s made with your certificate, as openssl cms -sign -binary makes it.",
        fr="Un .p7s détaché créé avec votre certificat, comme le produit openssl cms -sign -binary.",
    ),
    "signed-by": Words(
        ar="وقّع هذا الملف {signer} (الشهادة {serial})",
        en="This file was signed by {signer} (certificate {serial})",
        fr="Ce fichier a été signé par {signer} (certificat {serial})",
    ),
    "papers": Words(ar="الوثائق", en="Documents", fr="Documents"),
    "papers-ready": Words(
        ar="تنزيل الوثائق الموقعة ({count})",
        en="Download the signed documents ({count})",
        fr="Télécharger les documents signés ({count})",
    ),
    "papers-wait": Words(
        ar="يجري إعداد الوثائق الموقعة: {done} من {count}. حدّث الصفحة بعد قليل.",
        en="The signed documents are being made: {done} of {count}. Load this page again in a while.",
        fr="Les documents signés sont en préparation : {done} sur {count}. Rechargez cette page dans un moment.",
    ),
    "check": Words(ar="إرسال للفحص", en="Send to be checked", fr="Envoyer au contrôle"),
    "templates": Words(ar="القوالب", en="Templates", fr="Modèles"),
    "templates-for": Words(
        ar="قالب «{title}» بصيغة {form}",
        en="Template for “{title}”, {form}",
        fr="Modèle « {title} », {form}",
    ),
    "headings": Words(
        ar="تُقبل العناوين بالعربية والإنجليزية والفرنسية، بأي ترتيب.",
        en="Headings may be in Arabic, English or French, in any order.",
        fr="Les en-têtes peuvent être en arabe, en anglais ou en français, dans n’importe quel ordre.",
    ),
    "sent": Words(ar="ما أرسلته", en="What you have sent", fr="Vos envois"),
    "none-sent": Words(
        ar="لم ترسل أي ملف بعد.",
        en="You have sent no file yet.",
        fr="Vous n’avez encore envoyé aucun fichier.",
    ),
    "file": Words(ar="الملف", en="File", fr="Fichier"),
    "when": Words(ar="التاريخ", en="When", fr="Date"),
    "rows": Words(ar="الأسطر", en="Rows", fr="Lignes"),
    "state": Words(ar="الحالة", en="State", fr="État"),
    "older": Words(ar="ملفات أقدم", en="Older files", fr="Fichiers plus anciens"),
    "another": Words(ar="إرسال ملف آخر", en="Send another file", fr="Envoyer un autre fichier"),
    "no-file": Words(
        ar="اختر الملف الذي تريد إرساله.",
        en="Choose the file you want to send.",
        fr="Choisissez le fichier à envoyer.",
    ),
    "no-kind": Words(
        ar="اختر محتوى الملف من القائمة.",
        en="Choose what the file holds from the list.",
        fr="Choisissez le contenu du fichier dans la liste.",
    ),
    "too-many-waiting": Words(
        ar="لديك {count:file} قيد الفحص أو التنفيذ. انتظر حتى ينتهي أحدها ثم أعد الإرسال.",
        en="You have {count:file} being checked or carried out. Wait until one is finished and send this again.",
        fr="Vous avez {count:file} en cours. Attendez que l’un d’eux soit terminé, puis renvoyez celui-ci.",
    ),
    "no-services": Words(
        ar="لا توجد خدمات تُقدَّم بملف لهذا الحساب.",
        en="This account has no service that takes files.",
        fr="Ce compte n’a aucun service acceptant des fichiers.",
    ),
    "checking": Words(
        ar="يجري فحص الملف",
        en="The file is being checked",
        fr="Le fichier est en cours de contrôle",
    ),
    "checking-say": Words(
        ar="تُفحص جميع الأسطر. لم يتغير شيء.",
        en="Every row is being checked. Nothing has changed.",
        fr="Toutes les lignes sont contrôlées. Rien n’a changé.",
    ),
    "working": Words(ar="يجري التنفيذ", en="Working on it", fr="Exécution en cours"),
    "rows-done": Words(
        ar="{done} من {rows:row,oblique}", en="{done} of {rows:row}", fr="{done:row} sur {rows}"
    ),
    "leave": Words(
        ar="يمكنك مغادرة هذه الصفحة؛ يستمر العمل وتجد النتيجة هنا.",
        en="You may leave this page: the work goes on and the result will be here.",
        fr="Vous pouvez quitter cette page : le travail continue et le résultat sera ici.",
    ),
    "checked-again": Words(
        ar="لم يُنفذ الملف", en="The file was not carried out", fr="Le fichier n’a pas été exécuté"
    ),
    "checked-again-say": Words(
        ar="فُحص هذا الملف من جديد بعد أن عُرضت عليك الصفحة التي أكدتها. راجع نتيجة الفحص أدناه ثم أكّد.",
        en="This file was checked again after the page you confirmed was shown to you. Look at the check below, then confirm.",
        fr="Ce fichier a été contrôlé de nouveau après l’affichage de la page que vous avez confirmée. Relisez le contrôle ci-dessous, puis confirmez.",
    ),
    "refresh": Words(ar="تحديث", en="Refresh", fr="Actualiser"),
    "progress": Words(ar="الأسطر المنجزة", en="Rows done", fr="Lignes traitées"),
    "done": Words(ar="اكتمل", en="Finished", fr="Terminé"),
    "done-say": Words(ar="أُنجز {rows:row}", en="Done: {rows:row}", fr="Fait : {rows:row}"),
    "held": Words(
        ar="لم ينته الملف بعد: أسطر تنتظر التحقق",
        en="Not finished: rows wait to be checked",
        fr="Pas encore terminé : des lignes attendent une vérification",
    ),
    "held-say": Words(
        ar="أسطر تنتظر جواب جهة التحقق: {held} من {rows}. تُستكمل تلقائيًا حين تجيب، فلا ترسلها مرة أخرى.",
        en="Rows that wait for a public body’s answer: {held} of {rows}. They go on by themselves when it answers; do not send them again.",
        fr="Lignes en attente de la réponse d’un organisme : {held} sur {rows}. Elles reprendront toutes seules ; ne les renvoyez pas.",
    ),
    "referred": Words(
        ar="لم ينته الملف بعد: أسطر لدى موظف",
        en="Not finished: rows are with a member of staff",
        fr="Pas encore terminé : des lignes sont chez un agent",
    ),
    "referred-say": Words(
        ar="أسطر يبت فيها موظف: {referred} من {rows}. نبلغك بالقرار، فلا ترسلها مرة أخرى.",
        en="Rows that a member of staff decides: {referred} of {rows}. You will be told; do not send them again.",
        fr="Lignes qu’un agent doit trancher : {referred} sur {rows}. Vous serez prévenu ; ne les renvoyez pas.",
    ),
    "unreadable": Words(
        ar="لم نتمكن من قبول الملف",
        en="The file could not be taken",
        fr="Le fichier n’a pas pu être retenu",
    ),
    "unreadable-say": Words(
        ar="لم يُسجَّل أي شيء. صحح ما يلي ثم أرسل الملف من جديد.",
        en="Nothing was recorded. Correct the following and send the file again.",
        fr="Rien n’a été enregistré. Corrigez ce qui suit, puis renvoyez le fichier.",
    ),
    "report": Words(ar="نتيجة الفحص", en="What the check found", fr="Résultat du contrôle"),
    "report-say": Words(
        ar="فُحص {rows:row}. لم يُسجَّل شيء بعد.",
        en="Checked: {rows:row}. Nothing has been recorded yet.",
        fr="Contrôle fait : {rows:row}. Rien n’est encore enregistré.",
    ),
    "will-change": Words(ar="ما سيتغير", en="What will change", fr="Ce qui va changer"),
    "currency": here().currency.sign,
    "nothing-changes": Words(ar="لن يتغير شيء.", en="Nothing will change.", fr="Rien ne changera."),
    "confirm-say": Words(
        ar="بتأكيدك تقر بصحة البيانات. تُنفذ الأسطر السليمة وتعود إليك البقية مع السبب.",
        en="By confirming I state that these details are true. Good rows are carried out; the others come back with the reason.",
        fr="En confirmant, je déclare ces données exactes. Les lignes correctes sont exécutées ; les autres reviennent avec le motif.",
    ),
    "confirm": Words(ar="تأكيد وتنفيذ", en="Confirm and carry out", fr="Confirmer et exécuter"),
    "none-good": Words(
        ar="لا يوجد سطر يمكن تنفيذه. صحح الملف وأرسله من جديد.",
        en="No row can be carried out. Correct the file and send it again.",
        fr="Aucune ligne ne peut être exécutée. Corrigez le fichier et renvoyez-le.",
    ),
    "notices": Words(ar="قبل أن تؤكد", en="Before you confirm", fr="Avant de confirmer"),
    "questions": Words(ar="سؤال قبل التأكيد", en="A question first", fr="Une question d’abord"),
    "questions-say": Words(
        ar="لا يُنفذ شيء قبل إجابتك. تُحفظ الإجابة لملفاتك القادمة بالعناوين نفسها.",
        en="Nothing is carried out before you answer. The answer is kept for your next files with these headings.",
        fr="Rien n’est exécuté avant votre réponse. Elle est retenue pour vos prochains fichiers aux mêmes en-têtes.",
    ),
    "leave-out": Words(
        ar="اترك هذه الأعمدة", en="Leave these columns out", fr="Ignorer ces colonnes"
    ),
    "answer": Words(
        ar="أجب وافحص من جديد", en="Answer and check again", fr="Répondre et recontrôler"
    ),
    "discard": Words(ar="إلغاء هذا الملف", en="Discard this file", fr="Abandonner ce fichier"),
    "discarded-say": Words(
        ar="ألغيت هذا الملف قبل تنفيذه. لم يُسجَّل شيء.",
        en="You discarded this file before it was carried out. Nothing was recorded.",
        fr="Vous avez abandonné ce fichier avant son exécution. Rien n’a été enregistré.",
    ),
    "kept-until": Words(
        ar="نحفظ هذا الملف حتى {day}. إن لم تؤكده حتى ذلك اليوم حُذف دون أن يُسجَّل منه شيء.",
        en="This file is kept until {day}. If you do not confirm it by then, it is removed and nothing of it is recorded.",
        fr="Ce fichier est conservé jusqu’au {day}. Si vous ne le confirmez pas d’ici là, il est supprimé et rien n’en est enregistré.",
    ),
    "expired-say": Words(
        ar="لم تؤكد هذا الملف في موعده، فحُذف محتواه في {day}. لم يُسجَّل منه شيء. إن كنت لا تزال تريد تنفيذه فأرسله من جديد.",
        en="You did not confirm this file in time, so its content was removed on {day}. Nothing of it was recorded. If it is still wanted, send it again.",
        fr="Vous n’avez pas confirmé ce fichier à temps : son contenu a été supprimé le {day}. Rien n’en a été enregistré. S’il est toujours utile, renvoyez-le.",
    ),
    "dropped-say": Words(
        ar="حُذف محتوى هذا الملف في {day}؛ ويبقى هنا ما حدث له.",
        en="The content of this file was removed on {day}; what became of it stays here.",
        fr="Le contenu de ce fichier a été supprimé le {day} ; ce qu’il en est advenu reste ici.",
    ),
    "filter": Words(ar="عرض", en="Show", fr="Afficher"),
    "none-such": Words(
        ar="لا ملفات من هذا النوع.", en="There are no such files.", fr="Aucun fichier de ce type."
    ),
    "outcomes": Words(ar="النتيجة", en="Outcome", fr="Résultat"),
    "by-client": Words(ar="حسب المنشأة", en="By client", fr="Par client"),
    "client": Words(ar="المنشأة", en="Establishment or person", fr="Client"),
    "findings": Words(ar="الملاحظات", en="Remarks", fr="Remarques"),
    "errors": Words(ar="أخطاء: {count}", en="Errors: {count}", fr="Erreurs : {count}"),
    "warnings": Words(ar="تنبيهات: {count}", en="Warnings: {count}", fr="Avertissements : {count}"),
    "first-shown": Words(
        ar="تُعرض أول {count} ملاحظة؛ جميعها في الملف.",
        en="The first {count} are shown; all are in the download.",
        fr="Les {count} premières sont affichées ; toutes sont dans le téléchargement.",
    ),
    "download-checked": Words(
        ar="تنزيل الملف مع جميع الملاحظات",
        en="Download the file with all remarks",
        fr="Télécharger le fichier avec toutes les remarques",
    ),
    "download-result": Words(
        ar="تنزيل ملف النتيجة",
        en="Download the result file",
        fr="Télécharger le fichier de résultat",
    ),
    "result-say": Words(
        ar="ملفك كما أرسلته، مع مرجع كل سطر ونتيجته وسبب رفضه إن رُفض. صحح الأسطر المرفوضة فيه وأرسله كما هو؛ ما سبق تسجيله لن يتكرر.",
        en="Your own file, with a reference, an outcome and the reason beside each row. Correct the refused rows in it and send it as it is: what is recorded is not done twice.",
        fr="Votre propre fichier, avec pour chaque ligne une référence, un résultat et le motif. Corrigez-y les lignes refusées et renvoyez-le tel quel : ce qui est enregistré n’est pas refait.",
    ),
    "sent-before": Words(
        ar="سبق أن أرسلت هذا الملف نفسه في {day}. لم يتغير شيء الآن، وهذه نتيجته الأولى. إن تغيرت الظروف فأرسل ملف النتيجة بدلًا منه.",
        en="You sent this very file on {day}. Nothing was changed now, and this is its first result. If circumstances have changed, send the result file instead.",
        fr="Vous avez déjà envoyé ce même fichier le {day}. Rien n’a changé cette fois ; voici son premier résultat. Si les circonstances ont changé, envoyez plutôt le fichier de résultat.",
    ),
    "row": Words(ar="السطر", en="Row", fr="Ligne"),
    "column": Words(ar="العمود", en="Column", fr="Colonne"),
    "value": Words(ar="القيمة", en="Value", fr="Valeur"),
    "what": Words(ar="ما يلزم", en="What to correct", fr="À corriger"),
    "weight": Words(ar="النوع", en="Kind", fr="Type"),
    "error": Words(ar="خطأ", en="Error", fr="Erreur"),
    "warning": Words(ar="تنبيه", en="Warning", fr="Avertissement"),
    "empty": Words(ar="فارغ", en="empty", fr="vide"),
    "whole-row": Words(ar="السطر كله", en="whole row", fr="ligne entière"),
    "services-in": Words(
        ar="الخدمات في الملف", en="Services in the file", fr="Services du fichier"
    ),
    "service": Words(ar="الخدمة", en="Service", fr="Service"),
    "seconds-left": Words(
        ar="بقي نحو {seconds:second,oblique}",
        en="about {seconds} s left",
        fr="environ {seconds} s restantes",
    ),
}
