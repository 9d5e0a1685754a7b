"""Refusals of the counter."""

from __future__ import annotations

from guichet.engine.refusal import Refusal

UNKNOWN_CLIENT = Refusal(
    "counter-client-unknown",
    ar="لا يوجد عميل بهذا الرقم. راجع أرقام الهوية العشرة أو رقم المنشأة مع العميل.",
    en="No client has this number. Check the ten digits of the ID, or the establishment’s number, with the client.",
    fr="Aucun client n’a ce numéro. Vérifiez avec lui les dix chiffres de l’identité ou le numéro de l’établissement.",
)
WHO_OF_THEM = Refusal(
    "counter-name-the-person",
    ar="ليس للمنشأة مالك واحد له حساب. أدخل مع رقم المنشأة رقم هوية الشخص الحاضر أمامك.",
    en="The establishment has no single owner with an account. Enter the national number of the person before you as well.",
    fr="L’établissement n’a pas un seul propriétaire ayant un compte. Saisissez aussi le numéro d’identité de la personne présente.",
)
NOT_THEIRS = Refusal(
    "counter-not-for-this-establishment",
    ar="ليس لهذا الشخص أن يتصرف عن المنشأة {value}. راجع الرقمين، أو اطلب تفويض المالك.",
    en="This person may not act for establishment {value}. Check both numbers, or ask for the owner’s mandate.",
    fr="Cette personne ne peut agir pour l’établissement {value}. Vérifiez les deux numéros ou demandez le mandat du propriétaire.",
)
OWN_MATTER = Refusal(
    "counter-own-matter",
    ar="لا يخدم الموظف نفسه ولا جهة يمثلها ولا يعدّل بياناته. أحل العميل إلى زميل.",
    en="Nobody serves themselves, those they stand for, or changes their own data at the counter. Hand this client to a colleague.",
    fr="Nul ne se sert soi-même, ni ceux qu’il représente, ni ne change ses propres données au guichet. Confiez ce client à un collègue.",
)
NO_PAPER_REFERENCE = Refusal(
    "counter-paper-reference",
    ar="أدخل رقم النموذج الموقّع كما طُبع عليه: من 4 إلى 40 حرفًا أو رقمًا.",
    en="Enter the signed form’s reference as printed on it: 4 to 40 letters and digits.",
    fr="Saisissez la référence du formulaire signé telle qu’imprimée : de 4 à 40 lettres et chiffres.",
)
PAPER_USED = Refusal(
    "counter-paper-used",
    ar="سُجّل النموذج {value} في جلسة أخرى. لكل جلسة نموذج موقّع جديد.",
    en="The form {value} is recorded with another sitting. Each sitting needs a newly signed form.",
    fr="Le formulaire {value} est enregistré pour une autre séance. Chaque séance exige un formulaire nouvellement signé.",
)
WRONG_CODE = Refusal(
    "counter-code-wrong",
    ar="الرمز غير صحيح أو انتهت مدته. أعد إدخاله كما يقرأه العميل، أو أرسل رمزًا جديدًا.",
    en="The code is wrong or has expired. Enter it again as the client reads it, or send a new one.",
    fr="Le code est faux ou a expiré. Saisissez-le à nouveau comme le client le lit, ou envoyez-en un autre.",
)
NEEDS_CODE = Refusal(
    "counter-needs-code",
    ar="تتطلب هذه الخدمة موافقة العميل برمز يصل إلى جواله. أرسل الرمز من صفحة الموافقة؛ ومن لا جوال له يسجله في الفرع الافتراضي أو يدخل هناك بعامل تحقق إضافي.",
    en="This service needs the client’s consent by a code on their mobile. Send one from the consent page; who has no registered mobile registers it in the virtual branch, or asks there with a second factor.",
    fr="Ce service exige le consentement du client par un code sur son mobile. Envoyez-le depuis la page du consentement ; sans mobile enregistré, le client l’enregistre dans l’agence virtuelle ou y fait sa demande avec un second facteur.",
)
NO_BRANCH = Refusal(
    "counter-no-such-branch",
    ar="لا يوجد فرع بالرقم {value}. أضفه أولًا.",
    en="There is no branch {value}. Add it first.",
    fr="Il n’y a pas d’agence {value}. Ajoutez-la d’abord.",
)
SITTING_ENDED = Refusal(
    "counter-sitting-ended",
    ar="انتهت هذه الجلسة. سجّل العميل من جديد واطلب موافقته.",
    en="This sitting has ended. Name the client again and ask for their consent.",
    fr="Cette séance est terminée. Enregistrez à nouveau le client et demandez son consentement.",
)
TOO_MANY_CLIENTS = Refusal(
    "counter-too-many-clients",
    ar="سجّلت أرقامًا كثيرة خلال ساعة. انتظر قليلًا، أو اطلب من مشرفك مراجعة ما جرى.",
    en="You have named very many clients within an hour. Wait a while, or ask your supervisor.",
    fr="Vous avez enregistré un très grand nombre de clients en une heure. Patientez ou adressez-vous à votre responsable.",
)
