"""The words that stand on every paper."""

from __future__ import annotations

from guichet.lib import institution
from guichet.lib.text import Words

INSTITUTION = institution.name()
NUMBER = Words(ar="رقم الوثيقة", en="Document number", fr="Numéro du document")
CODE = Words(ar="رمز التحقق", en="Verification code", fr="Code de vérification")
ISSUED = Words(ar="تاريخ الإصدار", en="Issued on", fr="Émis le")
ASKED = Words(ar="تاريخ الطلب", en="Asked on", fr="Demandé le")
OUTCOME = Words(ar="النتيجة", en="Outcome", fr="Résultat")
RECEIPT = Words(ar="إيصال", en="Receipt", fr="Reçu")
NOTHING = Words(ar="لا يوجد.", en="None.", fr="Néant.")
VERIFY = Words(
    ar="للتحقق من هذه الوثيقة امسح الرمز، أو افتح العنوان التالي واكتب رقم الوثيقة ورمز التحقق.",
    en="To verify this document scan the code, or open the address below and type the document number and the verification code.",
    fr="Pour vérifier ce document, scannez le code ou ouvrez l’adresse ci-dessous et saisissez le numéro du document et le code de vérification.",
)
VERIFY_RECEIPT = Words(
    ar="للتحقق من هذا الإيصال امسح الرمز، أو افتح العنوان التالي.",
    en="To verify this receipt scan the code, or open the address below.",
    fr="Pour vérifier ce reçu, scannez le code ou ouvrez l’adresse ci-dessous.",
)
QR = Words(
    ar="رمز للتحقق من الوثيقة",
    en="Code to verify the document",
    fr="Code pour vérifier le document",
)
SEALED = Words(
    ar="وثيقة إلكترونية موقعة رقميًا من المؤسسة، ولا تحتاج إلى ختم أو توقيع بخط اليد.",
    en="An electronic document, signed digitally by the institution; it needs neither stamp nor handwritten signature.",
    fr="Document électronique signé numériquement par l’institution ; ni cachet ni signature manuscrite ne sont nécessaires.",
)
PAGE = Words(ar="صفحة {page} من {pages}", en="Page {page} of {pages}", fr="Page {page} sur {pages}")
