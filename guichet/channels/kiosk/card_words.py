"""What the page of the kiosk card says."""

from __future__ import annotations

from guichet.lib.text import Words

TITLE = Words(ar="بطاقة جهاز الخدمة الذاتية", en="Kiosk card", fr="Carte de borne")
LEDE = Words(
    ar="اطبع رمزك وضعه أمام قارئ الجهاز بدلًا من كتابة رقم الهوية. لا يفتح شيئًا دون رقمك السري.",
    en="Print your code and hold it before the kiosk’s reader instead of typing your ID number. It opens nothing without your PIN.",
    fr="Imprimez votre code et présentez-le au lecteur de la borne au lieu de saisir votre numéro. Il n’ouvre rien sans votre code secret.",
)
NO_PIN = Words(
    ar="ليس لك رقم سري بعد. حدده أولًا في صفحة الهاتف والرسائل.",
    en="You have no PIN yet. Set one first on the page Telephone and texts.",
    fr="Vous n’avez pas encore de code secret. Choisissez-le d’abord à la page Téléphone et SMS.",
)
HAVE = Words(ar="لديك بطاقة منذ", en="You have a card since", fr="Vous avez une carte depuis le")
NONE = Words(ar="ليست لديك بطاقة.", en="You have no card.", fr="Vous n’avez pas de carte.")
PASSWORD = Words(ar="كلمة المرور الحالية", en="Present password", fr="Mot de passe actuel")
ISSUE = Words(ar="إصدار بطاقة جديدة", en="Make a new card", fr="Créer une nouvelle carte")
REPLACES = Words(
    ar="تحل محل البطاقة السابقة.",
    en="It takes the place of the one before.",
    fr="Elle remplace la précédente.",
)
END = Words(ar="إلغاء البطاقة", en="End the card", fr="Annuler la carte")
ENDED = Words(
    ar="أُلغيت البطاقة ولم تعد تفتح شيئًا.",
    en="The card is ended and opens nothing any more.",
    fr="La carte est annulée et n’ouvre plus rien.",
)
ONCE = Words(
    ar="اطبعها الآن: لا تظهر مرة أخرى.",
    en="Print it now: it is not shown again.",
    fr="Imprimez-la maintenant : elle ne sera plus affichée.",
)
PRINT = Words(ar="طباعة", en="Print", fr="Imprimer")
PICTURE = Words(ar="رمز بطاقتك", en="The code of your card", fr="Le code de votre carte")
