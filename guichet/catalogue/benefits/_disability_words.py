"""What is said of a claim by somebody who cannot work."""

from __future__ import annotations

from guichet.engine.refusal import Refusal, Remedy
from guichet.lib.contact import BRANCH

_AGAIN = Remedy("benefits.claim_disability_pension", {"person": "person"})

NOT_INSURED = Refusal(
    "disability-not-insured",
    ar="من يحمل الرقم {value} غير مشمول بتأمين العجز هنا. إن كنت ترى غير ذلك: " + BRANCH.ar,
    en="The holder of {value} is not insured here against disability. If you think otherwise: "
    + BRANCH.en,
    fr="Le titulaire du numéro {value} n’est pas assuré ici contre l’invalidité. Si vous pensez le contraire : "
    + BRANCH.fr,
)
DIED = Refusal(
    "disability-holder-died",
    ar="صاحب الرقم {value} متوفى، فلا معاش عجز له. من كان من أسرته فليطلب معاش أفراد العائلة.",
    en="The holder of {value} has died, so no disability pension is awarded. The family claims the survivors’ pension.",
    fr="Le titulaire du numéro {value} est décédé : aucune pension d’invalidité n’est accordée. La famille demande la pension de survivants.",
    remedy=Remedy("benefits.claim_survivors_pension", {"deceased": "value"}),
)
NO_CONSENT = Refusal(
    "disability-without-consent",
    ar="لا تطلع اللجنة الطبية على ملفك الصحي إلا بموافقتك، ولا يُبت في العجز دونها. أعد الطلب موافقًا إن شئت.",
    en="The medical board reads your health file only if you consent, and cannot decide without it. Claim again and consent, if you wish.",
    fr="La commission médicale ne lit votre dossier de santé qu’avec votre accord, et ne peut décider sans lui. Renouvelez la demande en donnant votre accord, si vous le souhaitez.",
    remedy=_AGAIN,
)
OF_WORK = Refusal(
    "disability-of-work",
    ar="عجز سببه العمل تُعوض عنه إصابات العمل لا هذا المعاش. بلّغ عن الإصابة: " + BRANCH.ar,
    en="A disability that work has caused is a work injury, and is not paid by this pension. Have the injury reported: "
    + BRANCH.en,
    fr="Une invalidité causée par le travail relève des accidents du travail et non de cette pension. Faites déclarer l’accident : "
    + BRANCH.fr,
)
SINCE_LATER = Refusal(
    "disability-since-in-future",
    ar="التاريخ الذي لم تعد تستطيع العمل منه بعد اليوم. صححه ثم أعد الطلب.",
    en="The day since which you cannot work is still to come. Correct it, then claim again.",
    fr="Le jour depuis lequel vous ne pouvez plus travailler est à venir. Corrigez-le, puis renouvelez la demande.",
    remedy=_AGAIN,
)
OF_AGE = Refusal(
    "disability-at-normal-age",
    ar="بلغت السن النظامية في {reached:date} قبل العجز، ولا معاش عجز بعدها. اطلب معاش التقاعد.",
    en="You reached the normal age on {reached:date}, before the disability, and there is no disability pension from then on. Claim the old-age pension.",
    fr="Vous avez atteint l’âge normal le {reached:date}, avant l’invalidité : il n’y a plus de pension d’invalidité. Demandez la pension de vieillesse.",
    remedy=Remedy("benefits.claim_old_age_pension", {"person": "value"}),
)
BEFORE_LAW = Refusal(
    "disability-before-the-law",
    ar="العجز من {since:date}، قبل النظام الذي نحسب به. يُنظر فيه في الفرع: " + BRANCH.ar,
    en="The disability is since {since:date}, before the law that is reckoned with here. A branch looks at it: "
    + BRANCH.en,
    fr="L’invalidité remonte au {since:date}, avant la loi appliquée ici. L’agence l’examine : "
    + BRANCH.fr,
)
TOO_FEW = Refusal(
    "disability-too-few-months",
    ar="أشهر الاشتراك حتى بدء العجز: {months}، والمطلوب {needed}. راجع كشف مددك.",
    en="Contribution months up to the disability: {months} of {needed} asked for. Look at your statement of periods.",
    fr="Mois de cotisation jusqu’à l’invalidité : {months} sur {needed} demandés. Consultez votre relevé de périodes.",
    remedy=Remedy("account.statement_of_periods", {"person": "value"}),
)
TOO_FEW_AFTER = Refusal(
    "disability-too-few-months-after-work",
    ar="بدأ العجز بعد تركك العمل في {left:date} أو لم يثبت خلال المدة النظامية بعده، فيلزم {needed} من أشهر الاشتراك ولديك {months}. راجع كشف مددك.",
    en="The disability came after you left work on {left:date}, or was not proved in time after it, so {needed} contribution months are asked for and you have {months}. Look at your statement of periods.",
    fr="L’invalidité est survenue après votre départ du {left:date}, ou n’a pas été prouvée à temps ensuite. Mois de cotisation : {months} sur {needed} exigés. Consultez votre relevé de périodes.",
    remedy=Remedy("account.statement_of_periods", {"person": "value"}),
)
ALREADY_PAID = Refusal(
    "disability-already-paid",
    ar="يُصرف معاش عجز للرقم {value} منذ قبل، ولا يُمنح مرتين. اطلب شهادة المعاش لترى مبلغه.",
    en="A disability pension is in payment for {value} already, and is not awarded twice. The pension certificate says what it is.",
    fr="Une pension d’invalidité est déjà versée au numéro {value} ; elle n’est pas accordée deux fois. L’attestation de pension en donne le montant.",
    remedy=Remedy("certificates.pension", {"person": "value"}),
)
OLD_AGE_PAID = Refusal(
    "disability-beside-old-age",
    ar="يُصرف لك معاش تقاعد، ولا يُجمع معه معاش عجز. شهادة المعاش تبين ما يُصرف لك.",
    en="You are paid an old-age pension, and a disability pension is not paid beside it. The pension certificate says what you are paid.",
    fr="Une pension de vieillesse vous est versée ; une pension d’invalidité ne s’y ajoute pas. L’attestation de pension en donne le montant.",
    remedy=Remedy("certificates.pension", {"person": "value"}),
)
NO_ACCOUNT = Refusal(
    "disability-without-account",
    ar="لا يوجد حساب بنكي مسجل لك يُصرف إليه المعاش. سجل حسابك ثم أعد الطلب.",
    en="No bank account of yours is on record for the pension. Register one, then claim again.",
    fr="Aucun compte bancaire n’est enregistré pour la pension. Enregistrez-en un, puis renouvelez la demande.",
    remedy=Remedy("account.change_bank_account", {"person": "value"}),
)
BOARD_ASKED = Refusal(
    "disability-board-asked",
    ar="تستوفي شروط المدد. تفحصك اللجنة الطبية وتبت قبل نهاية {by:date}، وتُبلغ بموعد الفحص وبالقرار.",
    en="You meet the conditions on record. The medical board examines you and decides by {by:date}; you are told of the examination and of the decision.",
    fr="Vous remplissez les conditions au registre. La commission médicale vous examine et décide au plus tard le {by:date} ; vous serez informé de l’examen et de la décision.",
)
NOT_DISABLED = Refusal(
    "disability-not-found",
    ar="فحصتك اللجنة الطبية في {on:date} ولم تجد عجزًا كما يشترطه النظام. للاعتراض خلال المدة النظامية: "
    + BRANCH.ar,
    en="The medical board examined you on {on:date} and did not find a disability as the law asks for it. To object within the legal period: "
    + BRANCH.en,
    fr="La commission médicale vous a examiné le {on:date} et n’a pas constaté l’invalidité exigée par la loi. Pour contester dans le délai légal : "
    + BRANCH.fr,
)
FOUND_OF_WORK = Refusal(
    "disability-found-of-work",
    ar="وجدت اللجنة الطبية في {on:date} أن سبب العجز هو العمل، فتُعوض عنه إصابات العمل لا هذا المعاش. بلّغ عن الإصابة: "
    + BRANCH.ar,
    en="The medical board found on {on:date} that work has caused the disability: it is a work injury, and is not paid by this pension. Have the injury reported: "
    + BRANCH.en,
    fr="La commission médicale a constaté le {on:date} que le travail a causé l’invalidité : elle relève des accidents du travail. Faites déclarer l’accident : "
    + BRANCH.fr,
)
STILL_WORKING = Refusal(
    "disability-still-working",
    ar="وجدت اللجنة الطبية العجز في {on:date}، ويُصرف المعاش بعد انتهاء العمل، وأنت مسجل على رأس العمل. اطلب من صاحب العمل إنهاء تسجيلك ثم أعد الطلب، ولا يُعاد الفحص. إن لم يفعل: "
    + BRANCH.ar,
    en="The medical board found the disability on {on:date}. The pension is paid once work has ended, and you are registered as working. Have your employer report that you left, then claim again; you are not examined anew. If that fails: "
    + BRANCH.en,
    fr="La commission médicale a constaté l’invalidité le {on:date}. La pension est versée après la fin du travail, et vous êtes inscrit comme salarié. Faites déclarer votre départ, puis renouvelez la demande, sans nouvel examen. Sinon : "
    + BRANCH.fr,
)
