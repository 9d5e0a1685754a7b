"""Why a value cannot be read, said more exactly where its writing shows it; each is looked for only
among faulty rows.

What spreadsheets leave in cells comes to every channel by copy and paste, so it is told here and
not by one reader.
"""

from __future__ import annotations

from guichet.engine.refusal import Refusal
from guichet.lib.locale import here
from guichet.lib.workbook import EARLY_DAY

_HIJRI = here().hijri

CELL_ERROR = Refusal(
    "cell-error",
    ar="«{value}» خطأ من برنامج الجداول وليس قيمة في «{label}». صحح الخلية ثم أرسلها من جديد.",
    en="“{value}” is an error of the spreadsheet, not a value for {label}. Mend the cell and send it again.",
    fr="« {value} » est une erreur du tableur, pas une valeur pour « {label} ». Corrigez la cellule, puis renvoyez-la.",
)
CELL_FORMULA = Refusal(
    "cell-formula",
    ar="في «{label}» صيغة بلا نتيجة محفوظة: {value}. افتح الملف في برنامج الجداول واحفظه، أو الصق القيمة بدل الصيغة.",
    en="{label} holds a formula without its result: {value}. Open and save the file in a spreadsheet, or paste the value instead.",
    fr="« {label} » contient une formule sans résultat : {value}. Ouvrez et enregistrez le fichier dans un tableur, ou collez la valeur.",
)
CELL_OLD_DAY = Refusal(
    "cell-day-before-1900",
    ar="حفظ برنامج الجداول تاريخ «{label}» كيوم قبل 1900 ولا يُعرف المقصود منه. نسّق العمود كنص واكتب التاريخ من جديد"
    + ("، هجريًا أو ميلاديًا." if _HIJRI else "."),
    en="The spreadsheet keeps {label} as a day before 1900, "
    + ("which cannot be told apart from a Hijri one. " if _HIJRI else "which cannot be meant. ")
    + "Format the column as text and type the day again.",
    fr="Le tableur garde « {label} » comme un jour d’avant 1900, "
    + ("qui se confond avec un jour hégirien. " if _HIJRI else "ce qui ne peut être voulu. ")
    + "Mettez la colonne au format texte et ressaisissez le jour.",
)
NUMBER_SHORTENED = Refusal(
    "number-shortened",
    ar="اختصر برنامج الجداول «{label}» إلى {value} فضاعت أرقامه. نسّق العمود كنص واكتب الرقم كاملًا.",
    en="The spreadsheet has shortened {label} to {value}, so digits are lost. Format the column as text and enter the whole number.",
    fr="Le tableur a abrégé « {label} » en {value} : des chiffres sont perdus. Mettez la colonne au format texte et saisissez le numéro entier.",
)
DAY_ORDER = Refusal(
    "day-order-unclear",
    ar="في عمود «{label}» أيام كُتب بعضها باليوم أولًا وبعضها بالشهر أولًا، فلا يُعرف المقصود من {value}. اكتبه مثل 2026-11-05.",
    en="The column {label} writes some days day first and some month first, so {value} may be either. Write it like 2026-11-05.",
    fr="La colonne « {label} » écrit tantôt le jour, tantôt le mois en premier : {value} est ambigu. Écrivez-le comme 2026-11-05.",
)
YEAR_SHORT = Refusal(
    "year-of-two-digits",
    ar="في «{value}» سنة من رقمين أو بلا سنة. اكتب «{label}» بسنة كاملة، مثل 2026-11-05 أو 2026-11.",
    en="“{value}” has a year of two digits, or none. Write {label} with the whole year, like 2026-11-05 or 2026-11.",
    fr="« {value} » a une année à deux chiffres, ou aucune. Écrivez « {label} » avec l’année entière, comme 2026-11-05 ou 2026-11.",
)
DAY_COUNTED = Refusal(
    "day-as-count",
    ar="«{value}» عدد أيام من برنامج الجداول لا تاريخ. نسّق عمود «{label}» كتاريخ أو كنص ثم اكتبه من جديد.",
    en="“{value}” is a spreadsheet’s count of days, not a day. Format the column {label} as a date, or as text, and enter it again.",
    fr="« {value} » est un nombre de jours du tableur, pas une date. Mettez la colonne « {label} » au format date ou texte, puis ressaisissez-la.",
)
DAY_WITH_TIME = Refusal(
    "day-with-time",
    ar="في «{value}» ساعة قد تجعل اليوم غير المقصود. اكتب «{label}» باليوم وحده، مثل 2026-11-25.",
    en="“{value}” holds a time of day that may belong to another day. Write {label} as a day alone, like 2026-11-25.",
    fr="« {value} » contient une heure qui peut relever d’un autre jour. Écrivez « {label} » sans heure, comme 2026-11-25.",
)
MONTH_HIJRI = Refusal(
    "month-hijri",
    ar="«{value}» شهر هجري، وأشهر الاشتراك ميلادية. اكتب «{label}» مثل 2026-11.",
    en="“{value}” is a Hijri month; months of contribution are Gregorian. Write {label} like 2026-11.",
    fr="« {value} » est un mois hégirien ; les mois de cotisation sont grégoriens. Écrivez « {label} » comme 2026-11.",
)
AMOUNT_WORD = Refusal(
    "amount-in-words",
    ar="«{value}» ليس مبلغًا صحيحًا في «{label}» بل كلمة. اكتب 0 إن لم يكن هناك مبلغ، أو اترك الخلية فارغة إن لم يتغير شيء.",
    en="“{value}” is not a valid amount for {label} but a word. Write 0 if there is none, or leave it empty if nothing changes.",
    fr="« {value} » n’est pas un montant valable pour « {label} » mais un mot. Écrivez 0 s’il n’y en a pas, ou laissez vide si rien ne change.",
)
AMOUNT_CURRENCY = Refusal(
    "amount-in-other-currency",
    ar="«{value}» ليس بالريال السعودي. اكتب «{label}» بالريال، أرقامًا فقط.",
    en="“{value}” is not in Saudi riyals. Write {label} in riyals, digits alone.",
    fr="« {value} » n’est pas en riyals saoudiens. Écrivez « {label} » en riyals, en chiffres seuls.",
)
AMOUNT_SEPARATORS = Refusal(
    "amount-separators-unclear",
    ar="في «{value}» قد تكون الفاصلة للآلاف أو للكسور. اكتب «{label}» بلا فواصل للآلاف، مثل 8000.50.",
    en="The separator in “{value}” may stand for thousands or for decimals. Write {label} without thousands separators, like 8000.50.",
    fr="Le séparateur de « {value} » peut être celui des milliers ou des décimales. Écrivez « {label} » sans séparateur de milliers, comme 8000,50.",
)
AMOUNT_NEGATIVE = Refusal(
    "amount-negative",
    ar="«{value}» مبلغ سالب، ولا يكون «{label}» سالبًا. صحح المبلغ.",
    en="“{value}” is negative; {label} never is. Correct the amount.",
    fr="« {value} » est négatif ; « {label} » ne l’est jamais. Corrigez le montant.",
)

