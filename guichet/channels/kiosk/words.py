"""What the kiosk says of its own; services, fields and refusals bring their words themselves."""

from __future__ import annotations

from guichet.lib import institution
from guichet.lib.locale import here
from guichet.lib.text import Words

ALL = {
    "institution": institution.name(),
    "self_service": Words(ar="الخدمة الذاتية", en="Self-service", fr="Libre-service"),
    "lost": Words(
        ar="تعذر فتح هذه الصفحة. ابدأ من جديد.",
        en="This page cannot be opened. Please start again.",
        fr="Cette page ne peut s’ouvrir. Recommencez.",
    ),
    "ticket_call": Words(ar="الرقم", en="Number", fr="Numéro"),
    "desk": Words(ar="المكتب", en="Desk", fr="Bureau"),
    "nobody_called": Words(
        ar="لم يُنادَ أحد بعد.", en="Nobody is called yet.", fr="Personne n’est encore appelé."
    ),
    "waiting_now": Words(ar="ينتظرون الآن:", en="waiting now", fr="en attente"),
    "before": Words(ar="قبل:", en="before:", fr="avant\u202f:"),
    "after": Words(ar="بعد:", en="after:", fr="après\u202f:"),
    "tools": Words(ar="أدوات", en="Tools", fr="Outils"),
    "listen": Words(ar="استمع", en="Listen", fr="Écouter"),
    "card": Words(ar="لدي بطاقة", en="I have a card", fr="J’ai une carte"),
    "card_h": Words(
        ar="ضع البطاقة أو الرمز أمام القارئ",
        en="Hold your card or code before the reader",
        fr="Présentez votre carte ou code au lecteur",
    ),
    "app": Words(ar="تطبيق الهوية", en="Identity app", fr="Application d’identité"),
    "app_h": Words(
        ar="الدخول بتطبيق الهوية الوطنية",
        en="Sign in with the national identity app",
        fr="Connexion par l’application d’identité nationale",
    ),
    "app_choose": Words(
        ar="اختر هذا الرقم في تطبيق الهوية الوطنية على هاتفك",
        en="Choose this number in the national identity app on your telephone",
        fr="Choisissez ce nombre dans l’application d’identité nationale de votre téléphone",
    ),
    "app_never": Words(
        ar="لا توافق في التطبيق على رقم لا تراه على هذه الشاشة.",
        en="Never approve a number in the app that you do not see on this screen.",
        fr="N’approuvez jamais dans l’application un nombre que vous ne voyez pas sur cet écran.",
    ),
    "app_instead": Words(
        ar="التأكيد في التطبيق", en="Confirm in the app", fr="Confirmer dans l’application"
    ),
    "card_label": Words(ar="رقم البطاقة", en="Card number", fr="Numéro de carte"),
    "card_pin": Words(ar="أدخل رقمك السري", en="Enter your PIN", fr="Saisissez votre code secret"),
    "choose_pin": Words(
        ar="اختر رقمك السري", en="Choose your PIN", fr="Choisissez votre code secret"
    ),
    "choose_pin_say": Words(
        ar="6 أرقام لا يعرفها سواك، غير متكررة ولا متسلسلة. تستعملها هنا وبالهاتف.",
        en="6 digits only you know, not repeated, not counted. They work here and by telephone.",
        fr="6 chiffres connus de vous seul, ni répétés ni qui se suivent. Ils valent ici et au téléphone.",
    ),
    "new_pin": Words(ar="الرقم السري الجديد", en="New PIN", fr="Nouveau code secret"),
    "pin_again": Words(ar="مرة أخرى", en="Once more", fr="Encore une fois"),
    "print_paper": Words(ar="طباعة الوثيقة", en="Print the document", fr="Imprimer le document"),
    "paper_printed": Words(
        ar="أُرسلت الوثيقة إلى الطابعة. خذها معك.",
        en="The document is at the printer. Please take it with you.",
        fr="Le document est à l’imprimante. Emportez-le.",
    ),
    "paper_failed": Words(
        ar="لم تُطبع الوثيقة. طلبك محفوظ؛ أعد المحاولة أو اسأل أحد الموظفين.",
        en="The document was not printed. Your request is recorded; try again or ask a member of staff.",
        fr="Le document n’a pas été imprimé. Votre demande est enregistrée ; réessayez ou adressez-vous au personnel.",
    ),
    "ticket": Words(ar="خذ رقمًا", en="Take a number", fr="Prendre un numéro"),
    "ticket_h": Words(
        ar="ماذا تحتاج من الموظف؟",
        en="What do you need from the staff?",
        fr="De quoi avez-vous besoin ?",
    ),
    "ticket_any": Words(ar="شيء آخر", en="Something else", fr="Autre chose"),
    "ticket_number": Words(ar="رقمك", en="Your number", fr="Votre numéro"),
    "ticket_ahead": Words(
        ar="ينتظر قبلك: {n}", en="Waiting before you: {n}", fr="En attente avant vous : {n}"
    ),
    "start": Words(
        ar="المس لغتك للبدء",
        en="Touch your language to begin",
        fr="Touchez votre langue pour commencer",
    ),
    "language": Words(ar="اللغة", en="Language", fr="Langue"),
    "sign_in": Words(
        ar="الدخول برقم الهوية والرقم السري",
        en="Sign in with ID number and PIN",
        fr="Connexion par numéro et code secret",
    ),
    "number": Words(
        ar="رقم الهوية أو الإقامة",
        en="National ID or residence number",
        fr="Numéro d’identité ou de séjour",
    ),
    "number_hint": here().persons.length,
    "pin": Words(ar="الرقم السري", en="PIN", fr="Code secret"),
    "pin_hint": Words(
        ar="6 أرقام، وهي نفسها المستعملة بالهاتف",
        en="6 digits, the same as by telephone",
        fr="6 chiffres, les mêmes que par téléphone",
    ),
    "code": Words(ar="رمز التحقق", en="Verification code", fr="Code de vérification"),
    "code_sent": Words(
        ar="أرسلنا 6 أرقام إلى جوالك المسجل.",
        en="We sent 6 digits to your registered mobile.",
        fr="Nous avons envoyé 6 chiffres à votre mobile enregistré.",
    ),
    "code_maybe": Words(
        ar="إذا كان الرقم السري صحيحًا فقد أرسلنا 6 أرقام إلى جوالك المسجل.",
        en="If the PIN was right, we sent 6 digits to your registered mobile.",
        fr="Si le code secret était juste, nous avons envoyé 6 chiffres à votre mobile enregistré.",
    ),
    "new_code": Words(ar="إرسال رمز جديد", en="Send a new code", fr="Envoyer un nouveau code"),
    "continue": Words(ar="متابعة", en="Continue", fr="Continuer"),
    "back": Words(ar="رجوع", en="Back", fr="Retour"),
    "clear": Words(ar="مسح", en="Clear", fr="Effacer"),
    "delete": Words(ar="حذف آخر رقم", en="Delete the last digit", fr="Effacer le dernier chiffre"),
    "keys": Words(ar="أزرار الأرقام", en="Number keys", fr="Touches numériques"),
    "choose": Words(ar="المس ما تحتاجه", en="Touch what you need", fr="Touchez ce qu’il vous faut"),
    "nothing": Words(
        ar="لا توجد خدمة لك على هذا الجهاز. اسأل أحد الموظفين.",
        en="No service at this kiosk is meant for you. Please ask a member of staff.",
        fr="Aucun service de cette borne ne vous concerne. Adressez-vous au personnel.",
    ),
    "seconds": Words(ar="نحو {n:second,oblique}", en="about {n} s", fr="environ {n} s"),
    "check": Words(ar="راجع ثم أرسل", en="Check, then send", fr="Vérifiez, puis envoyez"),
    "send": Words(ar="إرسال", en="Send", fr="Envoyer"),
    "change": Words(ar="تغيير", en="Change", fr="Modifier"),
    "add": Words(ar="إضافة", en="Add", fr="Ajouter"),
    "skip": Words(ar="تخطٍّ", en="Leave out", fr="Passer"),
    "would": Words(ar="ما سيحدث", en="What will happen", fr="Ce qui va se passer"),
    "done": Words(ar="تم", en="Done", fr="C’est fait"),
    "already": Words(
        ar="مسجل من قبل، ولم يتكرر شيء",
        en="Already recorded; nothing was done twice",
        fr="Déjà enregistré ; rien n’a été fait deux fois",
    ),
    "held": Words(
        ar="حُفظ وسيُستكمل تلقائيًا",
        en="Kept: it goes on by itself",
        fr="Conservé : la suite est automatique",
    ),
    "refused": Words(ar="لم يُقبل الطلب", en="Not accepted", fr="Demande refusée"),
    "referred": Words(ar="سيبت فيه موظف", en="A person will decide", fr="Une personne décidera"),
    "reference": Words(ar="الرقم المرجعي", en="Reference number", fr="Numéro de référence"),
    "print": Words(ar="طباعة", en="Print", fr="Imprimer"),
    "printed": Words(
        ar="طُبع الإيصال. خذه معك.",
        en="Printed. Please take it with you.",
        fr="Imprimé. Emportez-le.",
    ),
    "print_failed": Words(
        ar="لم تتم الطباعة. طلبك محفوظ؛ احفظ الرقم المرجعي أو اسأل أحد الموظفين.",
        en="The printer did not answer. Your request is recorded; note the reference number or ask a member of staff.",
        fr="L’imprimante n’a pas répondu. Votre demande est enregistrée ; notez la référence ou adressez-vous au personnel.",
    ),
    "other": Words(ar="خدمة أخرى", en="Another service", fr="Autre service"),
    "finish": Words(ar="إنهاء", en="Finish", fr="Terminer"),
    "ended": Words(
        ar="شكرًا لك. مُسحت بياناتك من هذا الجهاز.",
        en="Thank you. Your data is erased from this kiosk.",
        fr="Merci. Vos données sont effacées de cette borne.",
    ),
    "contrast": Words(ar="تباين عالٍ", en="High contrast", fr="Contraste élevé"),
    "still_there": Words(
        ar="هل ما زلت هنا؟", en="Are you still there?", fr="Êtes-vous toujours là ?"
    ),
    "erased_in": Words(
        ar="سيُمسح كل ما كتبته. الثواني الباقية:",
        en="Everything you typed will be erased. Seconds left:",
        fr="Tout ce que vous avez saisi sera effacé. Secondes restantes :",
    ),
    "more_time": Words(ar="أحتاج وقتًا أطول", en="I need more time", fr="J’ai besoin de temps"),
    "offline": Words(
        ar="انقطع الاتصال. ننتظر عودته، ولم يُرسل شيء مرتين.",
        en="The connection is lost. Waiting for it; nothing is sent twice.",
        fr="Connexion perdue. Nous attendons son retour ; rien n’est envoyé deux fois.",
    ),
    "day_hint": Words(
        ar="اليوم ثم الشهر ثم السنة، مثل 22112026",
        en="Day, month, year, such as 22112026",
        fr="Jour, mois, année, comme 22112026",
    ),
    "month_hint": Words(
        ar="الشهر ثم السنة، مثل 112026",
        en="Month, year, such as 112026",
        fr="Mois, année, comme 112026",
    ),
    "iban_hint": Words(
        ar=f"كل الأرقام بعد {here().accounts.prefix}",
        en=f"All digits after {here().accounts.prefix}",
        fr=f"Tous les chiffres après {here().accounts.prefix}",
    ),
}

SIGN_IN = Words(
    ar="الدخول إلى جهاز الخدمة الذاتية", en="signing in at a kiosk", fr="connexion à une borne"
)
