"""The channel's words: columns of files, movements, outcomes, and what its pages say."""

from __future__ import annotations

from guichet.engine import outcome
from guichet.engine.service import Outcome
from guichet.lib.text import Words

MOVEMENT = Words(ar="الحركة", en="Movement", fr="Mouvement")
MOVEMENTS = {
    "join": Words(ar="انضمام", en="join", fr="entrée"),
    "leave": Words(ar="ترك", en="leave", fr="sortie"),
    "wage": Words(ar="أجر", en="wage", fr="salaire"),
}
# Other ways people write them.
MOVEMENT_SYNONYMS = {
    "join": (
        "التحاق",
        "تسجيل",
        "إضافة",
        "مباشرة",
        "joining",
        "register",
        "entry",
        "new",
        "inscription",
        "embauche",
    ),
    "leave": (
        "استبعاد",
        "انتهاء الخدمة",
        "إنهاء",
        "مغادرة",
        "leaving",
        "end",
        "exit",
        "départ",
        "fin",
    ),
    "wage": (
        "تعديل الأجر",
        "تعديل أجر",
        "الأجر",
        "راتب",
        "salary",
        "change of wage",
        "pay",
        "changement de salaire",
    ),
}
HELP_SHEET = Words(
    ar="شرح", en="How to fill in", fr="Mode d’emploi"
)  # the second sheet of our templates
HELP_SHEETS = frozenset((HELP_SHEET.ar, HELP_SHEET.en, HELP_SHEET.fr))
MONTHLY = Words(ar="الحركة الشهرية", en="Monthly movement", fr="Mouvement mensuel")
MONTHLY_SUMMARY = Words(
    ar="انضمام وترك وتعديل أجور في ملف واحد، حركة في كل سطر.",
    en="Joining, leaving and wages in one file, a movement on each row.",
    fr="Entrées, sorties et salaires dans un seul fichier, un mouvement par ligne.",
)

# The columns that a result file has besides the client's own.
RESULT_COLUMNS = {
    "reference": Words(ar="المرجع", en="Reference", fr="Référence"),
    "outcome": Words(ar="النتيجة", en="Outcome", fr="Résultat"),
    "remarks": Words(ar="الملاحظات", en="Remarks", fr="Remarques"),
}
REPEATED = "repeated"  # beside the four outcomes: accepted the first time, nothing changed now
OUTCOMES = {
    "accepted": outcome.OUTCOMES[Outcome.ACCEPTED],
    REPEATED: Words(
        ar="مسجل من قبل، دون تغيير",
        en="Recorded before, no change",
        fr="Déjà enregistrée, sans changement",
    ),
    **{
        one.value: outcome.OUTCOMES[one]
        for one in (Outcome.REFUSED, Outcome.HELD, Outcome.REFERRED)
    },
}

