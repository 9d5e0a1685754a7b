"""What whoever objects to a decision on a benefit is told."""

from __future__ import annotations

from guichet.domain.benefits import contested
from guichet.engine.refusal import Refusal, Remedy
from guichet.lib.text import Words

KEY = "benefits.object_to_decision"
FIRST, COMMITTEE, BOARD = "first", "committee", "board"

ABOUT = {
    contested.AMOUNT: Words(
        ar="مبلغ ما يُصرف لي أو تاريخ بدئه",
        en="How much I am paid, or from when",
        fr="Le montant versé, ou sa date de début",
    ),
    contested.REFUSED: Words(
        ar="رفض طلبي", en="A claim of mine was refused", fr="Ma demande a été refusée"
    ),
    contested.SHARE: Words(
        ar="نصيبي من معاش العائلة",
        en="My share of a family’s pension",
        fr="Ma part d’une pension de famille",
    ),
    contested.STOPPED: Words(
        ar="إيقاف معاشي", en="My pension was stopped", fr="Ma pension a été arrêtée"
    ),
    contested.RECOVERY: Words(
        ar="استرداد زيادة صُرفت لي",
        en="Money is asked back from me",
        fr="On me réclame un trop-perçu",
    ),
    contested.BOARD: Words(
        ar="قرار اللجنة الطبية",
        en="What the medical board found",
        fr="La conclusion de la commission médicale",
    ),
}
REASONS = {
    "record": Words(
        ar="أجور أو مدد مسجلة خطأ",
        en="Wages or periods on record are wrong",
        fr="Salaires ou périodes enregistrés inexacts",
    ),
    "facts": Words(
        ar="بياناتي أو بيانات عائلتي غير صحيحة",
        en="Facts about me or my family are wrong",
        fr="Faits inexacts sur moi ou ma famille",
    ),
    "rule": Words(
        ar="طُبقت القاعدة خطأ", en="The rule was applied wrongly", fr="La règle est mal appliquée"
    ),
    "health": Words(
        ar="حالتي الصحية غير ما وجدته اللجنة",
        en="My health is other than the board found",
        fr="Mon état est autre que la commission ne l’a conclu",
    ),
    "other": Words(ar="سبب آخر", en="Another reason", fr="Autre motif"),
}
LEVELS = {
    FIRST: Words(ar="أول: موظف آخر", en="First: another officer", fr="Premier : un autre agent"),
    COMMITTEE: Words(
        ar="ثانٍ: لجنة الاعتراضات",
        en="Second: the committee",
        fr="Second : la commission de recours",
    ),
    BOARD: Words(
        ar="لجنة طبية استئنافية",
        en="A higher medical board",
        fr="Une commission médicale d’appel",
    ),
}
NO_DECISION = Refusal(
    "objection-no-decision",
    ar="لا قرار من هذا النوع مسجل للرقم {person}. اختر القرار الذي تعترض عليه، أو راجعه في «متابعة طلباتي».",
    en="No decision of that kind is on record for {person}. Choose the decision you object to, or look it up in “Follow my requests”.",
    fr="Aucune décision de ce type n’est enregistrée pour {person}. Choisissez la décision contestée, ou cherchez-la dans « Suivre mes demandes ».",
    remedy=Remedy("account.follow_requests"),
)
TOO_LATE = Refusal(
    "objection-to-decision-too-late",
    ar="صدر القرار في {decided:date}، وانتهت مهلة الاعتراض عليه في {last:date}. إن كانت بياناتك المسجلة خاطئة فاطلب تصحيحها من صاحب العمل أو الفرع.",
    en="The decision is of {decided:date} and could be objected to until {last:date}. If your record is wrong, ask your employer or a branch to correct it.",
    fr="La décision est du {decided:date} et pouvait être contestée jusqu’au {last:date}. Si votre dossier est inexact, faites-le corriger par l’employeur ou une agence.",
)
WAITS = Refusal(
    "objection-to-decision-waits",
    ar="لك اعتراض على هذا القرار برقم {reference} لم يُبت فيه بعد. انتظر القرار حتى {last:date}.",
    en="Your objection {reference} to this decision is not decided yet. Wait for the answer, due by {last:date}.",
    fr="Votre contestation {reference} de cette décision n’est pas tranchée. Attendez la réponse, prévue au plus tard le {last:date}.",
)
UPHELD_BEFORE = Refusal(
    "objection-upheld-before",
    ar="قُبل اعتراضك {reference} على هذا القرار من قبل. إن صدر قرار جديد فاعترض عليه هو.",
    en="Your objection {reference} to this decision was accepted before. If a new decision follows, object to that one.",
    fr="Votre contestation {reference} de cette décision a déjà été admise. Si une nouvelle décision suit, contestez celle-ci.",
    remedy=Remedy(KEY),
)
APPEAL_TOO_LATE = Refusal(
    "objection-second-too-late",
    ar="لم يُقبل اعتراضك {reference}، وانتهت مهلة الاعتراض الثاني أمام اللجنة في {last:date}.",
    en="Your objection {reference} was not accepted, and the committee could be asked until {last:date}.",
    fr="Votre contestation {reference} n’a pas été admise, et la commission pouvait être saisie jusqu’au {last:date}.",
)
DECIDED_TWICE = Refusal(
    "objection-decided-twice",
    ar="بتت اللجنة في هذا القرار برقم {reference}، ولا اعتراض بعدها هنا. يجوز رفع دعوى أمام المحكمة العمالية حتى {last:date}.",
    en="The committee has decided on this, {reference}, and nobody here does after it. The labour court may be asked until {last:date}.",
    fr="La commission a tranché, {reference} ; il n’y a plus de recours ici. Le tribunal du travail peut être saisi jusqu’au {last:date}.",
)
NOTHING_CHANGES = Refusal(
    "objection-comes-to-the-same",
    ar="أُعيد البت بما هو مسجل اليوم فكانت النتيجة نفسها. صحح البيانات المسجلة بخدمتها أولًا ثم وافق، أو ارفض الاعتراض.",
    en="Decided anew by today’s record it comes to the same. Put the record right by its own service first and approve then, or decline.",
    fr="Reprise d’après le dossier d’aujourd’hui, la décision est la même. Faites d’abord corriger le dossier, puis approuvez, ou refusez.",
)
AN_OFFICER_DECIDES = Refusal(
    "objection-to-decision-referred",
    ar="يبت في اعتراضك موظف لم يتخذ القرار، في موعد أقصاه {by:date}، ونبلغك. إن انقضى الموعد دون رد فذلك بحكم النظام رفض، ولك بعد الرفض أن تعترض أمام اللجنة.",
    en="An officer who did not take the decision decides on your objection by {by:date} at the latest, and you will be told. No answer by then is a refusal by law; after a refusal you may turn to the committee.",
    fr="Un agent étranger à la décision tranche votre contestation au plus tard le {by:date}, et vous serez prévenu. Sans réponse à cette date, la loi y voit un refus ; après un refus, la commission peut être saisie.",
)
AN_OFFICER_DECIDES_OR_NOBODY = Refusal(
    "objection-to-decision-referred-accepting",
    ar="يبت في اعتراضك موظف لم يتخذ القرار، في موعد أقصاه {by:date}، ونبلغك. إن انقضى الموعد دون رد قُبل اعتراضك بحكم النظام.",
    en="An officer who did not take the decision decides on your objection by {by:date} at the latest, and you will be told. With no answer by then it is accepted by law.",
    fr="Un agent étranger à la décision tranche votre contestation au plus tard le {by:date}, et vous serez prévenu. Sans réponse à cette date, elle est admise par la loi.",
)
THE_COMMITTEE_DECIDES = Refusal(
    "objection-to-decision-second",
    ar="تبت لجنة الاعتراضات في اعتراضك الثاني في موعد أقصاه {by:date}، ويلزم اتفاق {people} لم يشارك أي منهم في ما سبق، ونبلغك.",
    en="The committee decides on your second objection by {by:date} at the latest: {people} of one mind, none of whom took part before. You will be told.",
    fr="La commission tranche votre second recours au plus tard le {by:date} : {people} membres d’accord, dont aucun n’a pris part avant. Vous serez prévenu.",
)
A_BOARD_DECIDES = Refusal(
    "objection-to-board-referred",
    ar="تفحصك لجنة طبية استئنافية من {people} أعضاء غير أعضاء الأولى في موعد أقصاه {by:date}، ونبلغك. أحضر تقاريرك الطبية؛ وتتحمل المؤسسة ما تطلبه من فحوص.",
    en="A higher board of {people} members, none of them of the first, examines you by {by:date} at the latest, and you will be told. Bring your medical reports; the institution pays the tests it orders.",
    fr="Une commission d’appel de {people} membres, tous étrangers à la première, vous examine au plus tard le {by:date}, et vous serez prévenu. Apportez vos rapports médicaux ; l’institution paie les examens qu’elle prescrit.",
)
OF_BOARD = Refusal(
    "objection-is-of-board",
    ar="هذا القرار مبني على ما وجدته اللجنة الطبية، فاعترض على قرار اللجنة الطبية نفسه لتنظر فيه لجنة أخرى.",
    en="This rests on what a medical board found. Object to what the board found instead, so that another board looks at it.",
    fr="Cette décision repose sur la conclusion d’une commission médicale. Contestez plutôt cette conclusion, pour qu’une autre commission l’examine.",
    remedy=Remedy(KEY),
)
BOARD_FOUND_THE_SAME = Refusal(
    "objection-board-found-the-same",
    ar="فحصتك اللجنة الاستئنافية في {on:date} ووجدت ما وجدته الأولى، وقرارها نهائي هنا. يجوز رفع دعوى أمام المحكمة العمالية حتى {last:date}.",
    en="The higher board examined you on {on:date} and found as the first did; nobody here decides after it. The labour court may be asked until {last:date}.",
    fr="La commission d’appel vous a examiné le {on:date} et conclut comme la première ; nul ne tranche ici après elle. Le tribunal du travail peut être saisi jusqu’au {last:date}.",
)
DECIDED_BY_BOARD = Refusal(
    "objection-decided-by-board",
    ar="هذا ما وجدته اللجنة الطبية الاستئنافية، ولا اعتراض بعدها هنا. يجوز رفع دعوى أمام المحكمة العمالية حتى {last:date}.",
    en="This is what the higher board found, and nobody here decides after it. The labour court may be asked until {last:date}.",
    fr="C’est la conclusion de la commission d’appel ; il n’y a plus de recours ici. Le tribunal du travail peut être saisi jusqu’au {last:date}.",
)
DECLINED_FIRST = Refusal(
    "objection-declined",
    ar="لم يُقبل اعتراضك: {reason} لك أن تعترض أمام اللجنة حتى {until:date} بهذه الخدمة نفسها.",
    en="Your objection was not accepted: {reason} You may turn to the committee until {until:date}, by this same service.",
    fr="Votre contestation n’est pas admise\u202f: {reason} Vous pouvez saisir la commission jusqu’au {until:date}, par ce même service.",
    remedy=Remedy(KEY),
)
UNANSWERED_FIRST = Refusal(
    "objection-unanswered",
    ar="انقضت مهلة البت في اعتراضك في {due:date} دون قرار، وذلك رفض بحكم النظام. لك أن تعترض أمام اللجنة حتى {until:date} بهذه الخدمة نفسها.",
    en="Nobody decided on your objection by {due:date}, which is a refusal by law. You may turn to the committee until {until:date}, by this same service.",
    fr="Nul n’a tranché votre contestation avant le {due:date}, ce que la loi tient pour un refus. Vous pouvez saisir la commission jusqu’au {until:date}, par ce même service.",
    remedy=Remedy(KEY),
)
UNANSWERED_SECOND = Refusal(
    "objection-unanswered-by-committee",
    ar="انقضت مهلة اللجنة في {due:date} دون قرار، وذلك رفض بحكم النظام. يجوز رفع دعوى أمام المحكمة العمالية حتى {until:date}.",
    en="The committee did not decide by {due:date}, which is a refusal by law. The labour court may be asked until {until:date}.",
    fr="La commission n’a pas tranché avant le {due:date}, ce que la loi tient pour un refus. Le tribunal du travail peut être saisi jusqu’au {until:date}.",
)
DECLINED_SECOND = Refusal(
    "objection-declined-by-committee",
    ar="لم تقبل اللجنة اعتراضك: {reason} يجوز رفع دعوى أمام المحكمة العمالية حتى {until:date}.",
    en="The committee did not accept your objection: {reason} The labour court may be asked until {until:date}.",
    fr="La commission n’a pas admis votre recours\u202f: {reason} Le tribunal du travail peut être saisi jusqu’au {until:date}.",
)
