"""What can be wrong with the shape of a call, in the caller's language; ``request-unreadable``
carries one of them.
"""

from __future__ import annotations

from guichet.lib.plurals import counted
from guichet.lib.text import Words

MOST_CHARACTERS = 4_000  # of one value

ONE_MEMBER = Words(
    ar="يُنتظر عنصر واحد، input أو rows",
    en='expected one member, "input" or "rows"',
    fr="un seul membre est attendu, « input » ou « rows »",
)
NAMES_UNKNOWN = Words(
    ar="أسماء الحقول المجهولة أكثر من أن تُسرد",
    en="more field names are unknown than can be listed",
    fr="trop de noms de champs inconnus pour être énumérés",
)
TOO_DEEP = Words(
    ar="البنية متداخلة أكثر مما يلزم", en="nested too deeply", fr="imbrication trop profonde"
)
NOT_UTF8 = Words(ar="الترميز ليس UTF-8", en="not UTF-8", fr="l’encodage n’est pas UTF-8")
NOT_JSON = Words(ar="النص ليس JSON صحيحًا", en="not valid JSON", fr="ce n’est pas du JSON valable")
NO_OBJECT = Words(ar="يُنتظر كائن", en="expected an object", fr="un objet est attendu")
NO_ARRAY = Words(ar="تُنتظر مصفوفة", en="expected an array", fr="un tableau est attendu")
NO_FIELDS = Words(
    ar="يُنتظر كائن من الحقول",
    en="expected an object of fields",
    fr="un objet de champs est attendu",
)
RESERVED = Words(ar="هذا الاسم محجوز", en="this name is reserved", fr="ce nom est réservé")
NO_TEXT = Words(
    ar="يُنتظر نص أو عدد",
    en="expected a string or a number",
    fr="une chaîne ou un nombre est attendu",
)
NO_FILE = Words(
    ar="يُنتظر اسم ملف أُرسل من قبل، أو كائن فيه العنصر base64 وحده",
    en='expected the name of a file sent before, or an object with the one member "base64"',
    fr="le nom d’un fichier déjà envoyé est attendu, ou un objet au seul membre « base64 »",
)
EXPONENT = Words(
    ar="يُكتب العدد بلا أُس",
    en="write the number without an exponent",
    fr="écrivez le nombre sans exposant",
)
TOO_LONG = Words(
    ar=f"القيمة أطول من {counted(MOST_CHARACTERS, 'character', 'ar', oblique=True)}",
    en=f"longer than {counted(MOST_CHARACTERS, 'character', 'en')}",
    fr=f"plus de {counted(MOST_CHARACTERS, 'character', 'fr')}",
)
HALF_PAIR = Words(
    ar="نصف زوج بديل من Unicode",
    en="half of a surrogate pair",
    fr="la moitié d’une paire de substitution",
)
TWICE = Words(
    ar="العنصر وارد مرتين", en="the member is there twice", fr="le membre figure deux fois"
)
BAD_NAME = Words(
    ar="اسم حقل أطول من 100 حرف أو غير قابل للطباعة",
    en="a field name is longer than 100 characters or not printable",
    fr="un nom de champ dépasse 100 caractères ou n’est pas imprimable",
)
NO_NUMBER = Words(ar="ليس عددًا", en="not a number", fr="ce n’est pas un nombre")
NAME_AND_PASSWORD = Words(
    ar="يُنتظر username وpassword، مع code إن كان للحساب وسيلة تحقق ثانية",
    en='expected "username" and "password", and "code" where the account has a second factor',
    fr="« username » et « password » sont attendus, et « code » si le compte a un second facteur",
)
NOT_UNDERSTOOD = Words(
    ar="القيمة غير مفهومة", en="the value is not understood", fr="la valeur n’est pas comprise"
)
