"""What is said of a work injury that is reported."""

from __future__ import annotations

from guichet.engine.refusal import Refusal, Remedy
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
    en="The last day for telling the employer was {told_by:date}, and they were told on {told_on:date}. Your right is not lost: a member of staff looks at the report and why it is late, and decides by {by:date}. No allowance is due for days before {paid_from:date}.",
    fr="L’employeur devait être prévenu au plus tard le {told_by:date} et l’a été le {told_on:date}. Votre droit subsiste : un agent examine la déclaration et le motif du retard et décide au plus tard le {by:date}. Aucune indemnité n’est due avant le {paid_from:date}.",
)
