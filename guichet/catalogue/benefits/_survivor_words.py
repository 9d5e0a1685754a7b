"""What survivors are told when a claim cannot be decided, or not by itself."""

from __future__ import annotations

from guichet.engine.refusal import Refusal, Remedy, Severity
from guichet.lib.contact import BRANCH

NOT_FAMILY = Refusal(
    "survivor-not-named",
    ar="لا يذكر السجل المدني أنك من أسرة متوفى برقم {value}. راجع الرقم، وإن كان صحيحًا فصحح القيد لدى الأحوال المدنية ثم أعد الطلب.",
    en="The civil registry does not name you as family of a deceased person with number {value}. Check it; if it is right, have Civil Affairs correct the entry, then try again.",
    fr="Le registre civil ne vous cite pas dans la famille d’une personne décédée au numéro {value}. Vérifiez-le ; s’il est exact, faites corriger l’inscription par l’état civil, puis renouvelez la demande.",
)
NOTHING_LEFT = Refusal(
    "survivors-without-pension",
    ar="لا يترتب على وفاة صاحب الرقم {value} معاش: لا معاش كان يُصرف له، ولا مدد اشتراك تكفي. إن كنت ترى غير ذلك: "
    + BRANCH.ar,
    en="The death of {value} leaves no pension: none was paid, and the contribution months do not suffice. If you think otherwise: "
    + BRANCH.en,
    fr="Le décès de {value} n’ouvre droit à aucune pension : aucune n’était versée et les mois de cotisation ne suffisent pas. Si vous pensez le contraire : "
    + BRANCH.fr,
)
BEFORE_THE_LAW = Refusal(
    "survivors-before-the-law",
    ar="توفي صاحب الرقم {value} قبل العمل بالأنظمة التي يُحسب بها هنا. يُبت في ذلك بأوراقه: "
    + BRANCH.ar,
    en="{value} died before the laws that are reckoned by here were in force. It is decided from the papers: "
    + BRANCH.en,
    fr="Le décès de {value} est antérieur aux lois appliquées ici. Il est examiné sur pièces : "
    + BRANCH.fr,
)
ENTRY_UNCLEAR = Refusal(
    "survivors-entry-unclear",
    ar="قيد وفاة صاحب الرقم {value} أو أسرته في السجل المدني ناقص: لا تاريخ للوفاة، أو لا تاريخ ميلاد أو صلة معروفة لأحد أفرادها. صحح القيد لدى الأحوال المدنية ثم أعد الطلب.",
    en="The civil registry’s entry of {value} or of the family is not whole: it has no day of death, or of a member no date of birth or no known relation. Have Civil Affairs complete it, then try again.",
    fr="L’inscription de {value} ou de sa famille au registre civil est incomplète : jour du décès, date de naissance ou lien d’un membre manquants. Faites-la compléter par l’état civil, puis renouvelez la demande.",
)
NOBODY_ENTITLED = Refusal(
    "survivors-nobody-entitled",
    ar="لا أحد من أسرة صاحب الرقم {value} المقيدين تنطبق عليه شروط النصيب اليوم. من يدرس أو به عجز يحدّث حاله لدى جهته ثم يعيد الطلب.",
    en="Of the family of {value} on record nobody meets the conditions of a share today. Who studies or is disabled has that registered, then tries again.",
    fr="Dans la famille inscrite de {value}, personne ne remplit aujourd’hui les conditions d’une part. Qui étudie ou vit avec un handicap le fait inscrire, puis renouvelle la demande.",
)
EXPECTED = Refusal(
    "survivors-child-expected",
    ar="ذكرت أن جنينًا منتظر، فيُحفظ له نصيبه. يراجع موظف ذلك ويُبت قبل نهاية {by:date}؛ لا حاجة إلى إعادة الطلب.",
    en="A child is expected, you say, and its share is kept. A member of staff looks at it and decides by {by:date}; nothing need be sent again.",
    fr="Un enfant est attendu, dites-vous : sa part est réservée. Un agent l’examine et décide au plus tard le {by:date} ; ne renouvelez pas la demande.",
)
INCOMPLETE = Refusal(
    "survivors-family-incomplete",
    ar="ذكرت أن قيد الأسرة ناقص أو خاطئ. يراجع موظف ذلك ويُبت قبل نهاية {by:date}؛ لا حاجة إلى إعادة الطلب.",
    en="You say that the family on record is incomplete or wrong. A member of staff looks at it and decides by {by:date}; nothing need be sent again.",
    fr="Vous dites que la famille inscrite est incomplète ou inexacte. Un agent l’examine et décide au plus tard le {by:date} ; ne renouvelez pas la demande.",
)
CONTESTED = Refusal(
    "survivors-marriage-contested",
    ar="في قيد الأسرة زواج متنازع عليه أمام القضاء. يراجع موظف ذلك ويُبت قبل نهاية {by:date}؛ لا حاجة إلى إعادة الطلب.",
    en="A marriage in the family’s record is contested in court. A member of staff looks at it and decides by {by:date}; nothing need be sent again.",
    fr="Un mariage inscrit dans la famille est contesté en justice. Un agent l’examine et décide au plus tard le {by:date} ; ne renouvelez pas la demande.",
)
NO_ACCOUNT_YET = Refusal(
    "survivor-without-account",
    ar="لا يوجد حساب بنكي مسجل للرقم {value}، فيُحفظ نصيبه حتى يُسجل حساب ثم يُصرف كاملًا.",
    en="No bank account is on record for {value}: the share is kept until one is registered, then paid in full.",
    fr="Aucun compte bancaire n’est enregistré pour {value} : la part est conservée jusqu’à son enregistrement, puis versée en entier.",
    severity=Severity.WARNING,
    remedy=Remedy("account.change_bank_account", {"person": "value"}),
)
NO_GRANT = Refusal(
    "death-grant-not-known",
    ar="لا يقرر نظام المتوفى صاحب الرقم {value} منحة وفاة.",
    en="The law that applied to {value} knows no death grant.",
    fr="La loi applicable à {value} ne prévoit pas d’allocation de décès.",
)
CLAIM_PENSION_FIRST = Refusal(
    "death-grant-before-pension",
    ar="تُصرف منحة الوفاة لأفراد الأسرة المستحقين في معاشه. اطلب أولًا معاش أفراد العائلة للرقم {value}.",
    en="The death grant goes to the members who share the pension. Claim the survivors’ pension of {value} first.",
    fr="L’allocation de décès revient aux membres qui se partagent la pension. Demandez d’abord la pension de survivants de {value}.",
    remedy=Remedy("benefits.claim_survivors_pension", {"deceased": "value"}),
)
GRANT_LAPSED = Refusal(
    "death-grant-lapsed",
    ar="مضى على الوفاة أكثر مما يسمح به النظام لطلب منحتها (كان آخر يوم {last:date}). إن كان لك عذر: "
    + BRANCH.ar,
    en="The death is longer ago than the law allows for its grant (the last day was {last:date}). If you had a reason: "
    + BRANCH.en,
    fr="Le décès remonte à plus que le délai légal de l’allocation (dernier jour : {last:date}). Si vous aviez un motif : "
    + BRANCH.fr,
)
GRANTED_BEFORE = Refusal(
    "death-grant-given",
    ar="مُنحت منحة وفاة صاحب الرقم {value} في {day:date} بطلب من الأسرة، ونصيب كل فرد على النحو المبين؛ لا يُصرف شيء مرة أخرى.",
    en="The grant of the death of {value} was given on {day:date}, when one of the family asked; the parts are those shown, and nothing is paid again.",
    fr="L’allocation de décès de {value} a été accordée le {day:date}, à la demande d’un membre de la famille ; les parts sont celles indiquées et rien n’est versé de nouveau.",
    severity=Severity.WARNING,
)
NOT_SHARING = Refusal(
    "dependant-not-sharing",
    ar="لا تتقاسم أسرة المتوفى صاحب الرقم {value} معاشًا معك. إن كنت منها فاطلب أولًا معاش أفراد العائلة.",
    en="No pension of a deceased with number {value} is shared with you. If you are of the family, claim the survivors’ pension first.",
    fr="Aucune pension d’un défunt au numéro {value} n’est partagée avec vous. Si vous êtes de la famille, demandez d’abord la pension de survivants.",
    remedy=Remedy("benefits.claim_survivors_pension", {"deceased": "value"}),
)
LATE_MEMBER = Refusal(
    "dependant-found-late",
    ar="لم يكن صاحب الرقم {value} في قيد الأسرة عند القسمة. يراجع موظف ذلك ويُبت قبل نهاية {by:date}؛ لا حاجة إلى إعادة الطلب.",
    en="{value} was not in the family’s record when the pension was shared. A member of staff looks at it and decides by {by:date}; nothing need be sent again.",
    fr="Le numéro {value} n’était pas inscrit dans la famille lors du partage. Un agent l’examine et décide au plus tard le {by:date} ; ne renouvelez pas la demande.",
)
