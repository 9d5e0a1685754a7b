"""What the pages of systems say, in the three languages."""

from __future__ import annotations

from guichet.lib.text import Words

PHRASES = {
    "menu": Words(ar="الأنظمة", en="Systems", fr="Systèmes"),
    "title": Words(ar="الأنظمة المتصلة", en="Connected systems", fr="Systèmes connectés"),
    "lede": Words(
        ar="اربط برنامج الرواتب أو الموارد البشرية ليُرسل الخدمات نيابةً عن المنشأة. لكل نظام مفاتيحه وخدماته، وتوقفه متى شئت.",
        en="Connect a payroll or HR programme that asks for services on behalf of the establishment. Each has its own keys and services, and you stop it whenever you like.",
        fr="Connectez un logiciel de paie ou de RH qui demande les services au nom de l’établissement. Chacun a ses clés et ses services, et vous l’arrêtez quand vous voulez.",
    ),
    "not-yours": Words(
        ar="يربط الأنظمةَ مالكُ المنشأة أو من فوّضه بذلك. اختر منشأة تملكها من «أتصرف نيابةً عن».",
        en="Systems are connected by the owner of an establishment, or whom the owner lets. Choose an establishment of yours under “Act for someone else”.",
        fr="Les systèmes sont connectés par le propriétaire de l’établissement ou la personne qu’il désigne. Choisissez un de vos établissements sous « Agir pour un autre ».",
    ),
    "prove-first": Words(
        ar="المفتاح مدخل دائم إلى خدمات المنشأة، فأثبت هويتك بوسيلة تحقق ثانية قبل إضافته.",
        en="A key is a lasting way in to the establishment’s services: show a second factor before you add one.",
        fr="Une clé est un accès durable aux services de l’établissement : montrez un second facteur avant d’en ajouter une.",
    ),
    "prove": Words(ar="إثبات الهوية", en="Prove it is you", fr="Prouver que c’est vous"),
    "none": Words(
        ar="لا يوجد نظام متصل بعد.",
        en="No system is connected yet.",
        fr="Aucun système n’est encore connecté.",
    ),
    "connect": Words(ar="ربط نظام", en="Connect a system", fr="Connecter un système"),
    "name": Words(ar="اسم النظام", en="Name of the system", fr="Nom du système"),
    "name-hint": Words(
        ar="كما تعرفه أنت، مثل «رواتب المقر».",
        en="As you know it, for example “Payroll, head office”.",
        fr="Tel que vous le connaissez, par exemple « Paie du siège ».",
    ),
    "client": Words(
        ar="معرّف العميل (client_id)",
        en="Client ID (client_id)",
        fr="Identifiant client (client_id)",
    ),
    "issuer": Words(ar="عنوان المُصدِر (aud)", en="Issuer (aud)", fr="Émetteur (aud)"),
    "token-address": Words(ar="عنوان طلب الرمز", en="Token address", fr="Adresse des jetons"),
    "services": Words(
        ar="الخدمات التي يجوز له طلبها",
        en="Services it may ask for",
        fr="Services qu’il peut demander",
    ),
    "services-short": Words(ar="الخدمات", en="Services", fr="Services"),
    "services-hint": Words(
        ar="لا تُظهر القائمة إلا ما لك الحق فيه.",
        en="Only what you have the right to is listed.",
        fr="Seul ce à quoi vous avez droit est listé.",
    ),
    "save": Words(ar="حفظ", en="Save", fr="Enregistrer"),
    "clients": Words(
        ar="يتصرف أيضًا نيابة عن عملاء المكتب",
        en="It acts for the bureau’s clients too",
        fr="Il agit aussi pour les clients du cabinet",
    ),
    "clients-hint": Words(
        ar="لكل عميل فوّض هذا المكتب، في حدود ما فوّضه فيه، وللخدمات المختارة أعلاه فقط.",
        en="For each client who appointed this bureau, as far as they did, and for the services ticked above only.",
        fr="Pour chaque client qui a mandaté ce cabinet, dans la limite de son mandat, et pour les services cochés ci-dessus seulement.",
    ),
    "bound": Words(
        ar="ربط الرموز بشهادة العميل (mTLS، RFC 8705)",
        en="Bind its tokens to a client certificate (mTLS, RFC 8705)",
        fr="Lier ses jetons à un certificat client (mTLS, RFC 8705)",
    ),
    "bound-hint": Words(
        ar="الرمز المسروق لا ينفع دون الشهادة نفسها. يلزم الاتصال عبر عنوان الشهادات.",
        en="A stolen token is worth nothing without the same certificate. Needs calls by the address for certificates.",
        fr="Un jeton volé ne vaut rien sans le même certificat. Exige d’appeler par l’adresse des certificats.",
    ),
    "last-used": Words(ar="آخر استعمال", en="Last used", fr="Dernière utilisation"),
    "never": Words(ar="لم يُستعمل", en="Never", fr="Jamais"),
    "state": Words(ar="الحالة", en="State", fr="État"),
    "live": Words(ar="سارٍ", en="In force", fr="En vigueur"),
    "no-key": Words(ar="بلا مفتاح", en="No key yet", fr="Sans clé"),
    "revoked": Words(ar="ملغى", en="Revoked", fr="Révoqué"),
    "coming": Words(ar="لم يبدأ بعد", en="Not begun yet", fr="Pas encore commencée"),
    "ending": Words(ar="ينتهي قريبًا", en="Ends soon", fr="Finit bientôt"),
    "expired": Words(ar="منتهٍ", en="Ended", fr="Expirée"),
    "keys": Words(ar="المفاتيح العامة", en="Public keys", fr="Clés publiques"),
    "keys-lede": Words(
        ar="أضف المفتاح التالي قبل أن ينتهي الأول، ثم ألغِ الأول: لا ينقطع العمل.",
        en="Add the next key before the first one ends, then revoke the first: nothing is interrupted.",
        fr="Ajoutez la clé suivante avant la fin de la première, puis révoquez celle-ci : rien n’est interrompu.",
    ),
    "key": Words(ar="المفتاح", en="Key", fr="Clé"),
    "key-name": Words(ar="اسم المفتاح", en="Name of the key", fr="Nom de la clé"),
    "key-text": Words(
        ar="المفتاح العام (PEM أو JWK)",
        en="Public key (PEM or JWK)",
        fr="Clé publique (PEM ou JWK)",
    ),
    "key-hint": Words(
        ar="مفتاح EC P-256 (ES256). أنشئه على جهازك ولا ترسل الجزء الخاص لأحد:",
        en="An EC P-256 key (ES256). Make it on your own machine and send the private part to nobody:",
        fr="Une clé EC P-256 (ES256). Créez-la sur votre machine et n’envoyez la partie privée à personne :",
    ),
    "from": Words(ar="من", en="Begins on", fr="À partir du"),
    "until": Words(ar="إلى نهاية يوم", en="Until the end of", fr="Jusqu’au soir du"),
    "until-revoked": Words(ar="حتى الإلغاء", en="Until revoked", fr="Jusqu’à révocation"),
    "optional": Words(ar="اختياري", en="optional", fr="non obligatoire"),
    "add-key": Words(ar="إضافة المفتاح", en="Add the key", fr="Ajouter la clé"),
    "revoke-key": Words(ar="إلغاء المفتاح", en="Revoke the key", fr="Révoquer la clé"),
    "hook": Words(ar="الإشعارات (webhook)", en="Messages (webhook)", fr="Messages (webhook)"),
    "hook-lede": Words(
        ar="نُرسل إلى هذا العنوان خبر كل معاملة وفاتورة يشملها تفويض النظام، موقّعًا وبالترتيب لكل منشأة، ونعيد حتى يُستلم.",
        en="We tell this address of every transaction and bill that the system’s mandate covers: signed, in order for each establishment, and again until it is taken.",
        fr="Nous annonçons à cette adresse chaque opération et facture couverte par le mandat du système : signé, dans l’ordre pour chaque établissement, et répété jusqu’à réception.",
    ),
    "hook-url": Words(ar="عنوان الاستلام", en="Address to tell", fr="Adresse à prévenir"),
    "hook-save": Words(
        ar="إرسال الإشعارات إلى هذا العنوان",
        en="Send messages there",
        fr="Envoyer les messages à cette adresse",
    ),
    "hook-end": Words(ar="إيقاف الإشعارات", en="Stop the messages", fr="Arrêter les messages"),
    "messages": Words(ar="آخر الإشعارات", en="Latest messages", fr="Derniers messages"),
    "message": Words(ar="الإشعار", en="Message", fr="Message"),
    "about": Words(ar="عن المنشأة", en="About", fr="Concerne"),
    "tries": Words(ar="المحاولات", en="Tries", fr="Essais"),
    "next-try": Words(ar="المحاولة التالية", en="next try", fr="prochain essai"),
    "resend": Words(ar="إرسال مجددًا", en="Send again", fr="Renvoyer"),
    "revoke": Words(ar="إلغاء النظام", en="Revoke the system", fr="Révoquer le système"),
    "revoke-lede": Words(
        ar="يتوقف النظام في الحال: رموزه ومفاتيحه وتفويضه وإشعاراته. لا رجعة في ذلك.",
        en="The system stops at once: its tokens, keys, mandate and messages. This cannot be undone.",
        fr="Le système s’arrête aussitôt : jetons, clés, mandat et messages. C’est irréversible.",
    ),
    "revoke-button": Words(
        ar="إلغاء هذا النظام نهائيًا",
        en="Revoke this system for good",
        fr="Révoquer définitivement ce système",
    ),
    "guests": Words(ar="أنظمة الغير", en="Systems of others", fr="Systèmes de tiers"),
    "guests-lede": Words(
        ar="دع نظام مكتب رواتب أو مزوّد خدمة يتصرف نيابة عن هذه المنشأة: اطلب منه معرّف عميله. تنهي ذلك متى شئت.",
        en="Let the system of a payroll bureau or provider act for this establishment: ask them for its client ID. You end it whenever you like.",
        fr="Laissez le système d’un cabinet de paie ou d’un prestataire agir pour cet établissement : demandez-lui son identifiant client. Vous y mettez fin quand vous voulez.",
    ),
    "let-services": Words(
        ar="الخدمات المسموح بها", en="Services you let it ask for", fr="Services autorisés"
    ),
    "admit": Words(ar="السماح لهذا النظام", en="Let this system act", fr="Autoriser ce système"),
    "send-away": Words(ar="إنهاء", en="End", fr="Mettre fin"),
    "done-admitted": Words(
        ar="أصبح للنظام أن يتصرف نيابة عن المنشأة.",
        en="The system may now act for the establishment.",
        fr="Le système peut maintenant agir pour l’établissement.",
    ),
    "done-sent-away": Words(
        ar="لم يعد للنظام أن يتصرف نيابة عن المنشأة.",
        en="The system may no longer act for the establishment.",
        fr="Le système ne peut plus agir pour l’établissement.",
    ),
    "done-connected": Words(
        ar="تم ربط النظام. أضف مفتاحه العام الآن.",
        en="The system is connected. Now add its public key.",
        fr="Le système est connecté. Ajoutez maintenant sa clé publique.",
    ),
    "done-saved": Words(ar="تم الحفظ.", en="Saved.", fr="Enregistré."),
    "done-key": Words(ar="أُضيف المفتاح.", en="The key is added.", fr="La clé est ajoutée."),
    "done-key-revoked": Words(
        ar="أُلغي المفتاح.", en="The key is revoked.", fr="La clé est révoquée."
    ),
    "done-hook": Words(
        ar="سُجّل العنوان، وسيصله إشعار تجريبي خلال ثوانٍ.",
        en="The address is registered; a first message reaches it within seconds.",
        fr="L’adresse est enregistrée ; un premier message lui parvient dans quelques secondes.",
    ),
    "done-hook-ended": Words(
        ar="توقفت الإشعارات.", en="The messages are stopped.", fr="Les messages sont arrêtés."
    ),
    "done-resent": Words(
        ar="يُرسل الإشعار مجددًا.", en="The message is sent again.", fr="Le message est renvoyé."
    ),
    "done-revoked": Words(
        ar="أُلغي النظام.", en="The system is revoked.", fr="Le système est révoqué."
    ),
}

