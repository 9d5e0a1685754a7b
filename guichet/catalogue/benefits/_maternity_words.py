"""What is said of a claim for a birth."""

from __future__ import annotations

from guichet.engine.refusal import Refusal, Remedy
from guichet.lib.contact import BRANCH

NOT_INSURED = Refusal(
    "maternity-not-insured",
    ar="من تحمل الرقم {value} غير مشمولة بتعويض الأمومة. إن كنتِ ترين غير ذلك: " + BRANCH.ar,
    en="The holder of {value} is not insured for maternity. If you think otherwise: " + BRANCH.en,
    fr="La titulaire du numéro {value} n’est pas assurée pour la maternité. Si vous pensez le contraire : "
    + BRANCH.fr,
)
DIED = Refusal(
    "maternity-holder-died",
    ar="صاحبة الرقم {value} متوفاة، فلا يُمنح تعويض أمومة بهذه الخدمة. ما استُحق قبل الوفاة: "
    + BRANCH.ar,
    en="The holder of {value} has died, so no maternity benefit is awarded here. For what was due before: "
    + BRANCH.en,
    fr="La titulaire du numéro {value} est décédée : aucune allocation n’est accordée ici. Pour ce qui était dû auparavant : "
    + BRANCH.fr,
)
NO_BIRTH = Refusal(
    "maternity-without-birth",
    ar="لا مولود مقيدًا باسمك في سجل المواليد بهذا التاريخ. قيدي المولود لدى الأحوال المدنية، أو اتركي التاريخ فارغًا، ثم أعيدي الطلب. إن كان مقيدًا: "
    + BRANCH.ar,
    en="No birth of yours of that day is in the registry of births. Have the child entered by the civil registry, or leave the day empty, then claim again. If it is entered: "
    + BRANCH.en,
    fr="Aucune naissance à cette date n’est inscrite à votre nom. Faites inscrire l’enfant à l’état civil ou laissez la date vide, puis renouvelez la demande. Si elle est inscrite : "
    + BRANCH.fr,
)
BEFORE_BIRTH = Refusal(
    "maternity-before-birth",
    ar="{born:date} يوم لم يأتِ بعد. اطلبي التعويض بعد الولادة وقيد المولود؛ ولا يضيع عليك شيء، فهو يُحسب من شهر الولادة كما ينص النظام.",
    en="{born:date} is still to come. Claim once the child is born and entered; nothing is lost, the benefit counts from the birth as the law says.",
    fr="Le {born:date} est à venir. Faites la demande après la naissance et l’inscription de l’enfant ; rien n’est perdu, l’allocation court dès la naissance selon la loi.",
    remedy=Remedy("benefits.claim_maternity_benefit", {"person": "person"}),
)
BEFORE_LAW = Refusal(
    "maternity-before-the-law",
    ar="كانت الولادة في {born:date}، قبل العمل بتعويض الأمومة، فلا يُمنح عنها.",
    en="The birth was on {born:date}, before there was a maternity benefit, so none is awarded for it.",
    fr="La naissance date du {born:date}, avant l’entrée en vigueur de l’allocation de maternité : aucune n’est accordée.",
)
NOT_AT_WORK = Refusal(
    "maternity-not-at-work",
    ar="لم تكوني مسجلة على رأس العمل يوم الولادة ({born:date})، والتعويض لمن كانت على رأس العمل. راجعي كشف مددك؛ وإن كنتِ تعملين يومها فليصحح صاحب العمل تسجيلك.",
    en="You were not registered as working on the day of the birth ({born:date}), and the benefit is for who was. Look at your statement of periods; if you did work, have the employer correct it.",
    fr="Vous n’étiez pas inscrite comme salariée le jour de la naissance ({born:date}), condition de l’allocation. Consultez votre relevé de périodes ; si vous travailliez, faites-le corriger par l’employeur.",
    remedy=Remedy("account.statement_of_periods", {"person": "value"}),
)
TOO_FEW = Refusal(
    "maternity-too-few-months",
    ar="أشهر الاشتراك المحسوبة في {window:month,oblique} قبل الولادة: {months}، والمطلوب {needed}. راجعي كشف مددك.",
    en="Contribution months that count in the {window:month} before the birth: {months} of {needed} asked for. Look at your statement of periods.",
    fr="Mois de cotisation comptés dans les {window:month} précédant la naissance : {months} sur {needed} demandés. Consultez votre relevé de périodes.",
    remedy=Remedy("account.statement_of_periods", {"person": "value"}),
)
NO_WAGE = Refusal(
    "maternity-without-wage",
    ar="لا أجر مسجلًا لك في الأشهر التي يُحسب منها التعويض قبل {born:date}. راجعي كشف مددك؛ وإن كان فيه نقص: "
    + BRANCH.ar,
    en="No wage of yours is on record in the months before {born:date} from which the benefit is reckoned. Look at your statement of periods; if something is missing: "
    + BRANCH.en,
    fr="Aucun salaire n’est enregistré pour les mois précédant le {born:date} dont dépend l’allocation. Consultez votre relevé de périodes ; s’il manque quelque chose : "
    + BRANCH.fr,
)
NOT_CARRIED = Refusal(
    "maternity-pregnancy-too-short",
    ar="المقيد أن الحمل دام أقل من {needed:month,oblique}، وهي المدة التي يشترطها النظام. إن كان القيد خطأً: "
    + BRANCH.ar,
    en="On record the pregnancy lasted less than the {needed:month} that the law asks for. If the record is wrong: "
    + BRANCH.en,
    fr="D’après le registre, la grossesse a duré moins que les {needed:month} exigés par la loi. Si c’est inexact : "
    + BRANCH.fr,
)
TOO_LATE = Refusal(
    "maternity-claimed-late",
    ar="كان آخر يوم لطلب هذا التعويض {last:date}. إن كان لك عذر: " + BRANCH.ar,
    en="The last day for claiming this benefit was {last:date}. If you had an excuse: " + BRANCH.en,
    fr="Le dernier jour pour demander cette allocation était le {last:date}. Si vous aviez une excuse : "
    + BRANCH.fr,
)
PAID_WAGE = Refusal(
    "maternity-beside-wage",
    ar="لا يُجمع تعويض الأمومة مع الأجر. إن كان صاحب العمل لا يدفع لك أجر هذه الأشهر فأعيدي الطلب وأجيبي «لا».",
    en="The maternity benefit is not paid beside a wage. If your employer does not pay you for these months, claim again and answer “no”.",
    fr="L’allocation de maternité ne s’ajoute pas à un salaire. Si l’employeur ne vous paie pas pour ces mois, renouvelez la demande en répondant « non ».",
    remedy=Remedy("benefits.claim_maternity_benefit", {"person": "person"}),
)
NO_ACCOUNT = Refusal(
    "maternity-without-account",
    ar="لا يوجد حساب بنكي مسجل لك يُصرف إليه التعويض. سجلي حسابك ثم أعيدي الطلب.",
    en="No bank account of yours is on record for the benefit. Register one, then claim again.",
    fr="Aucun compte bancaire n’est enregistré pour l’allocation. Enregistrez-en un, puis renouvelez la demande.",
    remedy=Remedy("account.change_bank_account", {"person": "value"}),
)
NO_REPORT = Refusal(
    "maternity-without-report",
    ar="أرفقي التقرير الطبي الذي يبين حاجة المولود إلى مرافق، ثم أعيدي الطلب. أو اطلبي الآن دون الأشهر الإضافية، ثم أضيفيها بالطلب نفسه مع التقرير.",
    en="Attach the medical report that says the child needs a companion, then claim again. Or claim now without the further months, and add them later by the same claim with the report.",
    fr="Joignez le certificat médical indiquant que l’enfant a besoin d’un accompagnant, puis renouvelez la demande. Ou demandez dès maintenant sans les mois supplémentaires, ajoutés ensuite par la même demande avec le certificat.",
    remedy=Remedy("benefits.claim_maternity_benefit", {"person": "person"}),
)
NOTHING_ADDED = Refusal(
    "maternity-nothing-to-add",
    ar="لا أشهر يضيفها النظام إلى ما مُنح لك. إن كنتِ ترين غير ذلك: " + BRANCH.ar,
    en="The law adds no months to what you were awarded. If you think otherwise: " + BRANCH.en,
    fr="La loi n’ajoute aucun mois à ce qui vous a été accordé. Si vous pensez le contraire : "
    + BRANCH.fr,
)
COMPANION = Refusal(
    "maternity-companion-looked-at",
    ar="تُمنح أشهر إضافية لمن يحتاج مولودها إلى مرافق دائم. يطلع موظف على التقرير المرفق ويبت قبل نهاية {by:date}.",
    en="Further months are given where a child needs a constant companion. A member of staff reads the medical paper you sent and decides by {by:date}.",
    fr="Des mois supplémentaires sont accordés si l’enfant a besoin d’un accompagnant permanent. Un agent lit le certificat joint et décide au plus tard le {by:date}.",
)
LENGTH_UNKNOWN = Refusal(
    "maternity-length-not-on-record",
    ar="مدة الحمل غير مقيدة في سجل المواليد، ويشترط النظام {needed:month,oblique} على الأقل. يبت موظف في طلبك قبل نهاية {by:date}.",
    en="How long the pregnancy lasted is not in the registry of births, and the law asks for {needed:month} at least. A member of staff decides by {by:date}.",
    fr="La durée de la grossesse n’est pas inscrite au registre, et la loi exige au moins {needed:month}. Un agent décide au plus tard le {by:date}.",
)
