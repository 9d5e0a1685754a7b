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
    ar="تتطلب هذه الخدمة موافقة العميل برمز يصل إلى جواله. أرسل الرمز من صفحة الموافقة؛ ومن لا جوال له يسجله هنا من صفحة الجوال والرقم السري والبطاقة، أو يدخل الفرع الافتراضي بوسيلة تحقق إضافية.",
    en="This service needs the client’s consent by a code on their mobile. Send one from the consent page; who has no registered mobile registers one here, on the page Mobile, PIN and card, or asks in the virtual branch with a second factor.",
    fr="Ce service exige le consentement du client par un code sur son mobile. Envoyez-le depuis la page du consentement ; sans mobile enregistré, le client en enregistre un ici, à la page Mobile, code secret et carte, ou fait sa demande dans l’agence virtuelle avec un second facteur.",
)
NO_DOCUMENT_NUMBER = Refusal(
    "counter-document-number",
    ar="الرقم ليس رقم هذا العميل أو ليس رقم وثيقة. اقرأه من الوثيقة مرة أخرى.",
    en="This is not this client’s number, or no document’s number. Read it from the document again.",
    fr="Ce n’est pas le numéro de ce client, ou pas un numéro de pièce. Relisez-le sur la pièce.",
)
DOCUMENT_EXPIRED = Refusal(
    "counter-document-expired",
    ar="الوثيقة منتهية أو تاريخها غير واضح. اطلب وثيقة سارية، واكتب تاريخ انتهائها مثل \u20662030-06-30\u2069.",
    en="The document has expired, or the date is not a real one. Ask for a valid one and enter when it expires, such as 2030-06-30.",
    fr="La pièce est périmée, ou la date n’en est pas une. Demandez une pièce valable et saisissez sa date d’expiration, par exemple 2030-06-30.",
)
DOCUMENT_FIRST = Refusal(
    "counter-document-first",
    ar="سجّل أولًا وثيقة هوية العميل كما رأيتها في هذه الجلسة.",
    en="First record the client’s identity document as you see it in this sitting.",
    fr="Enregistrez d’abord la pièce d’identité du client, telle que vous la voyez pendant cette séance.",
)
COLLEAGUE_FIRST = Refusal(
    "counter-colleague-first",
    ar="لم يثبت العميل نفسه برمز على جواله السابق، فيلزم أن يرى زميل من الفرع العميل ووثيقته ويؤكد ذلك من مكتبه. ثم أعد المحاولة.",
    en="The client has not proved themselves by a code to the mobile they had, so a colleague of the branch must see them and the document, and confirm it at their own desk. Then try again.",
    fr="Le client ne s’est pas prouvé par un code sur le mobile qu’il avait : un collègue de l’agence doit le voir avec sa pièce et le confirmer à son propre bureau. Réessayez ensuite.",
)
NOT_A_COLLEAGUE = Refusal(
    "counter-not-a-colleague",
    ar="لا تؤكد جلستك ولا جلسة شخص تمثله أو جلسة انتهت. اطلب ذلك من زميل آخر في الفرع ما دامت الجلسة قائمة.",
    en="Nobody confirms their own sitting, that of somebody they stand for, or one that has ended. Another colleague of the branch does it while the sitting lasts.",
    fr="Nul ne confirme sa propre séance, celle d’une personne qu’il représente, ni une séance terminée. Un autre collègue de l’agence le fait tant que la séance dure.",
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