STATES = {
    "waiting": Words(ar="قيد الإرسال", en="Being sent", fr="En cours d’envoi"),
    "delivered": Words(ar="وصل", en="Received", fr="Reçu"),
    "failed": Words(ar="لم يصل", en="Given up", fr="Abandonné"),
    "withdrawn": Words(ar="سُحب", en="Withdrawn", fr="Retiré"),
}
ANSWERS = {
    "time-out": Words(
        ar="لم يُجب الخادم في الوقت المحدد",
        en="The server did not answer in time",
        fr="Le serveur n’a pas répondu à temps",
    ),
    "tls": Words(
        ar="شهادة الخادم غير صالحة",
        en="The server’s certificate is not valid",
        fr="Le certificat du serveur n’est pas valable",
    ),
    "unreachable": Words(
        ar="تعذر الوصول إلى الخادم",
        en="The server cannot be reached",
        fr="Le serveur est injoignable",
    ),
    "not-public": Words(
        ar="العنوان ليس على الشبكة العامة",
        en="The address is not on the public network",
        fr="L’adresse n’est pas sur le réseau public",
    ),
    "not-covered": Words(
        ar="لم يعد التفويض يشمله",
        en="No longer covered by the mandate",
        fr="N’est plus couvert par le mandat",
    ),
}
_STATUS = Words(
    ar="أجاب الخادم بالرمز {status}",
    en="The server answered {status}",
    fr="Le serveur a répondu {status}",
)


def answer_shown(answer: str, language: str) -> str:
    """What became of the last try, in words."""
    if answer in ANSWERS:
        return ANSWERS[answer].at(language)
    return _STATUS.at(language, status=answer) if answer.isdigit() else ""


def all_in(language: str) -> dict[str, str]:
    """Every phrase in one language; names with underscores, as templates want them."""
    return {name.replace("-", "_"): words.at(language) for name, words in PHRASES.items()}
