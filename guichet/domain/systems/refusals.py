"""How a system is told no, and what its keeper is told on the page. OAuth answers name these by
``error_uri``.
"""

from __future__ import annotations

from guichet.engine.refusal import Refusal

ASSERTION_INVALID = Refusal(
    "assertion-invalid",
    ar="تعذر التحقق من إثبات العميل (client_assertion). وقّعها بخوارزمية ES256 بمفتاح مسجّل وسارٍ، واذكر kid وiss وsub وaud وexp وjti.",
    en="The client assertion cannot be verified. Sign it with ES256 and a registered key in force, and name kid, iss, sub, aud, exp and jti.",
    fr="L’assertion du client ne peut être vérifiée. Signez-la en ES256 avec une clé enregistrée et en vigueur, et indiquez kid, iss, sub, aud, exp et jti.",
)
ASSERTION_EXPIRED = Refusal(
    "assertion-expired",
    ar="انتهت مدة client_assertion. أنشئ واحدة جديدة لكل طلب واضبط ساعة الجهاز.",
    en="The client assertion has expired. Make a new one for each call, and check the clock of your machine.",
    fr="L’assertion du client a expiré. Créez-en une pour chaque appel et vérifiez l’heure de votre machine.",
)
ASSERTION_EARLY = Refusal(
    "assertion-dated-ahead",
    ar="تاريخ client_assertion في المستقبل. اضبط ساعة الجهاز.",
    en="The client assertion is dated in the future. Check the clock of your machine.",
    fr="L’assertion du client est datée du futur. Vérifiez l’heure de votre machine.",
)
ASSERTION_TOO_LONG = Refusal(
    "assertion-lives-too-long",
    ar="مدة client_assertion أطول من {most:minute,oblique}. اجعل exp خلال {most:minute,oblique} من الآن.",
    en="The client assertion lives longer than {most:minute}. Let exp be within {most:minute} from now.",
    fr="L’assertion du client dure plus de {most:minute}. Fixez exp à {most:minute} au plus.",
)
ASSERTION_AUDIENCE = Refusal(
    "assertion-for-somebody-else",
    ar="قيمة aud في client_assertion ليست عنواننا وحده. ضع عنوان المُصدِر كما في وثيقة البيانات الوصفية.",
    en="The aud of the client assertion is not our address alone. Put the issuer named in the metadata document.",
    fr="L’aud de l’assertion du client n’est pas notre seule adresse. Indiquez l’issuer nommé dans le document de métadonnées.",
)
ASSERTION_USED = Refusal(
    "assertion-used-before",
    ar="استُعملت client_assertion هذه من قبل. أنشئ واحدة جديدة بقيمة jti جديدة لكل طلب.",
    en="This client assertion was used before. Make a new one with a new jti for each call.",
    fr="Cette assertion du client a déjà servi. Créez-en une avec un nouveau jti pour chaque appel.",
)
CERTIFICATE_NEEDED = Refusal(
    "client-certificate-needed",
    ar="هذا النظام مرتبط بشهادة عميل. اتصل عبر عنوان الشهادات بشهادة سارية.",
    en="This system is bound to a client certificate. Connect to the address for certificates, with a valid one.",
    fr="Ce système est lié à un certificat client. Connectez-vous à l’adresse prévue avec un certificat valable.",
)
SCOPE_TOO_WIDE = Refusal(
    "scope-too-wide",
    ar="طُلبت خدمة ليست ضمن خدمات هذا النظام. اطلب ما سُجّل له، أو أضف الخدمة في صفحة الأنظمة.",
    en="A service was asked for that this system does not have. Ask for what is registered, or add it on the page of systems.",
    fr="Un service demandé n’est pas attribué à ce système. Demandez ce qui est enregistré, ou ajoutez-le sur la page des systèmes.",
)
KEY_UNREADABLE = Refusal(
    "key-unreadable",
    ar="هذا ليس مفتاحًا عامًا من نوع EC P-256. الصق ملف PEM الذي يبدأ بـ «BEGIN PUBLIC KEY»، أو JWK.",
    en="This is not an EC P-256 public key. Paste the PEM file that begins with “BEGIN PUBLIC KEY”, or a JWK.",
    fr="Ce n’est pas une clé publique EC P-256. Collez le fichier PEM qui commence par « BEGIN PUBLIC KEY », ou un JWK.",
)
KEY_PRIVATE = Refusal(
    "key-private",
    ar="هذا مفتاح خاص، ولم نحتفظ به. لا ترسله لأحد: أنشئ زوجًا جديدًا والصق المفتاح العام فقط.",
    en="This is a private key; we have not kept it. Never send it to anybody: make a new pair and paste the public key only.",
    fr="C’est une clé privée ; nous ne l’avons pas gardée. Ne l’envoyez à personne : créez une nouvelle paire et collez la clé publique seulement.",
)
KEY_TAKEN = Refusal(
    "key-taken",
    ar="سُجّل هذا المفتاح من قبل. أنشئ زوجًا جديدًا لكل نظام.",
    en="This key is registered already. Make a new pair for each system.",
    fr="Cette clé est déjà enregistrée. Créez une nouvelle paire pour chaque système.",
)
KEY_DATES = Refusal(
    "key-dates",
    ar="تاريخ انتهاء المفتاح يجب أن يكون بعد تاريخ بدئه وبعد الآن. صحّح التاريخين.",
    en="A key must end after it starts, and later than now. Mend the dates.",
    fr="Une clé doit finir après son début et plus tard que maintenant. Corrigez les dates.",
)
TOO_MANY_KEYS = Refusal(
    "too-many-keys",
    ar="لهذا النظام {most} مفاتيح سارية. ألغِ واحدًا قبل إضافة آخر.",
    en="This system has {most} living keys. Revoke one before you add another.",
    fr="Ce système a {most} clés en vigueur. Révoquez-en une avant d’en ajouter une autre.",
)
TOO_MANY_SYSTEMS = Refusal(
    "too-many-systems",
    ar="لهذه المنشأة {most} نظامًا متصلًا. ألغِ واحدًا قبل إضافة آخر.",
    en="This establishment has {most} connected systems. Revoke one before you add another.",
    fr="Cet établissement a {most} systèmes connectés. Révoquez-en un avant d’en ajouter un autre.",
)
SYSTEM_NAME = Refusal(
    "system-name",
    ar="اكتب اسمًا للنظام من 1 إلى 80 حرفًا.",
    en="Give the system a name of 1 to 80 characters.",
    fr="Donnez au système un nom de 1 à 80 caractères.",
)
SYSTEM_SERVICES = Refusal(
    "system-services",
    ar="اختر خدمة واحدة على الأقل مما لك الحق فيه.",
    en="Choose at least one service, of those you have the right to.",
    fr="Choisissez au moins un service, parmi ceux auxquels vous avez droit.",
)
SYSTEM_UNKNOWN = Refusal(
    "system-unknown",
    ar="لا يوجد نظام سارٍ بهذا المعرّف لدى جهة أخرى. راجع المعرّف مع صاحب النظام.",
    en="Nobody else has a system in force with this client ID. Check the ID with whoever runs the system.",
    fr="Personne d’autre n’a de système en vigueur avec cet identifiant. Vérifiez-le auprès de celui qui l’exploite.",
)
SYSTEM_LACKS_SERVICES = Refusal(
    "system-lacks-services",
    ar="لا يقدم هذا النظام أيًّا من الخدمات المختارة. اختر غيرها، أو اطلب من صاحبه إضافتها.",
    en="This system has none of the services you ticked. Tick others, or ask whoever runs it to add them.",
    fr="Ce système n’a aucun des services cochés. Cochez-en d’autres, ou demandez à son exploitant de les ajouter.",
)
