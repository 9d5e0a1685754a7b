"""What is said of a claim by somebody who lost work."""

from __future__ import annotations

from guichet.engine.refusal import Refusal, Remedy
from guichet.lib.contact import BRANCH

NOT_INSURED = Refusal(
    "unemployment-not-insured",
    ar="من يحمل الرقم {value} غير مشمول بالتأمين ضد التعطل عن العمل. إن كنت ترى غير ذلك: "
    + BRANCH.ar,
    en="The holder of {value} is not insured against unemployment. If you think otherwise: "
    + BRANCH.en,
    fr="Le titulaire du numéro {value} n’est pas assuré contre le chômage. Si vous pensez le contraire : "
    + BRANCH.fr,
)
DIED = Refusal(
    "unemployment-holder-died",
    ar="صاحب الرقم {value} متوفى، فلا تعويض تعطل له. " + BRANCH.ar,
    en="The holder of {value} has died, so no unemployment benefit is awarded. " + BRANCH.en,
    fr="Le titulaire du numéro {value} est décédé : aucune allocation de chômage n’est accordée. "
    + BRANCH.fr,
)
NO_DEPARTURE = Refusal(
    "unemployment-without-departure",
    ar="لا توجد مدة عمل منتهية مسجلة للرقم {value}، فلا تعطل يُعوض. راجع كشف مددك.",
    en="No work that has ended is on record for {value}, so no loss of work to be paid for. Look at your statement of periods.",
    fr="Aucun emploi terminé n’est enregistré pour le numéro {value}. Consultez votre relevé de périodes.",
    remedy=Remedy("account.statement_of_periods", {"person": "value"}),
)
STILL_WORKING = Refusal(
    "unemployment-still-working",
    ar="أنت مسجل على رأس العمل، والتعويض لمن فقد عمله. اطلب من صاحب العمل إنهاء تسجيلك، ثم أعد الطلب. إن لم يفعل: "
    + BRANCH.ar,
    en="You are registered as working, and the benefit is for who has lost work. Have your employer report that you left, then claim again. If that fails: "
    + BRANCH.en,
    fr="Vous êtes inscrit comme salarié et l’allocation suppose la perte d’emploi. Faites déclarer votre départ par l’employeur, puis renouvelez la demande. Sinon : "
    + BRANCH.fr,
)
VOLUNTARY = Refusal(
    "unemployment-left-voluntarily",
    ar="المسجل أنك تركت عملك في {left:date} باختيارك أو بسبب لا يُعوض. إن كان السبب المسجل خطأً فأعد الطلب واذكر السبب الصحيح، فنسأل صاحب العمل.",
    en="On record you left on {left:date} of your own will, or for a reason that gives no benefit. If that is wrong, claim again and say why you left: we ask your employer.",
    fr="D’après le registre, vous êtes parti le {left:date} de votre gré ou pour un motif sans allocation. Si c’est inexact, renouvelez la demande en indiquant le motif : nous interrogeons l’employeur.",
    remedy=Remedy("benefits.claim_unemployment", {"person": "value"}),
)
EMPLOYER_SAYS_NO = Refusal(
    "unemployment-employer-disagrees",
    ar="أجاب صاحب العمل السابق بأن تركك العمل في {left:date} لسبب لا يُعوض. إن كنت لا توافقه فأعد الطلب واذكر السبب الصحيح، فيبت فيه موظف. والفصل في الخلاف للمحكمة العمالية.",
    en="Your former employer answered that you left on {left:date} for a reason that gives no benefit. If you disagree, claim again and say why you left: a member of staff decides. The labour court settles what stays in dispute.",
    fr="Votre ancien employeur a répondu que vous êtes parti le {left:date} pour un motif sans allocation. En cas de désaccord, renouvelez la demande en indiquant le motif : un agent décide. Le tribunal du travail tranche ce qui reste en litige.",
    remedy=Remedy("benefits.claim_unemployment", {"person": "value"}),
)
EMPLOYER_CONTESTED = Refusal(
    "unemployment-employer-contested",
    ar="أجاب صاحب العمل السابق بأن تركك العمل في {left:date} لسبب لا يُعوض، وتقول غير ذلك. يبت في طلبك موظف قبل نهاية {by:date}. إن كان لديك حكم من المحكمة العمالية أو خطاب إنهاء: "
    + BRANCH.ar,
    en="Your former employer answered that you left on {left:date} for a reason that gives no benefit, and you say otherwise. A member of staff decides by {by:date}. If you have a judgment of the labour court, or a letter of dismissal: "
    + BRANCH.en,
    fr="Votre ancien employeur a répondu que vous êtes parti le {left:date} pour un motif sans allocation, et vous le contestez. Un agent décide au plus tard le {by:date}. Si vous avez un jugement du tribunal du travail ou une lettre de licenciement : "
    + BRANCH.fr,
)
TOO_LATE = Refusal(
    "unemployment-claimed-late",
    ar="تركت العمل في {left:date}، أي قبل {days:day,oblique}، وقد انتهت مهلة طلب التعويض. إن كان لك عذر: "
    + BRANCH.ar,
    en="You left on {left:date}, {days:day} ago, and the time for claiming is over. If you had an excuse: "
    + BRANCH.en,
    fr="Vous êtes parti le {left:date}, il y a {days:day} : le délai de demande est passé. Si vous aviez une excuse : "
    + BRANCH.fr,
)
TOO_FEW = Refusal(
    "unemployment-too-few-months",
    ar="أشهر عملك في آخر {window:month,oblique} قبل ترك العمل: {months}، والمطلوب {needed}. راجع كشف مددك.",
    en="Months worked in the {window:month} before leaving: {months} of {needed} asked for. Look at your statement of periods.",
    fr="Mois travaillés dans les {window:month} précédant le départ : {months} sur {needed} demandés. Consultez votre relevé de périodes.",
    remedy=Remedy("account.statement_of_periods", {"person": "value"}),
)
OF_AGE = Refusal(
    "unemployment-at-normal-age",
    ar="بلغت السن النظامية في {reached:date}، ولا تعويض تعطل بعدها. اطلب معاش التقاعد.",
    en="You reached the normal age on {reached:date}, and there is no unemployment benefit from then on. Claim the old-age pension.",
    fr="Vous avez atteint l’âge normal le {reached:date} : il n’y a plus d’allocation de chômage. Demandez la pension de vieillesse.",
    remedy=Remedy("benefits.claim_old_age_pension", {"person": "value"}),
)
HAS_PENSION = Refusal(
    "unemployment-beside-pension",
    ar="يُصرف لك معاش تقاعد أو عجز، ولا يُجمع معه تعويض التعطل. شهادة المعاش تبين ما يُصرف لك.",
    en="You are paid an old-age or disability pension, and the unemployment benefit is not paid beside it. The pension certificate says what you are paid.",
    fr="Une pension de vieillesse ou d’invalidité vous est versée ; l’allocation de chômage ne s’y ajoute pas. L’attestation de pension en donne le montant.",
    remedy=Remedy("certificates.pension", {"person": "value"}),
)
HAS_BUSINESS = Refusal(
    "unemployment-beside-business",
    ar="أنت مالك منشأة قائمة ({number})، والتعويض لمن لا نشاط تجاريًا له. إن لم تعد لك فأغلقها أو صحح ملكيتها، ثم أعد الطلب.",
    en="You own an open establishment ({number}), and the benefit is for who has no business. If it is no longer yours, close it or have its owner corrected, then claim again.",
    fr="Vous possédez un établissement ouvert ({number}) ; l’allocation suppose de ne pas avoir d’activité. S’il n’est plus à vous, fermez-le ou faites corriger le propriétaire, puis renouvelez la demande.",
    remedy=Remedy("registry.close_establishment", {"establishment": "number"}),
)
NOT_SEEKING = Refusal(
    "unemployment-not-seeking",
    ar="لست مسجلًا باحثًا عن عمل. سجل نفسك في سجل الباحثين عن عمل، ثم أعد الطلب؛ نسأل السجل بأنفسنا.",
    en="You are not registered as seeking work. Register with the register of job seekers, then ask again; we ask it ourselves.",
    fr="Vous n’êtes pas inscrit comme demandeur d’emploi. Inscrivez-vous au registre, puis renouvelez la demande ; nous l’interrogeons nous-mêmes.",
)
NO_ACCOUNT = Refusal(
    "unemployment-without-account",
    ar="لا يوجد حساب بنكي مسجل لك يُصرف إليه التعويض. سجل حسابك ثم أعد الطلب.",
    en="No bank account of yours is on record for the benefit to be paid to. Register one, then claim again.",
    fr="Aucun compte bancaire n’est enregistré pour le versement. Enregistrez-en un, puis renouvelez la demande.",
    remedy=Remedy("account.change_bank_account", {"person": "value"}),
)
EMPLOYER_ASKED = Refusal(
    "unemployment-employer-asked",
    ar="السبب المسجل لتركك العمل في {left:date} لا يكفي للبت. يُسأل صاحب العمل السابق (المنشأة {place})، فإن أجاب بُت في طلبك في الحال وأُبلغت، وإلا بت فيه موظف قبل نهاية {by:date}.",
    en="The reason on record for your leaving on {left:date} does not settle it. Your former employer (establishment {place}) is asked; once they answer it is decided and you are told, otherwise a member of staff decides by {by:date}.",
    fr="Le motif enregistré de votre départ du {left:date} ne suffit pas. Votre ancien employeur (établissement {place}) est interrogé : dès sa réponse, la décision vous est dite ; sinon un agent décide au plus tard le {by:date}.",
)
