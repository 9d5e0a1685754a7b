"""The sentences of the description, in the three languages."""

from __future__ import annotations

from guichet.lib.text import Words

TITLE = Words(
    ar="بوابة الأنظمة: خدمات التأمينات الاجتماعية",
    en="Social insurance services, system to system",
    fr="Services d’assurance sociale, de système à système",
)
NOTES = Words(
    ar="كل خدمة عملية واحدة. أرسل «input» لطلب واحد أو «rows» لعدة طلبات ({most} كحد أقصى). يُرفض أي حقل غير معروف. أعد الإرسال بالمفتاح Idempotency-Key نفسه بأمان: يُسجَّل الطلب مرة واحدة. اقرأ المبالغ والأرقام نصوصًا. يُرسل الملف المرفق داخل الحقل هكذا: {{«base64»: «…»}}، ويعود باسمه الذي يصلح لطلب لاحق. تأتي الجمل بلغة Accept-Language (ar أو en أو fr).",
    en="Every service is one operation. Send “input” to ask once or “rows” to ask many times (at most {most}). Unknown fields are refused. Sending again with the same Idempotency-Key is safe: it counts once. Read amounts and numbers as text. A file travels in its field as {{“base64”: “…”}} and comes back as its name, which a later call may use. Sentences come in the language of Accept-Language (ar, en or fr).",
    fr="Chaque service est une opération. Envoyez « input » pour une demande ou « rows » pour plusieurs ({most} au plus). Les champs inconnus sont refusés. Renvoyer avec la même Idempotency-Key est sans danger : la demande ne compte qu’une fois. Lisez les montants et les numéros comme du texte. Un fichier voyage dans son champ sous la forme {{« base64 » : « … »}} et revient sous son nom, qu’un appel suivant peut employer. Les phrases suivent Accept-Language (ar, en ou fr).",
)
KEY = Words(
    ar="مفتاح من اختيارك، من 1 إلى 200 حرف ASCII. الإرسال مجددًا بالمفتاح والمحتوى نفسيهما يعيد الجواب الأول.",
    en="A key of your choice, 1 to 200 ASCII characters. The same key and content again give the first answer back.",
    fr="Une clé de votre choix, 1 à 200 caractères ASCII. La même clé avec le même contenu redonne la première réponse.",
)
DRY_RUN = Words(
    ar="نفّذ كل الفحوص ولا تسجّل شيئًا: يعيد ما سيتغير.",
    en="Do everything but keep nothing: answers what would change.",
    fr="Tout vérifier sans rien enregistrer : répond ce qui changerait.",
)
LANGUAGE = Words(ar="لغة الجمل", en="The language of sentences", fr="La langue des phrases")
REPLAY = Words(
    ar="القيمة true إذا كان هذا الجواب هو الأول نفسه لطلب سبق إرساله",
    en="“true” when this is the first answer to something asked before",
    fr="« true » quand c’est la première réponse à une demande déjà faite",
)
LIST = Words(ar="كل الخدمات", en="Every service", fr="Tous les services")
TOKEN = Words(
    ar="رمز دخول قصير الأجل", en="A short-lived access token", fr="Un jeton d’accès de courte durée"
)
SYSTEM = Words(
    ar="رمز قصير الأجل لنظام مسجّل: client_credentials مع private_key_jwt (ES256). البيانات الوصفية في /.well-known/oauth-authorization-server.",
    en="A short-lived token for a registered system: client_credentials with private_key_jwt (ES256). Metadata at /.well-known/oauth-authorization-server.",
    fr="Un jeton de courte durée pour un système enregistré : client_credentials avec private_key_jwt (ES256). Métadonnées à /.well-known/oauth-authorization-server.",
)
TRANSACTION = Words(
    ar="مآل طلب سابق", en="What became of an asking", fr="La suite donnée à une demande"
)
RECEIPT = Words(
    ar="إيصال موقّع يمكن التحقق منه دون اتصال",
    en="The signed receipt, verifiable offline",
    fr="Le reçu signé, vérifiable hors ligne",
)
ATTACHMENT = Words(
    ar="ملف أُرفق بطلب", en="A file that came with an asking", fr="Un fichier joint à une demande"
)
KEYS = Words(
    ar="المفاتيح العامة التي تُتحقق بها الإيصالات",
    en="The public keys that verify receipts",
    fr="Les clés publiques qui vérifient les reçus",
)
PROBLEM = Words(
    ar="معنى نوع من المشكلات", en="What a problem type means", fr="Le sens d’un type de problème"
)
MEANING = Words(ar="المعنى", en="Meaning", fr="Sens")
EVERY_REFUSAL = Words(ar="كل أسباب الرفض", en="Every refusal", fr="Tous les refus")
TAKEN = Words(
    ar="استُلم. أي جواب آخر يعيد الإرسال لاحقًا، فتأكد من webhook-id.",
    en="Taken. Any other answer has it sent again later, so look at webhook-id.",
    fr="Reçu. Toute autre réponse provoque un nouvel envoi : vérifiez webhook-id.",
)
SIGNATURE = Words(
    ar="توقيع CMS منفصل (base64) على بايتات الطلب نفسها بشهادة العميل؛ يتطلب Idempotency-Key",
    en="A detached CMS signature (base64) over the very bytes of the body, with the client’s certificate; needs an Idempotency-Key",
    fr="Signature CMS détachée (base64) des octets mêmes du corps, avec le certificat du client ; exige une Idempotency-Key",
)
