"""Why a client's signature is not accepted, and what to do."""

from __future__ import annotations

from guichet.engine.refusal import Refusal

SIGNATURE_UNREADABLE = Refusal(
    "signature-unreadable",
    ar="ملف التوقيع ليس رسالة CMS بموقّع واحد. أنشئه بالأمر openssl cms -sign -binary بصيغة DER أو PEM ثم أعد الإرسال.",
    en="The signature is not a CMS message with one signer. Make it with openssl cms -sign -binary, as DER or PEM, and send again.",
    fr="La signature n’est pas un message CMS à un seul signataire. Créez-la avec openssl cms -sign -binary, en DER ou PEM, et renvoyez.",
)
SIGNATURE_NOT_DETACHED = Refusal(
    "signature-not-detached",
    ar="يحتوي ملف التوقيع على البيانات نفسها. أنشئه بلا ‎-nodetach وأرسله مع الملف الأصلي.",
    en="The signature holds the data itself. Make it without -nodetach and send it beside the original file.",
    fr="La signature contient les données elles-mêmes. Créez-la sans -nodetach et envoyez-la à côté du fichier d’origine.",
)
SIGNATURE_OF_OTHER_BYTES = Refusal(
    "signature-broken",
    ar="لا يطابق التوقيع هذا الملف: تغيّر الملف بعد توقيعه أو هو توقيع ملف آخر. وقّع الملف كما هو الآن مع ‎-binary.",
    en="The signature does not belong to this file: it was changed after it was signed, or another file was signed. Sign the file as it is now, with -binary.",
    fr="La signature n’est pas celle de ce fichier : il a été modifié après signature, ou un autre fichier a été signé. Signez le fichier tel quel, avec -binary.",
)
SIGNATURE_WEAK = Refusal(
    "signature-weak",
    ar="وقّع «{signer}» بخوارزمية ضعيفة أو بشهادة ليست للتوقيع. استخدم SHA-256 وشهادة توقيع.",
    en="“{signer}” signed with a weak algorithm, or with a certificate that is not for signing. Use SHA-256 and a signing certificate.",
    fr="« {signer} » a signé avec un algorithme faible ou un certificat qui n’est pas prévu pour signer. Utilisez SHA-256 et un certificat de signature.",
)
SIGNER_UNKNOWN = Refusal(
    "signer-unknown",
    ar="شهادة «{signer}» صادرة عن جهة لا نثق بها. اطلب شهادة من المؤسسة أو من جهة معتمدة لديها.",
    en="The certificate of “{signer}” was issued by an authority we do not trust. Ask for one from the institution, or from an authority it accepts.",
    fr="Le certificat de « {signer} » émane d’une autorité que nous ne reconnaissons pas. Demandez-en un à l’institution ou à une autorité qu’elle accepte.",
)
SIGNER_EXPIRED = Refusal(
    "signer-expired",
    ar="انتهت شهادة «{signer}» في {until:date}. جدّدها ووقّع الملف من جديد.",
    en="The certificate of “{signer}” ran out on {until:date}. Renew it and sign the file again.",
    fr="Le certificat de « {signer} » a expiré le {until:date}. Renouvelez-le et signez de nouveau le fichier.",
)
SIGNER_NOT_YET = Refusal(
    "signer-not-yet",
    ar="لا تسري شهادة «{signer}» قبل {since:date}. وقّع بشهادة سارية.",
    en="The certificate of “{signer}” is not valid before {since:date}. Sign with one that is valid now.",
    fr="Le certificat de « {signer} » n’est pas valable avant le {since:date}. Signez avec un certificat valable.",
)
SIGNER_REVOKED = Refusal(
    "signer-revoked",
    ar="شهادة «{signer}» ملغاة. اطلب شهادة جديدة ووقّع الملف بها.",
    en="The certificate of “{signer}” has been revoked. Ask for a new one and sign the file with it.",
    fr="Le certificat de « {signer} » a été révoqué. Demandez-en un nouveau et signez le fichier avec lui.",
)
SIGNER_UNCERTAIN = Refusal(
    "signer-uncertain",
    ar="لا نستطيع الآن التأكد من أن شهادة «{signer}» غير ملغاة. أعد الإرسال لاحقًا، أو أبلغنا إن تكرر ذلك.",
    en="We cannot make sure at the moment that the certificate of “{signer}” is not revoked. Send again later, and tell us if it stays so.",
    fr="Nous ne pouvons pas vérifier pour l’instant que le certificat de « {signer} » n’est pas révoqué. Renvoyez plus tard et prévenez-nous si cela persiste.",
)
SIGNER_OF_ANOTHER = Refusal(
    "signer-of-another",
    ar="شهادة «{signer}» ليست مسجلة لحسابك. وقّع بشهادتك، أو اطلب من المؤسسة تسجيلها لحسابك.",
    en="The certificate of “{signer}” is not registered for your account. Sign with your own, or have the institution register it for you.",
    fr="Le certificat de « {signer} » n’est pas enregistré pour votre compte. Signez avec le vôtre, ou faites-le enregistrer par l’institution.",
)
