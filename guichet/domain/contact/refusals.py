"""Refusals about mobiles and PINs."""

from __future__ import annotations

from guichet.engine.refusal import Refusal

MOBILE_TAKEN = Refusal(
    "mobile-registered-elsewhere",
    ar="رقم الجوال {value} مسجل لحساب آخر. استخدم رقمًا آخر، أو ألغه من ذلك الحساب أولًا.",
    en="The mobile {value} is registered for another account. Use another number, or remove it there first.",
    fr="Le mobile {value} est enregistré pour un autre compte. Utilisez un autre numéro, ou retirez-le d’abord de ce compte.",
)
PIN_NOT_DIGITS = Refusal(
    "pin-not-digits",
    ar="الرقم السري الهاتفي مكوّن من {digits:digit,oblique}. اختر {digits:digit,oblique}.",
    en="The telephone PIN has {digits:digit}. Choose {digits:digit}.",
    fr="Le code secret téléphonique a {digits:digit}. Choisissez {digits:digit}.",
)
PIN_EASY = Refusal(
    "pin-easy-to-guess",
    ar="هذا الرقم السري سهل التخمين. تجنب الأرقام المتكررة أو المتسلسلة وأجزاء رقم هويتك أو جوالك.",
    en="This PIN is easy to guess. Avoid repeated or counted digits, and parts of your ID or mobile number.",
    fr="Ce code secret est facile à deviner. Évitez les chiffres répétés ou qui se suivent, et les parties de votre numéro d’identité ou de mobile.",
)
PIN_TEXTED = Refusal(
    "pin-was-texted",
    ar="هذا هو الرقم السري الذي أرسلناه. اختر رقمًا غيره لا يعرفه سواك.",
    en="This is the PIN we texted. Choose another one that only you know.",
    fr="C’est le code secret que nous avons envoyé. Choisissez-en un autre, connu de vous seul.",
)
FIRST_PIN_SPENT = Refusal(
    "pin-first-spent",
    ar="لم يعد الرقم السري الأول صالحًا. ادخل برقمك الجديد، أو اطلب في الفرع رقمًا أول آخر.",
    en="The first PIN is of no use any more. Enter with your new PIN, or ask a branch for another first one.",
    fr="Le premier code secret n’est plus valable. Entrez avec le nouveau, ou demandez-en un autre premier en agence.",
)
MOBILE_NEW = Refusal(
    "mobile-too-new",
    ar="سُجل جوالك حديثًا، فلا يؤكد تغيير الأموال ولا منح الصلاحيات قبل {until:date}. أعد الطلب بعد ذلك، أو نفذه في الفرع الافتراضي بوسيلة تحقق إضافية.",
    en="Your mobile was registered lately and confirms no change of money and gives nobody rights before {until:date}. Ask again then, or do it in the virtual branch with a second factor.",
    fr="Votre mobile est enregistré depuis peu et ne confirme ni changement d’argent ni mandat avant le {until:date}. Refaites la demande alors, ou faites-la dans l’agence virtuelle avec un second facteur.",
)
