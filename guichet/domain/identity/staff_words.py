"""What the rights of the staff are called, and the refusal that asks for one."""

from __future__ import annotations

from guichet.engine.referrals import DECIDE
from guichet.engine.refusal import Refusal
from guichet.engine.registry import services
from guichet.lib.text import Words

TASKS = {
    "counter": Words(
        ar="خدمة العملاء في فرع", en="Serve clients at a branch", fr="Servir les clients en agence"
    ),
    "decide": Words(ar="البت في: {service}", en="Decide: {service}", fr="Trancher : {service}"),
    "board": Words(
        ar="البت نيابة عن المجلس", en="Decide for the Board", fr="Trancher au nom du Conseil"
    ),
    "committee": Words(
        ar="عضوية لجنة الاعتراضات",
        en="Sit on the committee of objections",
        fr="Siéger à la commission de recours",
    ),
    "medical": Words(
        ar="عضوية اللجان الطبية", en="Sit on medical boards", fr="Siéger aux commissions médicales"
    ),
    "gather": Words(ar="جمع دفعات الصرف", en="Gather payouts", fr="Rassembler les versements"),
    "release": Words(ar="اعتماد دفعات الصرف", en="Release payouts", fr="Libérer les versements"),
    "reconcile": Words(
        ar="مطابقة البنوك ونسبة المدفوعات",
        en="Reconcile with banks, assign payments",
        fr="Rapprocher les banques, attribuer les paiements",
    ),
    "books": Words(ar="الاطلاع على الدفاتر", en="See the books", fr="Consulter les comptes"),
    "administer": Words(
        ar="إدارة صلاحيات الموظفين",
        en="Administer rights of staff",
        fr="Administrer les droits du personnel",
    ),
}

NEEDS_RIGHT = Refusal(
    "staff-right-needed",
    ar="ليست لك صلاحية «{right}». اطلبها من مدير الصلاحيات؛ لم يتغير شيء.",
    en="You do not hold the right “{right}”. Ask an administrator of rights for it; nothing was changed.",
    fr="Vous n’avez pas le droit « {right} ». Demandez-le à un administrateur des droits ; rien n’a changé.",
)


def name_of(right: str) -> Words:
    """What a right is called; one to decide names its service."""
    task, _, key = right.partition(":")
    found = TASKS.get(task, Words(right, right, right))
    if task != DECIDE:
        return found
    title = services()[key].title if key in services() else Words(key, key, key)
    return Words(*(found.at(lang, service=title.at(lang)) for lang in ("ar", "en", "fr")))
