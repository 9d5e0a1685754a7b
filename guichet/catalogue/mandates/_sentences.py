"""What is said of mandates that cannot be given, changed or ended."""

from __future__ import annotations

from guichet.engine.refusal import Refusal

ONE_HOLDER = Refusal(
    "mandate-one-holder",
    ar="حدد من تفوضه: رقم هوية شخص، أو رقم منشأة مكتب، واحد منهما فقط.",
    en="Say whom you appoint: a person’s national number or a bureau’s establishment number, one of the two.",
    fr="Indiquez qui vous désignez : le numéro d’identité d’une personne ou le numéro d’établissement d’un cabinet, l’un des deux.",
)
HOLDER_IS_SELF = Refusal(
    "mandate-holder-is-self",
    ar="«{value}» صاحب الحق نفسه ولا يحتاج إلى تفويض. اختر غيره.",
    en="{value} already has every right here and needs no mandate. Choose somebody else.",
    fr="{value} a déjà tous les droits ici et n’a pas besoin de mandat. Choisissez quelqu’un d’autre.",
)
HOLDER_MINOR = Refusal(
    "mandate-holder-minor",
    ar="صاحب الرقم {value} لم يتم {years} سنة هجرية، فلا يعمل عن غيره. اختر شخصًا بالغًا.",
    en="{value} is not yet {years} Hijri years old and cannot act for others. Choose an adult.",
    fr="{value} n’a pas encore {years} années hégiriennes et ne peut agir pour autrui. Choisissez un adulte.",
)
CLIENTS_BY_BUREAU = Refusal(
    "clients-for-persons-only",
    ar="صلاحية العمل عن عملاء المكتب لموظفيه، ولا تُمنح لمكتب آخر. احذفها من الصلاحيات، أو حدد شخصًا برقم هويته.",
    en="To act for the bureau’s clients is for its own staff and not given to another bureau. Leave that right out, or name a person by national number.",
    fr="Agir pour les clients du cabinet est réservé à son personnel et ne se donne pas à un autre cabinet. Retirez ce droit ou désignez une personne par son numéro d’identité.",
)
NO_CLIENTS = Refusal(
    "no-clients-to-act-for",
    ar="لم تفوض أي منشأة هذه المنشأة مكتبًا لها، فلا عملاء يُعمل عنهم. احذف هذه الصلاحية، وامنحها بعد أن يفوضك أول عميل.",
    en="No establishment has appointed this one as its bureau, so there are no clients to act for. Leave that right out, and give it once a first client has appointed you.",
    fr="Aucun établissement n’a désigné celui-ci comme cabinet : il n’y a pas de clients. Retirez ce droit et donnez-le quand un premier client vous aura désigné.",
)
BUREAU_UNKNOWN = Refusal(
    "bureau-unknown",
    ar="لا توجد منشأة قائمة بالرقم {value} لتفويضها. راجع الرقم مع المكتب.",
    en="There is no open establishment {value} to appoint. Check the number with the bureau.",
    fr="Il n’y a pas d’établissement ouvert {value} à désigner. Vérifiez le numéro auprès du cabinet.",
)
START_PASSED = Refusal(
    "mandate-start-passed",
    ar="لا يبدأ التفويض قبل اليوم، و«{value:date}» مضى. أدخل اليوم أو تاريخًا لاحقًا.",
    en="A mandate cannot begin before today, and {value:date} is past. Give today or a later day.",
    fr="Un mandat ne commence pas avant aujourd’hui, et le {value:date} est passé. Donnez aujourd’hui ou un jour ultérieur.",
)
END_BEFORE_START = Refusal(
    "mandate-ends-before-start",
    ar="ينتهي التفويض في {value:date} قبل أن يبدأ في {since:date}. صحح أحد التاريخين.",
    en="The mandate would end on {value:date}, before it begins on {since:date}. Correct one of the two days.",
    fr="Le mandat finirait le {value:date}, avant de commencer le {since:date}. Corrigez l’une des deux dates.",
)
ALREADY_HOLDS = Refusal(
    "mandate-already-held",
    ar="لدى «{value}» تفويض قائم ({rights}) منذ {since:date}. عدّله أو أنهه بدل منح تفويض ثانٍ.",
    en="{value} already holds a mandate ({rights}) since {since:date}. Change or end it instead of giving a second one.",
    fr="{value} a déjà un mandat ({rights}) depuis le {since:date}. Modifiez-le ou mettez-y fin au lieu d’en donner un second.",
)
NO_MANDATE = Refusal(
    "no-mandate-to-change",
    ar="ليس لدى «{value}» تفويض قائم هنا. راجع الرقم في صفحة المفوضين.",
    en="{value} holds no mandate here. See the number on the page of delegates.",
    fr="{value} n’a pas de mandat ici. Voyez le numéro sur la page des mandataires.",
)
FOLLOWS_MAIN = Refusal(
    "mandate-follows-main",
    ar="تفويض «{value}» هنا تابع لتفويض المنشأة الرئيسية. عدّله أو أنهه هناك.",
    en="The mandate of {value} here follows that of the main establishment. Change or end it there.",
    fr="Le mandat de {value} ici suit celui de l’établissement principal. Modifiez-le ou mettez-y fin là-bas.",
)
AGENT_ALREADY = Refusal(
    "agent-already-appointed",
    ar="«{value}» وكيلك منذ {since:date}. أنهِ توكيله أولًا إن أردت تغيير مدته أو صلاحياته.",
    en="{value} has been your agent since {since:date}. End that mandate first if you want another period or other rights.",
    fr="{value} vous représente depuis le {since:date}. Mettez-y d’abord fin pour changer la durée ou les droits.",
)
BY_COURT = Refusal(
    "mandate-by-court",
    ar="ولاية «{value}» بحكم المحكمة ولا تُنهى هنا. راجع وزارة العدل.",
    en="{value} is guardian by order of a court, which is not ended here. See the Ministry of Justice.",
    fr="{value} est tuteur par décision de justice, qui ne prend pas fin ici. Adressez-vous au ministère de la Justice.",
)
ACTOR_NOT_KNOWN = Refusal(
    "actor-not-known",
    ar="حسابك غير مرتبط برقم هوية، والصك باسم شخص. وثّق هويتك في حسابك ثم أعد المحاولة.",
    en="Your account is not linked to a national number, and a deed names a person. Verify your identity in your account and try again.",
    fr="Votre compte n’est pas lié à un numéro d’identité, et un acte désigne une personne. Vérifiez votre identité dans votre compte puis réessayez.",
)
DEED_UNKNOWN = Refusal(
    "deed-unknown",
    ar="لا يوجد لدى وزارة العدل صك بالرقم {value} باسمك. راجع الرقم، أو ادخل بحساب الوكيل أو الولي نفسه.",
    en="The Ministry of Justice has no deed {value} in your name. Check the number, or sign in as the agent or guardian it names.",
    fr="Le ministère de la Justice n’a pas d’acte {value} à votre nom. Vérifiez le numéro ou connectez-vous comme la personne désignée.",
)
DEED_OVER = Refusal(
    "deed-over",
    ar="الصك {value} ملغى أو انتهت مدته. جدده لدى وزارة العدل ثم أعد المحاولة.",
    en="Deed {value} was revoked or has run out. Renew it with the Ministry of Justice and try again.",
    fr="L’acte {value} est révoqué ou expiré. Renouvelez-le auprès du ministère de la Justice puis réessayez.",
)
ACTS_ALREADY = Refusal(
    "acts-already",
    ar="أنت تعمل عن صاحب الصك {value} منذ {since:date} بتفويض آخر. لا حاجة إلى تسجيله ثانية.",
    en="You have been acting for the principal of deed {value} since {since:date} by another mandate. There is no need to register it again.",
    fr="Vous agissez déjà pour le mandant de l’acte {value} depuis le {since:date}, par un autre mandat. Inutile de l’inscrire de nouveau.",
)
