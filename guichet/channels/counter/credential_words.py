"""What the pages of mobile, PIN and card say at the counter."""

from __future__ import annotations

from guichet.lib.locale import here
from guichet.lib.text import Words

_MOBILE = here().mobiles.example

TITLE = Words(
    ar="الجوال والرقم السري والبطاقة", en="Mobile, PIN and card", fr="Mobile, code secret et carte"
)
LEDE = Words(
    ar="ما يدخل به العميل من الهاتف والأجهزة الذاتية. كل تغيير يُسجل باسمك ويُبلغ به العميل.",
    en="What lets the client in by telephone and at kiosks. Every change is on record in your name, and the client is told.",
    fr="Ce qui ouvre au client le téléphone et les bornes. Chaque changement est consigné à votre nom, et le client averti.",
)
DOCUMENT = Words(ar="وثيقة الهوية", en="Identity document", fr="Pièce d’identité")
DOCUMENT_SAY = Words(
    ar="قارن الصورة بالشخص، ثم اكتب ما على الوثيقة.",
    en="Compare the picture with the person, then enter what stands on the document.",
    fr="Comparez la photo avec la personne, puis saisissez ce qui figure sur la pièce.",
)
KINDS = {
    "national": Words(ar="الهوية الوطنية", en="National ID card", fr="Carte d’identité nationale"),
    "residence": Words(ar="هوية مقيم", en="Residence permit", fr="Titre de séjour"),
    "passport": Words(ar="جواز سفر", en="Passport", fr="Passeport"),
}
KIND = Words(ar="نوع الوثيقة", en="Kind of document", fr="Type de pièce")
NUMBER = Words(ar="رقم الوثيقة", en="Number on the document", fr="Numéro de la pièce")
EXPIRES = Words(ar="تاريخ انتهائها", en="Expires on", fr="Expire le")
EXPIRES_HINT = Words(
    ar="بالميلادي، مثل \u20662030-06-30\u2069.",
    en="For example 2030-06-30.",
    fr="Par exemple 2030-06-30.",
)
RECORD = Words(ar="تسجيل الوثيقة", en="Record the document", fr="Enregistrer la pièce")
RECORDED = Words(ar="سُجلت", en="On record", fr="Consignée")
COLLEAGUE_WANTED = Words(
    ar="لتسجيل جوال يلزم أن يرى زميل العميل ووثيقته. الطلب ظاهر في مكاتب الفرع؛ أعد تحميل الصفحة بعد تأكيده.",
    en="To register a mobile, a colleague must see the client and the document. The request stands on the branch’s desks; reload this page once it is confirmed.",
    fr="Pour enregistrer un mobile, un collègue doit voir le client et sa pièce. La demande figure sur les bureaux de l’agence ; rechargez la page une fois confirmée.",
)
COLLEAGUE_LOOKED = Words(
    ar="أكدها زميل أيضًا", en="A colleague has confirmed it", fr="Confirmée par un collègue"
)
MOBILE = Words(ar="الجوال المسجل", en="Registered mobile", fr="Mobile enregistré")
NONE = Words(ar="لا يوجد", en="None", fr="Aucun")
MONEY_FROM = Words(
    ar="يؤكد تغيير الأموال ابتداءً من",
    en="Confirms changes of money from",
    fr="Confirme les changements d’argent dès le",
)
NEW_MOBILE = Words(ar="رقم الجوال الجديد", en="New mobile number", fr="Nouveau numéro de mobile")
MOBILE_HINT = Words(
    ar=f"مثل {_MOBILE}. نرسل إليه رمزًا يقرؤه لك العميل، ونخبر الجوال السابق.",
    en=f"For example {_MOBILE}. We text it a code that the client reads to you, and tell the mobile before it.",
    fr=f"Par exemple {_MOBILE}. Nous lui envoyons un code que le client vous lit, et avertissons le mobile précédent.",
)
PASSWORD = Words(ar="كلمة مرورك أنت", en="Your own password", fr="Votre propre mot de passe")
SEND_CODE = Words(ar="إرسال الرمز", en="Send the code", fr="Envoyer le code")
CODE = Words(
    ar="الرمز كما قرأه العميل", en="The code as the client reads it", fr="Le code lu par le client"
)
CODE_SENT = Words(ar="أُرسل الرمز إلى", en="The code went to", fr="Le code a été envoyé au")
REGISTER = Words(ar="تسجيل الجوال", en="Register the mobile", fr="Enregistrer le mobile")
MOBILE_DONE = Words(
    ar="سُجل الجوال، وأُخبر السابق إن وجد.",
    en="The mobile is registered; the one before it, if any, was told.",
    fr="Le mobile est enregistré ; le précédent, s’il y en avait un, est averti.",
)
REGISTERING = Words(
    ar="تسجيل جوالك", en="registering your mobile", fr="l’enregistrement de votre mobile"
)
# This code is for the clerk's ears, and says so.
CODE_TEXT = Words(
    ar="{code} رمز {about} في الفرع. أعطه للموظف الذي أمامك إن كنت في الفرع الآن، وإلا فلا تعطه أحدًا. صالح لمدة {minutes:minute,oblique}.",
    en="{code} is the code for {about} at a branch. Give it to the clerk before you if you are at the branch now; otherwise to nobody. Good for {minutes:minute}.",
    fr="{code} : le code pour {about} en agence. Donnez-le à l’agent devant vous si vous êtes à l’agence en ce moment ; sinon à personne. Valable {minutes:minute}.",
)
PIN = Words(ar="الرقم السري", en="PIN", fr="Code secret")
PIN_SAY = Words(
    ar="نرسل رقمًا أول إلى الجوال المسجل. يختار العميل رقمًا غيره عند أول دخول من جهاز ذاتي أو هاتف. لا تسأله عنه.",
    en="A first PIN goes to the registered mobile. The client chooses another when they first enter, at a kiosk or by telephone. Never ask for it.",
    fr="Un premier code va au mobile enregistré. Le client en choisit un autre à sa première entrée, à une borne ou au téléphone. Ne le demandez jamais.",
)
SET = Words(ar="محدد", en="Set", fr="Choisi")
SEND_PIN = Words(ar="إرسال رقم أول", en="Text a first PIN", fr="Envoyer un premier code")
PIN_NEEDS_MOBILE = Words(
    ar="سجّل جوالًا أولًا.", en="Register a mobile first.", fr="Enregistrez d’abord un mobile."
)
PIN_SENT = Words(
    ar="أُرسل رقم سري أول إلى {mobile}، صالح ليوم.",
    en="A first PIN was texted to {mobile}, good for a day.",
    fr="Un premier code secret a été envoyé au {mobile}, valable un jour.",
)
CARD = Words(ar="بطاقة جهاز الخدمة الذاتية", en="Kiosk card", fr="Carte de borne")
CARD_SAY = Words(
    ar="تُغني عن كتابة رقم الهوية، ولا تفتح شيئًا دون الرقم السري. الجديدة تُلغي السابقة.",
    en="It saves typing the ID number and opens nothing without the PIN. A new one ends the one before.",
    fr="Elle évite de saisir le numéro et n’ouvre rien sans le code secret. Une nouvelle annule la précédente.",
)
SINCE = Words(ar="صدرت البطاقة في", en="Card issued on", fr="Carte délivrée le")
ISSUE_CARD = Words(ar="إصدار بطاقة", en="Issue a card", fr="Délivrer une carte")
END_CARD = Words(ar="إلغاء البطاقة", en="End the card", fr="Annuler la carte")
CARD_ENDED = Words(
    ar="أُلغيت البطاقة ولم تعد تفتح شيئًا.",
    en="The card is ended and opens nothing any more.",
    fr="La carte est annulée et n’ouvre plus rien.",
)
CARD_ONCE = Words(
    ar="اطبعها الآن وسلّمها: لا تظهر مرة أخرى.",
    en="Print it now and hand it over: it is not shown again.",
    fr="Imprimez-la maintenant et remettez-la : elle ne sera plus affichée.",
)
PRINT = Words(ar="طباعة البطاقة", en="Print the card", fr="Imprimer la carte")
PICTURE = Words(ar="رمز البطاقة", en="The code of the card", fr="Le code de la carte")
BACK = Words(ar="الجلسة", en="Sitting", fr="Séance")
WANTED = Words(
    ar="زميل يطلب أن ترى عميلًا",
    en="A colleague asks you to see a client",
    fr="Un collègue vous demande de voir un client",
)
SECOND = Words(ar="نظرة ثانية", en="Second look", fr="Second regard")
SECOND_SAY = Words(
    ar="اذهب إلى مكتب زميلك. قارن الشخص بصورة الوثيقة، واقرأ رقمها بنفسك. تأكيدك يتيح تسجيل جوال جديد لهذا العميل.",
    en="Go to your colleague’s desk. Compare the person with the picture and read the number yourself. Your word lets a new mobile be registered for this client.",
    fr="Allez au bureau de votre collègue. Comparez la personne à la photo et lisez vous-même le numéro. Votre parole permet d’enregistrer un nouveau mobile pour ce client.",
)
CLIENT = Words(ar="العميل", en="Client", fr="Client")
CLERK = Words(ar="الموظف", en="Clerk", fr="Agent")
CONFIRM = Words(
    ar="رأيت الشخص ووثيقته", en="I have seen both", fr="J’ai vu la personne et la pièce"
)
LOOKED = Words(
    ar="سُجل تأكيدك.", en="Your word is on record.", fr="Votre confirmation est consignée."
)
SEE = Words(ar="عرض", en="Look", fr="Voir")
