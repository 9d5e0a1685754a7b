"""Words of the page where somebody registers a mobile and sets a telephone PIN."""

from __future__ import annotations

from guichet.lib.locale import here
from guichet.lib.text import Words

_MOBILE = here().mobiles.example

TITLE = Words(ar="الهاتف والرسائل", en="Telephone and texts", fr="Téléphone et SMS")
LEDE = Words(
    ar="سجّل جوالك واختر رقمًا سريًا لتستخدم خدماتنا بالهاتف والرسائل والأجهزة الذاتية.",
    en="Register your mobile and choose a PIN to use our services by telephone, text and kiosk.",
    fr="Enregistrez votre mobile et choisissez un code secret pour nos services par téléphone, SMS et borne.",
)
MOBILE = Words(ar="رقم الجوال", en="Mobile number", fr="Numéro de mobile")
MOBILE_HINT = Words(
    ar=f"مثل {_MOBILE}. نرسل إليه رمزًا للتأكد من أنه لك.",
    en=f"For example {_MOBILE}. We text it a code to be sure that it is yours.",
    fr=f"Par exemple {_MOBILE}. Nous lui envoyons un code pour être sûrs qu’il est à vous.",
)
PASSWORD = Words(ar="كلمة المرور الحالية", en="Present password", fr="Mot de passe actuel")
SEND_CODE = Words(ar="إرسال الرمز", en="Send the code", fr="Envoyer le code")
CODE = Words(ar="الرمز المرسل", en="The code we sent", fr="Le code envoyé")
REGISTER = Words(ar="تسجيل الجوال", en="Register the mobile", fr="Enregistrer le mobile")
REGISTERED = Words(ar="الجوال المسجل", en="Registered mobile", fr="Mobile enregistré")
NONE_YET = Words(ar="لا يوجد", en="None yet", fr="Aucun pour l’instant")
CHANGE_MOBILE = Words(ar="تسجيل جوال", en="Register a mobile", fr="Enregistrer un mobile")
PIN = Words(ar="الرقم السري الهاتفي", en="Telephone PIN", fr="Code secret téléphonique")
PIN_SET = Words(ar="محدد", en="Set", fr="Choisi")
PIN_HINT = Words(
    ar="6 أرقام، غير متكررة ولا متسلسلة ولا من أرقامك.",
    en="6 digits; not repeated, not counted, no part of your numbers.",
    fr="6 chiffres ; ni répétés, ni qui se suivent, ni extraits de vos numéros.",
)
PIN_AGAIN = Words(
    ar="الرقم السري مرة أخرى", en="The PIN again", fr="Le code secret encore une fois"
)
SET_PIN = Words(ar="احفظ الرقم السري", en="Set the PIN", fr="Enregistrer le code secret")
PINS_DIFFER = Words(
    ar="الرقمان السريان مختلفان. اكتب الرقم نفسه مرتين.",
    en="The two PINs differ. Type the same twice.",
    fr="Les deux codes secrets diffèrent. Saisissez deux fois le même.",
)
MOBILE_DONE = Words(
    ar="سُجل جوالك.", en="Your mobile is registered.", fr="Votre mobile est enregistré."
)
PIN_DONE = Words(
    ar="حُفظ رقمك السري.", en="Your PIN is set.", fr="Votre code secret est enregistré."
)
