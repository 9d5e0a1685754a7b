"""What the counter says of its own; services, fields and refusals bring their words themselves."""

from __future__ import annotations

from guichet.channels.shared.channel_names import CHANNELS
from guichet.lib.locale import here
from guichet.lib.text import Words

_LENGTH = here().persons.length

__all__ = ["CHANNELS", "WORDS"]

_WORDS = {
    "counter_about": Words(
        ar="استدعِ من ينتظر، واخدمه بموافقته.",
        en="Call who waits, and serve them with their consent.",
        fr="Appelez qui attend, et servez-le avec son accord.",
    ),
    "counter": Words(ar="خدمة العملاء", en="Counter", fr="Guichet"),
    "lede": Words(
        ar="من ينتظر، ومن تخدمه الآن.",
        en="Who waits, and whom you serve now.",
        fr="Qui attend, et qui vous servez.",
    ),
    "waiting": Words(ar="ينتظرون الآن", en="Waiting now", fr="En attente"),
    "longest": Words(
        ar="أطول انتظار (دقيقة)", en="Longest wait (minutes)", fr="Plus longue attente (minutes)"
    ),
    "next": Words(ar="التالي", en="Call the next one", fr="Appeler le suivant"),
    "nobody": Words(ar="لا أحد ينتظر.", en="Nobody waits.", fr="Personne n’attend."),
    "called": Words(ar="ناديت الرقم", en="You called number", fr="Vous avez appelé le numéro"),
    "serve": Words(ar="ابدأ الخدمة", en="Serve this client", fr="Servir ce client"),
    "absent": Words(ar="لم يحضر", en="Did not come", fr="Ne s’est pas présenté"),
    "without": Words(
        ar="خدمة عميل دون رقم",
        en="Serve a client without a ticket",
        fr="Servir un client sans ticket",
    ),
    "desk-number": Words(ar="رقم مكتبك", en="Your desk", fr="Votre bureau"),
    "desk-hint": Words(
        ar="تعرضه شاشة الصالة مع الرقم المنادى.",
        en="The hall’s board shows it beside the number you call.",
        fr="L’écran de la salle l’affiche avec le numéro appelé.",
    ),
    "save": Words(ar="حفظ", en="Save", fr="Enregistrer"),
    "issue": Words(ar="إصدار رقم", en="Issue a ticket", fr="Donner un ticket"),
    "issued": Words(ar="صدر الرقم", en="Ticket issued: number", fr="Ticket donné : numéro"),
    "wanted": Words(ar="الخدمة المطلوبة", en="Service wanted", fr="Service demandé"),
    "any": Words(ar="لم تُحدد", en="Not said", fr="Non précisé"),
    "number": Words(ar="الرقم", en="Number", fr="Numéro"),
    "minutes": Words(ar="دقائق الانتظار", en="Minutes waited", fr="Minutes d’attente"),
    "goes-on": Words(
        ar="لديك جلسة لم تنته.",
        en="A sitting of yours goes on.",
        fr="Une de vos séances est en cours.",
    ),
    "back-to-sitting": Words(ar="العودة إليها", en="Go back to it", fr="Y revenir"),
    "client": Words(ar="من العميل؟", en="Who is the client?", fr="Qui est le client ?"),
    "client-lede": Words(
        ar="اقرأ الرقم من الهوية أو من خطاب المنشأة. لا يظهر لك شيء عن العميل قبل أن يوافق.",
        en="Read the number from the ID, or from the establishment’s letter. Nothing of the client is shown before they consent.",
        fr="Lisez le numéro sur la pièce d’identité ou la lettre de l’établissement. Rien du client n’est montré avant son consentement.",
    ),
    "person": Words(
        ar="رقم الهوية أو الإقامة",
        en="National ID or residence number",
        fr="Numéro d’identité ou de séjour",
    ),
    "person-hint": Words(
        ar=f"{_LENGTH.ar}. يُترك فارغًا إذا كفى رقم المنشأة.",
        en=f"{_LENGTH.en}. Leave it empty where the establishment’s number is enough.",
        fr=f"{_LENGTH.fr}. À laisser vide si le numéro de l’établissement suffit.",
    ),
    "establishment": Words(
        ar="رقم المنشأة", en="Establishment number", fr="Numéro de l’établissement"
    ),
    "establishment-hint": Words(
        ar="9 أرقام، إذا حضر العميل عن منشأة. تقتصر الجلسة عليها.",
        en="9 digits, if the client comes for an establishment. The sitting is then for this one only.",
        fr="9 chiffres, si le client vient pour un établissement. La séance ne vaut alors que pour lui.",
    ),
    "continue": Words(ar="متابعة", en="Continue", fr="Continuer"),
    "consent": Words(ar="موافقة العميل", en="The client’s consent", fr="Le consentement du client"),
    "consent-lede": Words(
        ar="قل للعميل: «بموافقتك أطلع على بياناتك وأعمل عنك في هذه الجلسة فقط، ويصلك إشعار بكل ما يتم».",
        en="Say to the client: “With your consent I see your data and act for you in this sitting only, and you are notified of all that is done.”",
        fr="Dites au client : « Avec votre accord, je consulte vos données et j’agis pour vous pendant cette séance seulement ; vous serez averti de tout. »",
    ),
    "by-code": Words(
        ar="برمز على جواله", en="By a code on their mobile", fr="Par un code sur son mobile"
    ),
    "by-code-say": Words(
        ar="يتيح كل الخدمات. يُرسل الرمز إلى الجوال المسجل.",
        en="Opens every service. The code goes to the registered mobile.",
        fr="Ouvre tous les services. Le code va au mobile enregistré.",
    ),
    "send": Words(ar="إرسال الرمز", en="Send the code", fr="Envoyer le code"),
    "again": Words(ar="إرسال رمز جديد", en="Send a new code", fr="Envoyer un nouveau code"),
    "sent": Words(
        ar="أُرسل الرمز. يقرؤه لك العميل إن كان موافقًا.",
        en="The code is sent. The client reads it to you if they agree.",
        fr="Le code est envoyé. Le client vous le lit s’il est d’accord.",
    ),
    "code": Words(
        ar="الرمز كما قرأه العميل",
        en="The code as the client reads it",
        fr="Le code lu par le client",
    ),
    "record": Words(ar="تسجيل الموافقة", en="Record the consent", fr="Enregistrer le consentement"),
    "by-paper": Words(ar="بنموذج موقّع", en="By a signed form", fr="Par un formulaire signé"),
    "by-paper-say": Words(
        ar="لمن لا جوال له. لا يتيح الخدمات التي تتطلب رمزًا.",
        en="For clients without a mobile. Services that ask for a code stay shut.",
        fr="Pour un client sans mobile. Les services qui exigent un code restent fermés.",
    ),
    "reference": Words(
        ar="رقم النموذج الموقّع",
        en="Reference of the signed form",
        fr="Référence du formulaire signé",
    ),
    "reference-hint": Words(
        ar="كما طُبع عليه، مثل CF-2026-00123. لكل جلسة نموذج.",
        en="As printed on it, such as CF-2026-00123. One form for each sitting.",
        fr="Telle qu’imprimée, comme CF-2026-00123. Un formulaire par séance.",
    ),
    "declined": Words(
        ar="لم يوافق العميل", en="The client does not consent", fr="Le client ne consent pas"
    ),
    "sitting": Words(ar="الجلسة", en="Sitting", fr="Séance"),
    "for": Words(ar="تعمل عن", en="You act for", fr="Vous agissez pour"),
    "for-establishment": Words(
        ar="عن المنشأة {number} فقط",
        en="for establishment {number} only",
        fr="pour l’établissement {number} seulement",
    ),
    "consented-code": Words(ar="وافق برمز", en="Consented by code", fr="A consenti par code"),
    "consented-paper": Words(
        ar="وافق بنموذج موقّع", en="Consented by signed form", fr="A consenti par formulaire signé"
    ),
    "ask-code": Words(
        ar="اطلب رمزًا أيضًا", en="Ask for a code as well", fr="Demander aussi un code"
    ),
    "services": Words(
        ar="ما الذي يحتاجه العميل؟",
        en="What does the client need?",
        fr="De quoi le client a-t-il besoin ?",
    ),
    "nothing": Words(
        ar="لا توجد خدمة لهذا العميل هنا.",
        en="There is no service for this client here.",
        fr="Aucun service pour ce client ici.",
    ),
    "seconds": Words(ar="نحو {n:second,oblique}", en="about {n} s", fr="environ {n} s"),
    "done-here": Words(
        ar="ما تم في هذه الجلسة", en="Done in this sitting", fr="Fait pendant cette séance"
    ),
    "end": Words(ar="إنهاء الجلسة", en="End the sitting", fr="Terminer la séance"),
    "ended": Words(
        ar="انتهت الجلسة وانتهت معها الموافقة.",
        en="The sitting has ended, and the consent with it.",
        fr="La séance est terminée, et le consentement avec elle.",
    ),
    "show": Words(ar="عرض", en="Show", fr="Afficher"),
    "check": Words(
        ar="اقرأها على العميل ثم أرسل",
        en="Read it to the client, then send",
        fr="Lisez au client, puis envoyez",
    ),
    "check-say": Words(
        ar="يُحفظ مع الإيصال اسم العميل واسمك ووقت الإرسال.",
        en="The client’s name, yours and the time are kept with the receipt.",
        fr="Le nom du client, le vôtre et l’heure sont conservés avec le reçu.",
    ),
    "send-for": Words(ar="إرسال عن العميل", en="Send for the client", fr="Envoyer pour le client"),
    "back": Words(ar="رجوع", en="Back", fr="Retour"),
    "would": Words(ar="ما سيحدث", en="What will happen", fr="Ce qui va se passer"),
    "repeated": Words(
        ar="مسجل من قبل؛ إرساله ثانية لا يغير شيئًا.",
        en="Already recorded; sending it again changes nothing.",
        fr="Déjà enregistré ; le renvoyer ne change rien.",
    ),
    "accepted": Words(ar="تم", en="Done", fr="C’est fait"),
    "already": Words(ar="مسجل من قبل", en="Already recorded", fr="Déjà enregistré"),
    "held": Words(
        ar="حُفظ وسيُستكمل تلقائيًا",
        en="Kept: it goes on by itself",
        fr="Conservé : la suite est automatique",
    ),
    "referred": Words(ar="سيبت فيه موظف", en="A person will decide", fr="Une personne décidera"),
    "refused": Words(ar="مرفوض", en="Refused", fr="Refusée"),
    "reference-number": Words(ar="الرقم المرجعي", en="Reference number", fr="Numéro de référence"),
    "recorded": Words(ar="الجواب", en="Answer", fr="Réponse"),
    "asked": Words(ar="ما طُلب", en="What was asked", fr="Ce qui a été demandé"),
    "clerk": Words(ar="الموظف", en="Clerk", fr="Agent"),
    "place": Words(ar="الفرع", en="Branch", fr="Agence"),
    "print": Words(ar="طباعة الإيصال", en="Print the receipt", fr="Imprimer le reçu"),
    "papers": Words(
        ar="وثيقة PDF موقعة للعميل", en="Signed PDF for the client", fr="PDF signé pour le client"
    ),
    "other": Words(ar="خدمة أخرى", en="Another service", fr="Autre service"),
    "paper-wait": Words(
        ar="لا يمكن توقيع الوثائق الآن. الطلب مسجل؛ أعد المحاولة بعد دقائق.",
        en="Documents cannot be signed at the moment. The request is recorded; try again in a few minutes.",
        fr="La signature des documents est momentanément impossible. La demande est enregistrée ; réessayez dans quelques minutes.",
    ),
    "figures": Words(
        ar="الفروع والقنوات الإلكترونية",
        en="Branches and electronic channels",
        fr="Agences et canaux électroniques",
    ),
    "figures-lede": Words(
        ar="المعاملات المنجزة ووسيط زمن إنجازها كما قيس: من فتح النموذج أو اختيار الخدمة بالهاتف أو أول رسالة، إلى الجواب. لا تُعد المرفوضة والمكررة.",
        en="Transactions done, and the median time as measured: from the open form, the service chosen in a call or the first text, to the answer. Refused and repeated ones are not counted.",
        fr="Opérations faites et durée médiane telle que mesurée : du formulaire ouvert, du service choisi au téléphone ou du premier SMS, à la réponse. Les refus et répétitions ne comptent pas.",
    ),
    "at-branch": Words(ar="في الفرع", en="At a branch", fr="En agence"),
    "electronic": Words(ar="إلكترونيًا", en="Electronic", fr="Électronique"),
    "median": Words(ar="وسيط الزمن (د:ث)", en="Median time (m:s)", fr="Durée médiane (m:s)"),
    "share": Words(ar="نسبة الإلكتروني", en="Electronic share", fr="Part électronique"),
    "service": Words(ar="الخدمة", en="Service", fr="Service"),
    "channel": Words(ar="القناة", en="Channel", fr="Canal"),
    "count": Words(ar="العدد", en="Count", fr="Nombre"),
    "measured": Words(ar="منها مقيس", en="Of them measured", fr="Dont mesurées"),
    "by-service": Words(ar="بحسب الخدمة", en="By service", fr="Par service"),
    "by-channel": Words(ar="بحسب القناة", en="By channel", fr="Par canal"),
    "tickets": Words(ar="أرقام الانتظار", en="Tickets", fr="Tickets"),
    "no-shows": Words(ar="لم يحضروا", en="Did not come", fr="Absents"),
    "median-wait": Words(ar="وسيط الانتظار", en="Median wait", fr="Attente médiane"),
    "median-served": Words(ar="وسيط الخدمة", en="Median serving", fr="Service médian"),
    "since": Words(ar="من", en="From", fr="Du"),
    "until": Words(ar="إلى", en="To", fr="Au"),
    "none": Words(ar="لا شيء في هذه الأيام.", en="Nothing in these days.", fr="Rien ces jours-là."),
}
# Templates read names without hyphens.
WORDS = {name.replace("-", "_"): words for name, words in _WORDS.items()}
