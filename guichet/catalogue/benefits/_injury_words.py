"""What is said of a work injury that is reported."""

from __future__ import annotations

from guichet.engine.refusal import Refusal, Remedy, Severity
from guichet.lib.contact import BRANCH

NOT_INSURED = Refusal(
    "injury-not-insured",
    ar="من يحمل الرقم {value} غير مشمول هنا بتأمين إصابات العمل. إن كنت ترى غير ذلك: " + BRANCH.ar,
    en="The holder of {value} is not insured here against work injuries. If you think otherwise: "
    + BRANCH.en,
    fr="Le titulaire du numéro {value} n’est pas assuré ici contre les accidents du travail. Si vous pensez le contraire : "
    + BRANCH.fr,
)
DIED = Refusal(
    "injury-holder-died",
    ar="صاحب الرقم {value} متوفى، فلا يُبلغ عن إصابته بهذه الخدمة. ما يستحق عنها لأسرته: "
    + BRANCH.ar,
    en="The holder of {value} has died, so the injury is not reported here. For what the family has a right to: "
    + BRANCH.en,
    fr="Le titulaire du numéro {value} est décédé : l’accident ne se déclare pas ici. Pour les droits de la famille : "
    + BRANCH.fr,
)
BEFORE_LAW = Refusal(
    "injury-before-the-law",
    ar="يوم الإصابة {on:date} قبل العمل بهذا النظام، فلا تُسجل هنا. راجع التاريخ؛ وإن كان صحيحًا: "
    + BRANCH.ar,
    en="The injury of {on:date} was before this law, so it is not recorded here. Check the day; if it is right: "
    + BRANCH.en,
    fr="L’accident du {on:date} est antérieur à cette loi et n’est pas enregistré ici. Vérifiez la date ; si elle est exacte : "
    + BRANCH.fr,
)
DAY_TO_COME = Refusal(
    "injury-day-to-come",
    ar="{value:date} يوم لم يأتِ بعد. اكتب يوم الإصابة، وللمرض المهني يوم أول تشخيص.",
    en="{value:date} is still to come. Give the day of the injury; of an occupational disease, that of its first diagnosis.",
    fr="Le {value:date} est à venir. Indiquez le jour de l’accident ou, pour une maladie, celui du premier diagnostic.",
)
TOLD_WRONG = Refusal(
    "injury-told-on-wrong-day",
    ar="لا يمكن أن تكون أبلغت صاحب العمل في {value:date}: اكتب يومًا من {from:date} إلى اليوم، أو اتركه فارغًا إن لم تبلغه فنبلغه نحن.",
    en="Your employer cannot have been told on {value:date}: give a day from {from:date} to today, or leave it empty if you have not told them, and we do.",
    fr="L’employeur ne peut avoir été prévenu le {value:date} : indiquez un jour entre le {from:date} et aujourd’hui, ou laissez vide s’il ne l’est pas ; nous le prévenons.",
)
NOT_ENGAGED = Refusal(
    "injury-not-engaged",
    ar="لم تكن مسجلًا على رأس العمل في {on:date}، والتأمين لمن كان على رأس العمل يوم الإصابة. راجع كشف مددك؛ وإن كنت تعمل يومها فليسجلك صاحب العمل، ثم أعد البلاغ.",
    en="You were not registered as working on {on:date}, and the insurance is for who was on the day of the injury. Look at your statement of periods; if you did work, have the employer register you, then report it again.",
    fr="Vous n’étiez pas inscrit comme salarié le {on:date}, condition de l’assurance. Consultez votre relevé de périodes ; si vous travailliez, faites-vous inscrire par l’employeur, puis renouvelez la déclaration.",
    remedy=Remedy("account.statement_of_periods", {"person": "person"}),
)
SEVERAL = Refusal(
    "injury-several-employers",
    ar="كنت تعمل في {on:date} لدى أكثر من صاحب عمل. اكتب رقم المنشأة التي وقعت الإصابة في عملك لديها؛ تجده في كشف مددك.",
    en="On {on:date} you worked for more than one employer. Give the number of the establishment for which you worked when it happened; it is in your statement of periods.",
    fr="Le {on:date}, vous travailliez pour plusieurs employeurs. Indiquez le numéro de l’établissement concerné ; il figure dans votre relevé de périodes.",
    remedy=Remedy("account.statement_of_periods", {"person": "person"}),
)
TOLD_LATE = Refusal(
    "injury-told-late",
    ar="كان آخر يوم لإبلاغ صاحب العمل {told_by:date}، وأُبلغ في {told_on:date}. حقك باقٍ: يطلع موظف على البلاغ وسبب التأخر ويبت قبل نهاية {by:date}. ولا يُصرف بدل عن الأيام السابقة لـ{paid_from:date}.",
    en="The last day for telling the employer was {told_by:date}, and they were told on {told_on:date}. Your right is not lost: a member of staff looks at it and at why it is late, and decides by {by:date}. No allowance is due for days before {paid_from:date}.",
    fr="L’employeur devait être prévenu au plus tard le {told_by:date} et l’a été le {told_on:date}. Votre droit subsiste : un agent examine la déclaration et le motif du retard et décide au plus tard le {by:date}. Aucune indemnité n’est due avant le {paid_from:date}.",
)
NOT_REPORTED = Refusal(
    "injury-not-reported",
    ar="لم تُسجل لك إصابة عمل بهذا التاريخ. أبلغ عنها أولًا، أو اترك التاريخ فارغًا لآخر إصابة، ثم أعد الطلب.",
    en="No work injury of yours of that day has been reported. Report it first, or leave the day empty for the latest, then claim again.",
    fr="Aucun accident du travail à cette date n’est déclaré pour vous. Déclarez-le d’abord ou laissez la date vide pour le dernier, puis renouvelez la demande.",
    remedy=Remedy("benefits.report_injury", {"person": "person"}),
)
PAID_WAGE = Refusal(
    "injury-beside-wage",
    ar="لا يُجمع البدل مع الأجر: إن استمر صاحب العمل في دفع أجرك فالبدل له. إن لم يدفعه عن هذه الأيام فأعد الطلب وأجب «لا». لصاحب العمل: "
    + BRANCH.ar,
    en="The allowance is not paid beside a wage: if your employer went on paying yours, it is due to them. If you were not paid for these days, claim again and answer “no”. For the employer: "
    + BRANCH.en,
    fr="L’indemnité ne s’ajoute pas au salaire : si l’employeur l’a maintenu, elle lui revient. S’il ne vous a pas payé ces jours, renouvelez la demande en répondant « non ». Pour l’employeur : "
    + BRANCH.fr,
)
NO_ACCOUNT = Refusal(
    "injury-without-account",
    ar="لا يوجد حساب بنكي مسجل لك يُصرف إليه البدل. سجل حسابك ثم أعد الطلب.",
    en="No bank account of yours is on record for the allowance. Register one, then claim again.",
    fr="Aucun compte bancaire n’est enregistré pour l’indemnité. Enregistrez-en un, puis renouvelez la demande.",
    remedy=Remedy("account.change_bank_account", {"person": "value"}),
)
NO_WAGE = Refusal(
    "injury-without-wage",
    ar="لا أجر مسجلًا لك في الشهر السابق للإصابة ولا في شهرها، ومنه يُحسب البدل. راجع كشف مددك؛ وإن كان فيه نقص: "
    + BRANCH.ar,
    en="No wage of yours is on record in the month before the injury or in its own, from which the allowance is reckoned. Look at your statement of periods; if something is missing: "
    + BRANCH.en,
    fr="Aucun salaire n’est enregistré pour le mois précédant l’accident ni pour le sien, base de l’indemnité. Consultez votre relevé de périodes ; s’il manque quelque chose : "
    + BRANCH.fr,
)
NO_DAYS = Refusal(
    "injury-without-days",
    ar="لا أيام مسجلة لدى وزارة الصحة لم تستطع العمل فيها بسبب هذه الإصابة، ابتداءً من {first:date} وحتى أمس. إن كنت في إجازة مرضية فليقيدها المستشفى، ثم أعد الطلب.",
    en="The health register has no days from {first:date} to yesterday on which this injury kept you from work. If you were on sick leave, have the hospital enter it, then claim again.",
    fr="Le registre de santé n’indique aucun jour d’arrêt pour cet accident du {first:date} à hier. Si vous étiez en arrêt, faites-le inscrire par l’hôpital, puis renouvelez la demande.",
    remedy=Remedy("benefits.claim_injury_allowance", {"person": "person"}),
)
OVERLAPPING = Refusal(
    "injury-days-overlap",
    ar="في سجل الصحة أيام مقيدة مرتين، فلا يُحسب البدل منه. اطلب من المستشفى تصحيح القيد ثم أعد الطلب. إن كان القيد صحيحًا: "
    + BRANCH.ar,
    en="The health register has some days twice, so the allowance cannot be reckoned from it. Have the hospital correct it, then claim again. If it is right: "
    + BRANCH.en,
    fr="Certains jours figurent deux fois au registre de santé, et l’indemnité ne peut en être calculée. Faites corriger par l’hôpital, puis renouvelez la demande. Si c’est exact : "
    + BRANCH.fr,
)
BESIDE = Refusal(
    "injury-beside-benefit",
    ar="يُصرف لك عن بعض هذه الأشهر معاش أو تعويض آخر، فيبت موظف فيما يُجمع معه قبل نهاية {by:date}.",
    en="For some of these months you are paid a pension or another benefit: a member of staff decides by {by:date} what is paid beside it.",
    fr="Une pension ou une autre prestation vous est versée pour certains de ces mois : un agent décide du cumul au plus tard le {by:date}.",
)
CLAIMED_LATE = Refusal(
    "injury-claimed-late",
    ar="كان آخر يوم لطلب بدل بعض هذه الأيام {last:date}. يطلع موظف على سبب التأخر ويبت قبل نهاية {by:date}.",
    en="The last day for claiming some of these days was {last:date}. A member of staff looks at why it is late and decides by {by:date}.",
    fr="Certains de ces jours devaient être demandés au plus tard le {last:date}. Un agent examine le motif du retard et décide au plus tard le {by:date}.",
)
TAKEN_BACK = Refusal(
    "injury-days-taken-back",
    ar="سجل الصحة يقيد الآن أيامًا أقل أو علاجًا على نفقة المؤسسة: {less:amount} ريال مما مُنح من قبل لم يعد مستحقًا. ما صُرف منه زيادة يُسترد بعد أن تُبلغ به.",
    en="The health register now has fewer days, or treatment at the institution’s expense: {less:amount} SAR of what was awarded before is no longer due. What was paid of it is recovered after you are told.",
    fr="Le registre de santé indique désormais moins de jours, ou des soins à notre charge : {less:amount} SAR accordés auparavant ne sont plus dus. Ce qui fut versé en trop est récupéré après avis.",
    severity=Severity.WARNING,
)
