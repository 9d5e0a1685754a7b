"""Benefits said to people: which there are, in which way one comes to them, and the steps by which
a figure came about.
"""

from __future__ import annotations

from guichet.lib.contact import BRANCH
from guichet.lib.text import Words

KINDS = {
    "old-age": Words(ar="معاش تقاعد", en="Old-age pension", fr="Pension de vieillesse"),
    "disability": Words(ar="معاش عجز", en="Disability pension", fr="Pension d’invalidité"),
    "unemployment": Words(
        ar="تعويض التعطل عن العمل", en="Unemployment benefit", fr="Allocation de chômage"
    ),
    "maternity": Words(ar="تعويض الأمومة", en="Maternity benefit", fr="Allocation de maternité"),
    "injury": Words(
        ar="بدل إصابة العمل", en="Work injury allowance", fr="Indemnité d’accident du travail"
    ),
    "survivor": Words(ar="معاش أفراد العائلة", en="Survivor’s pension", fr="Pension de survivant"),
}
NO_PENSIONS = ("unemployment", "maternity", "injury")  # paid for some months, in place of a wage
# What is paid once.
GRANTS = {
    "death": Words(ar="منحة وفاة", en="Death grant", fr="Allocation de décès"),
    "marriage": Words(ar="منحة زواج", en="Marriage grant", fr="Allocation de mariage"),
    "lump-sum": Words(
        ar="تعويض الدفعة الواحدة", en="Contributions given back", fr="Cotisations remboursées"
    ),
}
# Why somebody left, as the former employer is asked; beside the reasons of the register.
LEAVING = {
    "end_of_contract": Words(
        ar="انتهاء العقد دون تجديد منا",
        en="The contract ended and we did not renew it",
        fr="Le contrat a pris fin sans que nous le renouvelions",
    ),
    "dismissal_without_fault": Words(
        ar="فصل دون خطأ من العامل",
        en="We dismissed them, without a fault of theirs",
        fr="Licenciement sans faute du salarié",
    ),
    "closure": Words(
        ar="إغلاق أو إفلاس أو إلغاء الوظيفة",
        en="Closure, bankruptcy, or the post was abolished",
        fr="Fermeture, faillite ou suppression du poste",
    ),
    "dismissal_for_fault": Words(
        ar="فصل بسبب خطأ جسيم",
        en="We dismissed them for a serious fault of theirs",
        fr="Licenciement pour faute grave du salarié",
    ),
    "resignation": Words(ar="استقالة", en="They resigned", fr="Démission du salarié"),
    "mutual": Words(
        ar="اتفاق الطرفين",
        en="Both agreed to end the contract",
        fr="Rupture d’un commun accord",
    ),
    "renewal_refused": Words(
        ar="رفض العامل التجديد",
        en="They refused to renew the contract",
        fr="Le salarié a refusé le renouvellement",
    ),
}
# How somebody comes to an old-age pension, as the laws call it.
WAYS = {
    "normal": Words(ar="عند السن النظامية", en="At the normal age", fr="À l’âge normal"),
    "early": Words(ar="تقاعد مبكر", en="Early", fr="Anticipée"),
    "arduous": Words(ar="بعد أعمال شاقة", en="After arduous work", fr="Après des travaux pénibles"),
    "prison": Words(ar="بسبب السجن", en="Because of prison", fr="Pour cause de prison"),
}
# The steps of pensions and benefits (`guichet.law.steps`); what nobody words is no step.
STEPS = {
    "transition": Words(
        ar="تسري عليك أحكام الانتقال إلى النظام الجديد",
        en="The rules of transition to the new law apply to you",
        fr="Les règles de transition vers la nouvelle loi s’appliquent à vous",
    ),
    "normal_age": Words(
        ar="تبلغ السن النظامية في",
        en="You reach the normal age on",
        fr="Vous atteignez l’âge normal le",
    ),
    "months_asked": Words(
        ar="أشهر الاشتراك المطلوبة للتقاعد المبكر",
        en="Contribution months asked for an early pension",
        fr="Mois de cotisation demandés pour une pension anticipée",
    ),
    "entitled": Words(
        ar="تستوفي الشروط",
        en="You meet the conditions",
        fr="Vous remplissez les conditions",
    ),
    "average": Words(ar="متوسط الأجر", en="Average wage", fr="Salaire moyen"),
    "average_limited": Words(
        ar="متوسط الأجر بعد حده الأعلى (150٪ من الأجر قبل خمس سنوات)",
        en="Average wage held to 150% of the wage five years before",
        fr="Salaire moyen limité à 150 % du salaire de cinq ans auparavant",
    ),
    "excluded_pension": Words(
        ar="معاش ما زاد على الحد", en="Pension of what was above", fr="Pension du dépassement"
    ),
    "separate_periods": Words(
        ar="معاش المدد السابقة محسوبًا وحده",
        en="Pension of earlier periods, reckoned apart",
        fr="Pension des périodes antérieures, calculée à part",
    ),
    "computed": Words(
        ar="المعاش بحسب المدد والأجر",
        en="Pension by months and wage",
        fr="Pension selon les mois et le salaire",
    ),
    "not_above_average": Words(
        ar="لا يزيد المعاش على حده الأعلى",
        en="The pension is held to its highest share",
        fr="La pension est limitée à sa part maximale",
    ),
    "minimum": Words(
        ar="رُفع المعاش إلى حده الأدنى",
        en="The pension is lifted to the minimum",
        fr="La pension est portée au minimum",
    ),
    "family_supplement": Words(
        ar="إعانة العائلة", en="Family supplement", fr="Supplément familial"
    ),
    "early_reduction": Words(
        ar="بعد خفض التقاعد المبكر",
        en="After the reduction for an early pension",
        fr="Après la réduction pour anticipation",
    ),
    "reason_of_leaving": Words(ar="سبب ترك العمل", en="Why you left", fr="Motif du départ"),
    "first_months": Words(
        ar="التعويض في الأشهر الأولى", en="In the first months", fr="Les premiers mois"
    ),
    "next_months": Words(
        ar="وفي الأشهر التي تليها", en="In the later months", fr="Les mois suivants"
    ),
    "months_awarded": Words(ar="أشهر التعويض", en="Months awarded", fr="Mois accordés"),
    "total": Words(
        ar="مجموع التعويض إن أُكّدت كل أشهره",
        en="In all, if every month is confirmed",
        fr="Au total, si chaque mois est confirmé",
    ),
    "half_of_average": Words(
        ar="رُفع المعاش إلى نصف متوسط الأجر",
        en="The pension is lifted to half of the average wage",
        fr="La pension est portée à la moitié du salaire moyen",
    ),
    "helper": Words(ar="إعانة المرافق", en="For a helper", fr="Pour une tierce personne"),
    "maternity": Words(
        ar="مجموع التعويض عن أشهره كلها",
        en="The benefit for all its months",
        fr="L’allocation pour tous ses mois",
    ),
    "paid_beside_wage": Words(
        ar="يُصرف من المعاش مع الأجر",
        en="Paid of the pension beside the wage",
        fr="Part de la pension versée en plus du salaire",
    ),
    "too_few_months": Words(
        ar="أشهر اشتراكك أقل مما يتطلبه المعاش",
        en="Your contribution months are fewer than a pension asks for",
        fr="Vos mois de cotisation sont inférieurs à ce que la pension exige",
    ),
    "lump_sum": Words(
        ar="التعويض بنسبة من متوسط الأجر عن كل شهر",
        en="A share of the average wage for each month",
        fr="Une part du salaire moyen par mois",
    ),
    "revalued": Words(
        ar="اشتراكات سنة منها بعد تغير الأسعار",
        en="Contributions of one year, with the change of prices",
        fr="Cotisations d’une année, revalorisées selon les prix",
    ),
    "daily_allowance": Words(
        ar="بدل أيام من شهر", en="For days of a month", fr="Pour des jours d’un mois"
    ),
    "late_increase": Words(
        ar="بعد زيادة التقاعد المتأخر",
        en="After the increase for a late pension",
        fr="Après la majoration pour report",
    ),
}
# What is unpaid to somebody, and what would bring it (`unpaid.WHATS`, `unpaid.TO_DO`).
UNPAID_WHATS = {
    "came-back": Words(
        ar="مبلغ أعاده البنك",
        en="A payment the bank brought back",
        fr="Un versement renvoyé par la banque",
    ),
    "months": Words(
        ar="أشهر معاش لم تُصرف", en="Months of pension not paid", fr="Mois de pension non versés"
    ),
    "grant": Words(ar="منحة لم تُصرف", en="A grant not paid", fr="Une allocation non versée"),
    "pension": Words(
        ar="معاش تقاعد لم تطلبه",
        en="An old-age pension never claimed",
        fr="Une pension de vieillesse jamais demandée",
    ),
    "lump-sum": Words(
        ar="تعويض دفعة واحدة لم تطلبه",
        en="Contributions you may have back",
        fr="Des cotisations à vous rembourser",
    ),
    "early-pension": Words(
        ar="معاش تقاعد مبكر يمكنك طلبه",
        en="An early pension you may claim",
        fr="Une pension anticipée que vous pouvez demander",
    ),
}
UNPAID_TO_DO = {
    "account": Words(
        ar="سجل حسابك البنكي من خدمة «تغيير حسابي البنكي».",
        en="Register a bank account: “Change my bank account”.",
        fr="Enregistrez un compte : « Changer mon compte bancaire ».",
    ),
    "other-account": Words(
        ar="سجل حسابًا آخر من خدمة «تغيير حسابي البنكي»: تعذر الصرف إلى الحساب المسجل.",
        en="Register another account with “Change my bank account”: the one on record failed.",
        fr="Enregistrez un autre compte, « Changer mon compte bancaire » : celui enregistré a échoué.",
    ),
    "claim": Words(
        ar="اطلبه من خدمة «طلب معاش التقاعد».",
        en="Claim it: “Claim my old-age pension”.",
        fr="Demandez-la : « Demander ma pension de vieillesse ».",
    ),
    "claim-early": Words(
        ar="قارن أولًا في «متى أتقاعد وبكم؟»، ثم اطلبه من «طلب معاش التقاعد المبكر».",
        en="Compare first in “When can I retire, and on how much?”; then “Claim an early pension”.",
        fr="Comparez d’abord dans « Quand partir, et avec combien ? », puis « Demander une pension anticipée ».",
    ),
    "claim-lump": Words(
        ar="اطلبه من خدمة «طلب تعويض الدفعة الواحدة».",
        en="Claim it: “Have my contributions given back”.",
        fr="Demandez-le : « Me faire rembourser mes cotisations ».",
    ),
    "ask-us": Words(ar=BRANCH.ar, en=BRANCH.en, fr=BRANCH.fr),
    "sent-again": Words(
        ar="لا شيء عليك: نصرفه من جديد إلى حسابك المسجل.",
        en="Nothing: we send it again to your account on record.",
        fr="Rien : nous le renvoyons sur votre compte enregistré.",
    ),
    "next-run": Words(
        ar="لا شيء عليك: يُصرف مع الصرف القادم.",
        en="Nothing: it is paid with the next month’s pensions.",
        fr="Rien : il est versé avec les prochaines pensions.",
    ),
}
# Why more was paid than was due (`debts.CAUSES`).
DEBT_CAUSES = {
    "recalculated": Words(
        ar="أعيد حساب المعاش فانخفض",
        en="The pension was reckoned anew and fell",
        fr="La pension a été recalculée à la baisse",
    ),
    "died": Words(ar="صُرف بعد الوفاة", en="Paid after a death", fr="Versée après un décès"),
    "ended": Words(
        ar="انتهى المعاش قبل ذلك أو انخفض",
        en="The pension had ended or fallen before",
        fr="La pension avait pris fin ou baissé auparavant",
    ),
}