# What a check says will happen.
FORECASTS = {
    "accepted": Words(ar="ستُقبل", en="Will be accepted", fr="Seront acceptées"),
    "repeated": Words(
        ar="مسجلة من قبل، دون تغيير",
        en="Recorded before, no change",
        fr="Déjà enregistrées, sans changement",
    ),
    "refused": Words(ar="ستُرفض", en="Will be refused", fr="Seront refusées"),
    "held": Words(
        ar="ستُحفظ حتى يكتمل التحقق", en="Will be held until checked", fr="Seront mises en attente"
    ),
    "referred": Words(
        ar="ستُحال إلى موظف", en="Will be referred to staff", fr="Seront transmises à un agent"
    ),
}
STATES = {
    "uploaded": Words(ar="وصل", en="Received", fr="Reçu"),
    "checking": Words(ar="قيد الفحص", en="Being checked", fr="En cours de contrôle"),
    "checked": Words(
        ar="بانتظار تأكيدك", en="Waiting for you to confirm", fr="En attente de votre confirmation"
    ),
    "confirmed": Words(ar="مؤكد", en="Confirmed", fr="Confirmé"),
    "working": Words(ar="قيد التنفيذ", en="Being carried out", fr="En cours d’exécution"),
    "done": Words(ar="اكتمل", en="Finished", fr="Terminé"),
    "unreadable": Words(ar="لم يُقبل الملف", en="Not taken", fr="Non retenu"),
    "discarded": Words(ar="أُلغي قبل التنفيذ", en="Called off", fr="Annulé avant exécution"),
    "expired": Words(ar="لم يُؤكَّد في موعده", en="Not confirmed in time", fr="Non confirmé à temps"),
}
ORDERS = {
    "day-first": Words(ar="اليوم أولًا", en="Day first", fr="Jour en premier"),
    "month-first": Words(ar="الشهر أولًا", en="Month first", fr="Mois en premier"),
}
NOT_FINISHED = Words(ar="لم يكتمل بعد", en="Not finished", fr="Pas encore terminé")
# A file that was carried out and of which rows still wait: it is not finished.
WAITING = {
    "held": Words(
        ar="ينتظر التحقق: {rows:row}",
        en="{rows:row} waiting to be checked",
        fr="{rows:row} en attente de vérification",
    ),
    "referred": Words(
        ar="لدى موظف: {rows:row}",
        en="{rows:row} with a member of staff",
        fr="{rows:row} chez un agent",
    ),
}
# What the list of files can be narrowed to.
FILTERS = {
    "": Words(ar="الكل", en="All files", fr="Tous"),
    "waiting": Words(
        ar="بانتظار تأكيدك", en="Waiting for you to confirm", fr="En attente de votre confirmation"
    ),
    "running": Words(ar="قيد الفحص أو التنفيذ", en="Being worked on", fr="En cours"),
    "done": Words(ar="نُفّذ", en="Carried out", fr="Exécutés"),
    "stopped": Words(
        ar="لم يُقبل أو أُلغي", en="Not taken or discarded", fr="Non retenus ou abandonnés"
    ),
}
CHANGES = {
    "joins": Words(ar="عمال ينضمون", en="Workers joining", fr="Travailleurs entrants"),
    "leaves": Words(ar="عمال يتركون", en="Workers leaving", fr="Travailleurs sortants"),
    "wages_up": Words(ar="عدد الأجور المرتفعة", en="Wages going up", fr="Salaires en hausse"),
    "wages_down": Words(ar="أجور تنخفض", en="Wages going down", fr="Salaires en baisse"),
    "transfers": Words(ar="عمال ينتقلون", en="Workers transferred", fr="Travailleurs transférés"),
    "corrections": Words(ar="تصحيحات", en="Corrections", fr="Corrections"),
    "establishments": Words(
        ar="منشآت جديدة", en="New establishments", fr="Nouveaux établissements"
    ),
}
AMOUNTS = {
    "contribution_before": Words(
        ar="اشتراك الشهر لهذه الأسطر قبل التنفيذ",
        en="Contribution of these rows this month, before",
        fr="Cotisation du mois pour ces lignes, avant",
    ),
    "contribution_due": Words(
        ar="اشتراك الشهر لهذه الأسطر بعد التنفيذ",
        en="Contribution of these rows this month, after",
        fr="Cotisation du mois pour ces lignes, après",
    ),
}
# Other names that payroll programs give a field, by the field's own name. Names that may be the
# client's own number of a person ("ID", "Employee ID", "الرقم الوظيفي") are none.
HEADINGS = {
    "establishment": (
        "Establishment No.",
        "Establishment No",
        "Est. No.",
        "Establishment ID",
        "Establishment",
        "Employer number",
        "Subscription number",
        "المنشأة",
        "رقم اشتراك المنشأة",
        "رقم الاشتراك",
        "رقم المشترك",
        "N° d’établissement",
        "Établissement",
    ),
    "worker": (
        "National ID",
        "National ID No.",
        "National number",
        "ID No.",
        "ID number",
        "Civil ID",
        "رقم الهوية",
        "رقم هوية الموظف",
        "رقم هوية العامل",
        "الهوية",
        "السجل المدني",
        "Numéro d’identité",
    ),
    "month": (
        "Month",
        "Pay month",
        "Payroll month",
        "Wage month",
        "Period",
        "الشهر",
        "شهر الراتب",
        "عن شهر",
        "Mois",
        "Mois de paie",
        "Période",
    ),
    "basic": (
        "Basic",
        "Basic salary",
        "Basic wage",
        "Basic pay",
        "الراتب الأساسي",
        "الأجر الأساسي",
        "الأساسي",
        "أساسي",
        "Salaire de base",
        "Salaire mensuel de base",
    ),
    "housing": (
        "Housing",
        "Housing allowance",
        "House allowance",
        "House rent allowance",
        "Accommodation allowance",
        "بدل السكن",
        "بدل سكن",
        "السكن",
        "سكن",
        "Indemnité de logement",
        "Logement",
    ),
    "started_on": (
        "Joining date",
        "Date of joining",
        "Join date",
        "Start date",
        "Hire date",
        "Date of hire",
        "تاريخ الالتحاق",
        "تاريخ التعيين",
        "تاريخ بدء العمل",
        "تاريخ بداية العمل",
        "Date d’entrée",
        "Date d’embauche",
    ),
    "ended_on": (
        "Leaving date",
        "Date of leaving",
        "Last working day",
        "Relieving date",
        "Termination date",
        "End of service date",
        "تاريخ الترك",
        "تاريخ انتهاء الخدمة",
        "تاريخ نهاية الخدمة",
        "تاريخ الاستبعاد",
        "Date de sortie",
        "Dernier jour travaillé",
    ),
    "reason": (
        "Reason for leaving",
        "Leaving reason",
        "Termination reason",
        "سبب انتهاء الخدمة",
        "سبب الاستبعاد",
        "Motif de sortie",
        "Motif",
    ),
    "occupation": (
        "Job title",
        "Job",
        "Designation",
        "Position",
        "المسمى الوظيفي",
        "الوظيفة",
        "Poste",
        "Fonction",
    ),
    "iban": ("Bank account", "IBAN No.", "الآيبان", "رقم الحساب البنكي", "الحساب البنكي"),
}
