"""Words for what the engine counts and names by keys."""

from __future__ import annotations

from guichet.channels.shared.channel_names import CHANNELS
from guichet.lib.text import Words

__all__ = ["BASES", "CHANNELS", "CLERK", "OBJECTIONS", "PLACES", "WAYS_IN"]
# Who did it, of what was done at a counter for the client who asked.
CLERK = Words(ar="نفّذه الموظف", en="Done by the clerk", fr="Fait par l’agent")

# How somebody signed in.
WAYS_IN = {
    "password": Words(ar="كلمة المرور", en="Password", fr="Mot de passe"),
    "password+totp": Words(
        ar="كلمة المرور ورمز التطبيق",
        en="Password and app code",
        fr="Mot de passe et code de l’application",
    ),
    "password+recovery": Words(
        ar="كلمة المرور ورمز استرداد",
        en="Password and recovery code",
        fr="Mot de passe et code de secours",
    ),
    "password+passkey": Words(
        ar="كلمة المرور ومفتاح المرور", en="Password and passkey", fr="Mot de passe et clé d’accès"
    ),
    "passkey": Words(ar="مفتاح المرور", en="Passkey", fr="Clé d’accès"),
    "oidc": Words(ar="الهوية الوطنية", en="National identity", fr="Identité nationale"),
    "push": Words(
        ar="تطبيق الهوية الوطنية", en="National identity app", fr="Application d’identité nationale"
    ),
}


# How an objection to a bill stands.
OBJECTIONS = {
    "waits": Words(
        ar="يُبت فيه حتى {day}", en="Decided by {day}", fr="Décision au plus tard le {day}"
    ),
    "upheld": Words(ar="قُبل", en="Upheld", fr="Acceptée"),
    "declined": Words(ar="رُفض", en="Declined", fr="Refusée"),
}

# How an instalment plan stands.
# By which rule a line of a bill's penalties came about; the percentage is the law's of that day.
PLAN = {
    "title": Words(ar="خطة التقسيط", en="Instalment plan", fr="Plan d’échelonnement"),
    "by": Words(
        ar="القسط التالي حتى {day:date}",
        en="next, by {day:date}",
        fr="prochaine échéance\u202f: {day:date}",
    ),
}

# Why somebody may act for a party.
BASES = {
    "owner": Words(ar="مالك", en="Owner", fr="Propriétaire"),
    "delegate": Words(ar="مفوض", en="Delegate", fr="Mandataire"),
    "agent": Words(ar="وكيل", en="Agent", fr="Représentant"),
    "attorney": Words(ar="وكيل شرعي", en="Attorney", fr="Fondé de pouvoir"),
    "guardian": Words(ar="ولي", en="Guardian", fr="Tuteur"),
    "custodian": Words(ar="قيّم", en="Custodian", fr="Curateur"),
}

# Pages that show people's data, for those who ask who looked.
PLACES = {
    "case": Words(
        ar="طلب محال إلى موظف", en="Request that staff decide on", fr="Demande que tranche un agent"
    ),
    "case-paper": Words(
        ar="مستند مرفق بطلب", en="Paper that came with a request", fr="Pièce jointe à une demande"
    ),
    "cases": Words(
        ar="قائمة الطلبات المحالة",
        en="List of requests that staff decide on",
        fr="Liste des demandes à trancher",
    ),
    "counter-means": Words(
        ar="وسائل الدخول في الفرع", en="Ways in, at a counter", fr="Moyens d’accès, au guichet"
    ),
    "counter-second": Words(
        ar="مراجعة من موظف ثانٍ", en="Second look at a counter", fr="Second regard au guichet"
    ),
    "workers": Words(ar="قائمة العمال", en="List of workers", fr="Liste des travailleurs"),
    "worker": Words(ar="صفحة عامل", en="Page of a worker", fr="Page d’un travailleur"),
    "account": Words(
        ar="حساب المنشأة", en="Account of an establishment", fr="Compte d’un établissement"
    ),
    "bill": Words(
        ar="تفاصيل فاتورة", en="Bill with its workers", fr="Facture avec ses travailleurs"
    ),
    "transactions": Words(
        ar="قائمة المعاملات", en="List of transactions", fr="Liste des opérations"
    ),
    "transaction": Words(ar="إيصال", en="Receipt", fr="Reçu"),
    "receipt-document": Words(ar="إيصال موقّع", en="Signed receipt", fr="Reçu signé"),
    "look-up-person": Words(
        ar="تحقق من اسم برقم الهوية", en="Name looked up by number", fr="Nom recherché par numéro"
    ),
    "delegates": Words(ar="من يعمل عنك", en="Who may act", fr="Qui peut agir"),
    "counter-sitting": Words(
        ar="خدمة في الفرع بموافقتك",
        en="Served at a counter, with consent",
        fr="Service au guichet, avec consentement",
    ),
}
