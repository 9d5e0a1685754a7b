"""What the text channel says by itself, apart from the words of services. Short: every part is paid
for.
"""

from __future__ import annotations

from guichet.lib.text import Words

UNKNOWN_MOBILE = Words(
    ar="رقمك غير مسجل. سجّل جوالك في الفرع الافتراضي أو في أحد الفروع ثم أعد الإرسال.",
    en="This mobile is not registered. Register it in the virtual branch or at a branch, then text again.",
    fr="Ce mobile n’est pas enregistré. Enregistrez-le dans l’agence virtuelle ou en agence, puis réécrivez.",
)
HELP = Words(
    ar="أرسل كلمة الخدمة:\n{list}\nإلغاء: للخروج. إيقاف: لإيقاف الإشعارات.",
    en="Text the word of a service:\n{list}\nCANCEL leaves. STOP ends notices.",
    fr="Envoyez le mot d’un service :\n{list}\nANNULER : quitter. ARRET : plus d’avis.",
)
NOT_UNDERSTOOD = Words(
    ar="لم نفهم «{text}». أرسل كلمة الخدمة:\n{list}",
    en="“{text}” is not a service. Text one of:\n{list}",
    fr="« {text} » n’est pas un service. Envoyez :\n{list}",
)
DID_YOU_MEAN = Words(
    ar="هل تقصد:\n{list}\nأرسل الرقم.",
    en="Did you mean:\n{list}\nReply with the number.",
    fr="Vouliez-vous dire :\n{list}\nRépondez par le numéro.",
)
NO_SERVICES = Words(
    ar="لا توجد خدمة لك عبر الرسائل. استخدم الفرع الافتراضي.",
    en="There is no service for you by text. Use the virtual branch.",
    fr="Aucun service pour vous par SMS. Utilisez l’agence virtuelle.",
)
NOT_YOURS = Words(
    ar="«{title}» ليست من خدماتك عبر الرسائل.",
    en="“{title}” is not offered to you by text.",
    fr="« {title} » ne vous est pas proposé par SMS.",
)
ENTER = Words(ar="{label}؟{hint}", en="{label}?{hint}", fr="{label} ?{hint}")
CHOOSE = Words(ar="{label}:\n{list}", en="{label}:\n{list}", fr="{label} :\n{list}")
WHICH = Words(
    ar="{label}:\n{list}\nأرسل الرقم في القائمة أو رقم المنشأة.",
    en="{label}:\n{list}\nReply with its place in the list, or the full number.",
    fr="{label} :\n{list}\nRépondez par le rang ou le numéro entier.",
)
CHECK = Words(
    ar="{title}\nللتأكيد أرسل: نعم. للتغيير: رقم السطر ثم القيمة. للخروج: إلغاء.\n{list}",
    en="{title}\nReply YES to confirm. To change: line number and value. CANCEL leaves.\n{list}",
    fr="{title}\nOUI pour confirmer. Pour modifier : numéro de ligne et valeur. ANNULER : quitter.\n{list}",
)
WILL_BE_HELD = Words(
    ar="بعد تأكيدك ينتظر الطلب تحققًا لا يتيسر الآن، ثم يُستكمل تلقائيًا.",
    en="Once confirmed it waits for a check that cannot be made now, and then goes on by itself.",
    fr="Confirmée, elle attendra une vérification impossible à présent, puis se poursuivra d’elle-même.",
)
WILL_BE_REFERRED = Words(
    ar="بعد تأكيدك يبت موظف في الطلب.",
    en="Once confirmed, a member of staff decides.",
    fr="Une fois confirmée, un agent décidera.",
)
MEND = Words(
    ar="للتغيير أرسل: رقم السطر ثم القيمة. للخروج: إلغاء.",
    en="To change: line number and value. CANCEL leaves.",
    fr="Pour modifier : numéro de ligne et valeur. ANNULER : quitter.",
)
ALSO = Words(ar="{at} {label}: -", en="{at} {label}: -", fr="{at} {label} : -")
LINE = Words(ar="{at} {label}: {value}", en="{at} {label}: {value}", fr="{at} {label} : {value}")
WAITING = Words(
    ar="لم نفهم. «{title}» ينتظر تأكيدك. أرسل: نعم، أو: إلغاء.",
    en="Not understood. “{title}” awaits your confirmation: reply YES, or CANCEL.",
    fr="Pas compris. « {title} » attend votre confirmation : OUI ou ANNULER.",
)
CODE = Words(
    ar="أرسلنا رمز التحقق في رسالة أخرى. أرسله هنا للتأكيد.",
    en="A code comes in another text. Reply with it to confirm.",
    fr="Un code arrive dans un autre SMS. Répondez par ce code pour confirmer.",
)
CODE_WRONG = Words(
    ar="الرمز غير صحيح. أعد إرساله، أو أرسل «رمز» لرمز جديد.",
    en="That code is not right. Send it again, or CODE for a new one.",
    fr="Ce code n’est pas juste. Renvoyez-le, ou CODE pour en recevoir un autre.",
)
CODE_SPENT = Words(
    ar="لم يُؤكَّد الطلب، ولم يُنفَّذ شيء.",
    en="It was not confirmed; nothing was done.",
    fr="La demande n’est pas confirmée ; rien n’a été fait.",
)
CANCELLED = Words(
    ar="أُلغي الطلب، ولم يُنفَّذ شيء.",
    en="Cancelled; nothing was done.",
    fr="Annulé ; rien n’a été fait.",
)
DONE = Words(ar="تم.", en="Done.", fr="C’est fait.")
DONE_BEFORE = Words(
    ar="سبق تسجيل هذا الطلب.", en="This was recorded before.", fr="C’était déjà enregistré."
)
HELD = Words(
    ar="استُلم الطلب، وسيُستكمل تلقائيًا بعد تحقق لم يتيسر الآن.",
    en="Received; it goes on by itself after a check that cannot be made now.",
    fr="Reçu ; elle se poursuivra d’elle-même après une vérification impossible à présent.",
)
REFERRED = Words(
    ar="استُلم الطلب، وسيبت فيه موظف.",
    en="Received; a member of staff will decide.",
    fr="Reçu ; un agent décidera.",
)
REFERENCE = Words(ar="المرجع", en="Reference", fr="Référence")
MORE = Words(ar="(المزيد: أرسل مزيد)", en="(MORE for the rest)", fr="(SUITE pour lire la suite)")
NO_MORE = Words(ar="لا يوجد المزيد.", en="There is no more.", fr="Il n’y a rien de plus.")
LINES = Words(
    ar="{label}: {count:line}، انظر الفرع الافتراضي",
    en="{label}: {count:line}, see the virtual branch",
    fr="{label} : {count:line}, voir l’agence virtuelle",
)
SILENT = Words(
    ar="أُوقفت الإشعارات على هذا الجوال. لاستئنافها أرسل: ابدأ",
    en="Notices to this mobile are stopped. To have them again, text START",
    fr="Les avis vers ce mobile sont arrêtés. Pour les reprendre : COMMENCER",
)
TELLING = Words(
    ar="ستصلك الإشعارات على هذا الجوال. لإيقافها أرسل: إيقاف",
    en="Notices come to this mobile. To end them, text STOP",
    fr="Les avis arrivent sur ce mobile. Pour les arrêter : ARRET",
)
LANGUAGE = Words(ar="نكتب لك بالعربية.", en="We write in English.", fr="Nous écrivons en français.")
FAILED = Words(
    ar="تعذر إتمام الطلب الآن. أعد الإرسال بعد قليل.",
    en="This could not be done now. Text again in a while.",
    fr="Impossible pour le moment. Réécrivez dans un instant.",
)
TOO_MANY = Words(
    ar="وصلتنا منك رسائل كثيرة. انتظر {minutes:minute,oblique}.",
    en="Too many texts came from you. Wait {minutes:minute}.",
    fr="Trop de SMS de votre part. Attendez {minutes:minute}.",
)
