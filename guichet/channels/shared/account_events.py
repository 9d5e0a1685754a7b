"""What was done to an account's ways in, in words: by text and on its page alike."""

from __future__ import annotations

from guichet.lib.text import Words

CHANGES = {
    "factor-added": Words(
        ar="أضيفت وسيلة تحقق", en="a second factor was added", fr="un second facteur a été ajouté"
    ),
    "factor-removed": Words(
        ar="أزيلت وسيلة تحقق", en="a second factor was removed", fr="un second facteur a été retiré"
    ),
    "recovery-codes": Words(
        ar="صدرت رموز استرداد جديدة",
        en="new recovery codes were made",
        fr="de nouveaux codes de secours ont été créés",
    ),
    "password-changed": Words(
        ar="تغيرت كلمة المرور", en="the password was changed", fr="le mot de passe a été changé"
    ),
    "identity-linked": Words(
        ar="رُبط بالهوية الوطنية",
        en="it was linked to the national identity",
        fr="il a été relié à l’identité nationale",
    ),
    "new-device": Words(
        ar="دخول من جهاز جديد", en="a new device signed in", fr="un nouvel appareil s’est connecté"
    ),
    "pin-set": Words(
        ar="تغير الرقم السري الهاتفي",
        en="the telephone PIN was changed",
        fr="le code secret téléphonique a été changé",
    ),
    "first-pin-sent": Words(
        ar="أُرسل رقم سري أول", en="a first PIN was texted", fr="un premier code secret a été envoyé"
    ),
    "mobile-registered": Words(
        ar="سُجل جوال", en="a mobile was registered", fr="un mobile a été enregistré"
    ),
    "mobile-ended": Words(
        ar="ألغي تسجيل جوال", en="a mobile was removed", fr="un mobile a été retiré"
    ),
    "email-confirmed": Words(
        ar="أُكد بريد إلكتروني",
        en="an e-mail address was confirmed",
        fr="une adresse électronique a été confirmée",
    ),
    "codes-guessed": Words(
        ar="جُربت رموز خاطئة كثيرة، فتوقفت الرموز حتى الغد",
        en="many wrong codes were tried, so codes rest until tomorrow",
        fr="beaucoup de codes faux ont été essayés ; les codes s’arrêtent jusqu’à demain",
    ),
    "app-codes-guessed": Words(
        ar="جُربت رموز تطبيق خاطئة كثيرة، فلا تُقبل رموزه حتى الغد",
        en="many wrong app codes were tried, so the app’s codes rest until tomorrow",
        fr="beaucoup de codes d’application faux ont été essayés ; ils s’arrêtent jusqu’à demain",
    ),
    "pin-guessed": Words(
        ar="جُرب رقم سري خاطئ مرارًا",
        en="a wrong PIN was tried many times",
        fr="un code secret faux a été essayé souvent",
    ),
    "session-ended": Words(
        ar="أُخرج جهاز", en="a device was signed out", fr="un appareil a été déconnecté"
    ),
    "card-issued": Words(
        ar="صدرت بطاقة جهاز الخدمة", en="a kiosk card was made", fr="une carte de borne a été créée"
    ),
    "card-ended": Words(
        ar="ألغيت بطاقة جهاز الخدمة",
        en="the kiosk card was ended",
        fr="la carte de borne a été annulée",
    ),
    "kiosk-sign-in": Words(
        ar="دخول إلى جهاز الخدمة",
        en="somebody signed in at a kiosk",
        fr="une connexion à une borne",
    ),
    "app-confirmed": Words(
        ar="تأكيد في تطبيق الهوية",
        en="it was confirmed in the identity app",
        fr="il a été confirmé dans l’application d’identité",
    ),
    "system-key-added": Words(
        ar="أضيف مفتاح نظام", en="a system’s key was added", fr="une clé de système a été ajoutée"
    ),
    "system-key-revoked": Words(
        ar="ألغي مفتاح نظام",
        en="a system’s key was revoked",
        fr="une clé de système a été révoquée",
    ),
}