UNCLEAR = (
    "⁇"  # put behind a value whose column does not tell how it is written, so that nobody reads it
)
ERROR_CELL = r"^#(?:N/A|REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!|FIELD!|GETTING_DATA|BLOCKED!|CONNECT!|UNKNOWN!|#+)|^Err:[0-9]{3}$"
FORMULA_CELL = r"^=[^\"]"

Causes = tuple[tuple[str, Refusal], ...]  # a pattern of the text, and what is said where it holds
CELLS: Causes = (
    (rf"^{EARLY_DAY}", CELL_OLD_DAY),
    (ERROR_CELL, CELL_ERROR),
    (FORMULA_CELL, CELL_FORMULA),
)
NUMBERS: Causes = (*CELLS, (r"^[0-9]+(?:[.,][0-9]+)?[eE]\+?[0-9]+$", NUMBER_SHORTENED))
DAYS: Causes = (
    *CELLS,
    (UNCLEAR, DAY_ORDER),
    (r"^[0-9]{5}(?:\.[0-9]+)?$", DAY_COUNTED),
    (r"[0-9][T ][0-9]{1,2}:[0-9]{2}", DAY_WITH_TIME),
    (
        r"^[0-9]{1,2}[-/. ][0-9]{1,2}[-/. ][0-9]{2}$|^\p{L}+[-/. ][0-9]{1,2}$|^[0-9]{1,2}[-/. ]\p{L}+$",
        YEAR_SHORT,
    ),
)
MONTHS: Causes = (
    *DAYS,
    (r"^[0-9]{1,2}[-/. ][0-9]{1,2}$", YEAR_SHORT),
    *(
        ((r"^1[34][0-9]{2}[-/.][0-9]{1,2}|[-/.]1[34][0-9]{2}(?:\s*هـ?)?$", MONTH_HIJRI),)
        if _HIJRI
        else ()
    ),
)
AMOUNTS: Causes = (
    *CELLS,
    (UNCLEAR, AMOUNT_SEPARATORS),
    (r"^[-−–(]\s*[0-9].*|^[0-9.,]+-$", AMOUNT_NEGATIVE),
    (
        r"(?i)\b(?:USD|EUR|GBP|AED|KWD|BHD|QAR|OMR|EGP|INR|PKR|JOD|YER|MAD|TND|dollars?|euros?|dirhams?|dinars?)\b|[$€£₹]|دولار|يورو|درهم|دينار|جنيه",
        AMOUNT_CURRENCY,
    ),
    (r"^\p{L}[\p{L}\p{M}\s./]*$", AMOUNT_WORD),
    (
        r"^[0-9]{1,3}(?:[.,][0-9]{3,})+$|^[0-9]+,[0-9]{3,}$|^[0-9.,]*[.,][0-9]*[.,][0-9]{1,2}$",
        AMOUNT_SEPARATORS,
    ),
)
