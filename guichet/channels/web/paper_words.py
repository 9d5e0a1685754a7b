"""The words of the pages about papers."""

from __future__ import annotations

from django.conf import settings

from guichet.domain.documents.queries import Standing
from guichet.lib.text import Words

WORDS = {
    "title": Words(ar="التحقق من وثيقة", en="Verify a document", fr="Vérifier un document"),
    "lede": Words(
        ar="اكتب رقم الوثيقة ورمز التحقق كما يظهران على الورقة. لا حاجة إلى تسجيل الدخول.",
        en="Type the document number and the verification code as they stand on the paper. No sign-in is needed.",
        fr="Saisissez le numéro du document et le code de vérification tels qu’ils figurent sur le papier. Aucune connexion n’est nécessaire.",
    ),
    "number": Words(ar="رقم الوثيقة", en="Document number", fr="Numéro du document"),
    "code": Words(ar="رمز التحقق", en="Verification code", fr="Code de vérification"),
    "verify": Words(ar="تحقق", en="Verify", fr="Vérifier"),
    "none": Words(
        ar="لم نصدر وثيقة بهذا الرقم وهذا الرمز",
        en="We have issued no document with this number and this code",
        fr="Nous n’avons émis aucun document avec ce numéro et ce code",
    ),
    "none-say": Words(
        ar="راجع كل حرف في الرقم والرمز. إن كانا كما على الورقة فلا تعتمد عليها.",
        en="Check each character of both. If they are as on the paper, do not rely on it.",
        fr="Vérifiez chaque caractère des deux. S’ils sont conformes au papier, ne vous y fiez pas.",
    ),
    "compare": Words(
        ar="قارن ما يلي بما في الورقة. إن اختلف شيء فالورقة محرفة.",
        en="Compare what follows with the paper. If anything differs, the paper was altered.",
        fr="Comparez ce qui suit avec le papier. En cas de différence, le papier a été modifié.",
    ),
    "issued": Words(ar="تاريخ الإصدار", en="Issued on", fr="Émis le"),
    "limited": Words(
        ar="جُربت أرقام كثيرة من شبكتك. انتظر دقيقة.",
        en="Too many were tried from your network. Wait a minute.",
        fr="Trop d’essais depuis votre réseau. Patientez une minute.",
    ),
    "download": Words(
        ar="تنزيل وثيقة PDF موقعة", en="Download as a signed PDF", fr="Télécharger en PDF signé"
    ),
    "not-now": Words(
        ar="لا يمكن توقيع الوثائق الآن. طلبك مسجل ووثيقتك محفوظة لك؛ أعد المحاولة بعد دقائق.",
        en="Documents cannot be signed at the moment. Your request is recorded; try the download again in a few minutes.",
        fr="La signature des documents est momentanément impossible. Votre demande est enregistrée ; réessayez dans quelques minutes.",
    ),
    "busy": Words(
        ar="نزّلت وثائق كثيرة في دقيقة. انتظر قليلًا ثم أعد المحاولة.",
        en="You downloaded many documents within a minute. Wait a little and try again.",
        fr="Vous avez téléchargé beaucoup de documents en une minute. Patientez un peu et réessayez.",
    ),
}
RECEIPTS = {
    "more": Words(
        ar="لمعرفة ما فيه امسح الرمز الذي على الإيصال، أو أرسل ملفه الموقع أدناه.",
        en="To see what it is about, scan the code on the receipt, or send its signed file below.",
        fr="Pour savoir de quoi il s’agit, scannez le code du reçu ou envoyez ci-dessous son fichier signé.",
    ),
    "not_whole": Words(
        ar="هذا الملف ليس إيصالًا منا كما وقعناه",
        en="This file is not a receipt of ours as we signed it",
        fr="Ce fichier n’est pas un reçu de notre part, tel que nous l’avons signé",
    ),
    "not_whole_say": Words(
        ar="أرسل الملف كما نزلته من صفحة الإيصال. إن كان كذلك فلا تعتمد عليه.",
        en="Send the file as it was downloaded from the receipt’s page. If it is, do not rely on it.",
        fr="Envoyez le fichier tel qu’il a été téléchargé depuis la page du reçu. S’il l’est, ne vous y fiez pas.",
    ),
    "file": Words(
        ar="ملف الإيصال الموقع (JSON)",
        en="The signed file of the receipt (JSON)",
        fr="Le fichier signé du reçu (JSON)",
    ),
    "check_file": Words(ar="تحقق من الملف", en="Verify the file", fr="Vérifier le fichier"),
    "offline": Words(
        ar="ويمكن التحقق من الملف دون اتصال بمفتاحنا العام وحده.",
        en="The file can also be verified offline, with nothing but our public key.",
        fr="Le fichier se vérifie aussi hors ligne, avec notre seule clé publique.",
    ),
    "keys": Words(ar="مفاتيحنا العامة", en="Our public keys", fr="Nos clés publiques"),
}
STANDINGS = {
    Standing.VALID: Words(
        ar="الوثيقة صحيحة وسارية",
        en="The document is genuine and valid",
        fr="Le document est authentique et valable",
    ),
    Standing.EXPIRED: Words(
        ar="الوثيقة صحيحة لكن انتهت صلاحيتها",
        en="The document is genuine, but has expired",
        fr="Le document est authentique, mais expiré",
    ),
    Standing.REPLACED: Words(
        ar="حلت محل هذه الوثيقة وثيقة أحدث",
        en="A newer document has replaced this one",
        fr="Un document plus récent a remplacé celui-ci",
    ),
    Standing.REVOKED: Words(
        ar="ألغت المؤسسة هذه الوثيقة، فلا تعتمد عليها",
        en="The institution has revoked this document; do not rely on it",
        fr="L’institution a révoqué ce document ; ne vous y fiez pas",
    ),
}
NAMES = dict(settings.LANGUAGES)
