"""What can be wrong with a whole file, said before any of its rows is looked at."""

from __future__ import annotations

from guichet.engine.refusal import Refusal, Refused

EMPTY = Refusal(
    "file-empty",
    ar="الملف لا يحتوي على أي سطر بيانات. أضف سطرًا واحدًا على الأقل تحت سطر العناوين.",
    en="The file holds no row of data. Put at least one row under the line of headings.",
    fr="Le fichier ne contient aucune ligne de données. Mettez-en au moins une sous la ligne d’en-têtes.",
)
TOO_LARGE = Refusal(
    "file-too-large",
    ar="حجم الملف أكبر من {limit} ميغابايت. قسّمه إلى ملفات أصغر.",
    en="The file is larger than {limit} MB. Split it into smaller files.",
    fr="Le fichier dépasse {limit} Mo. Partagez-le en fichiers plus petits.",
)
NOT_A_TABLE = Refusal(
    "file-not-a-table",
    ar="هذا الملف ليس جدولًا. أرسل ملف CSV أو ملف Excel بصيغة xlsx، ويفضل القالب الجاهز.",
    en="This file is not a table. Send a CSV file or an Excel file ending in .xlsx, best made from the template.",
    fr="Ce fichier n’est pas un tableau. Envoyez un fichier CSV ou Excel (.xlsx), de préférence à partir du modèle.",
)
OTHER_FORMAT = Refusal(
    "file-other-format",
    ar="لا يمكن قراءة ملفات {format}. افتح الملف في برنامج الجداول واحفظه بصيغة xlsx أو CSV ثم أرسله.",
    en="A file of the kind {format} cannot be read. Open it in your spreadsheet program, save it as .xlsx or CSV, and send that.",
    fr="Les fichiers {format} ne peuvent pas être lus. Ouvrez-le dans votre tableur, enregistrez-le en .xlsx ou CSV, puis envoyez-le.",
)
OTHER_LAYOUT = Refusal(
    "file-other-layout",
    ar="هذا الملف بتنسيق جهة أخرى ({layout}) ولا يُقرأ هنا. صدّر من برنامجك جدولًا بعناوين، أو انقل البيانات إلى القالب الجاهز.",
    en="This file has the layout of another receiver ({layout}) and is not read here. Export a table with headings, or copy the rows into the template.",
    fr="Ce fichier a le format d’un autre destinataire ({layout}) et n’est pas lu ici. Exportez un tableau avec en-têtes, ou copiez les lignes dans le modèle.",
)
ALPHABET = Refusal(
    "file-alphabet-unknown",
    ar="لا يمكن معرفة ترميز حروف الملف. احفظه بصيغة CSV UTF-8 أو xlsx ثم أرسله.",
    en="The file’s letters are in an encoding that cannot be told. Save it as CSV UTF-8 or .xlsx, and send that.",
    fr="L’encodage des lettres du fichier est indéterminable. Enregistrez-le en CSV UTF-8 ou .xlsx, puis envoyez-le.",
)
MACROS = Refusal(
    "file-has-macros",
    ar="يحتوي الملف على وحدات ماكرو. احفظه بصيغة xlsx (بلا ماكرو) ثم أرسله.",
    en="The workbook holds macros. Save it as .xlsx, without macros, and send that.",
    fr="Le classeur contient des macros. Enregistrez-le en .xlsx, sans macros, puis envoyez-le.",
)
PASSWORD = Refusal(
    "file-has-password",
    ar="الملف محمي بكلمة مرور. أزل كلمة المرور ثم أرسله.",
    en="The workbook is protected by a password. Remove the password and send it again.",
    fr="Le classeur est protégé par un mot de passe. Retirez-le, puis renvoyez le classeur.",
)
UNPACKS_TOO_LARGE = Refusal(
    "file-unpacks-too-large",
    ar="يتمدد محتوى الملف أكثر من المسموح. انسخ الجدول وحده إلى ملف جديد واحفظه بصيغة xlsx أو CSV.",
    en="The workbook unpacks to more than is allowed. Copy the table alone to a new workbook and save it as .xlsx or CSV.",
    fr="Le contenu du classeur dépasse ce qui est permis. Copiez le seul tableau dans un nouveau classeur, en .xlsx ou CSV.",
)
DAMAGED = Refusal(
    "file-damaged",
    ar="ملف Excel تالف ولا يمكن قراءته. افتحه واحفظه من جديد بصيغة xlsx أو CSV ثم أرسله.",
    en="The workbook is damaged and cannot be read. Open it, save it again as .xlsx or CSV, and send that.",
    fr="Le classeur est endommagé et illisible. Ouvrez-le, enregistrez-le de nouveau en .xlsx ou CSV, puis envoyez-le.",
)
TOO_MANY_ROWS = Refusal(
    "file-too-many-rows",
    ar="في الملف {count:row}؛ الحد الأقصى {most}. قسّمه إلى ملفين.",
    en="The file has {count:row}; the most is {most}. Split it in two.",
    fr="Le fichier a {count:row} ; le maximum est {most}. Partagez-le en deux.",
)
TOO_MANY_COLUMNS = Refusal(
    "file-too-many-columns",
    ar="في الملف {count} عمودًا؛ الحد الأقصى {most}. احذف الأعمدة الزائدة.",
    en="The file has {count} columns; the most is {most}. Remove those that are not needed.",
    fr="Le fichier a {count} colonnes ; le maximum est {most}. Retirez celles qui ne servent pas.",
)
CELL_TOO_LONG = Refusal(
    "file-cell-too-long",
    ar="في السطر {rows} خلية أطول من {limit:character,oblique}. اختصرها، أو راجع علامات الاقتباس حولها.",
    en="Row {rows} has a cell longer than {limit:character}. Shorten it, or check the quotation marks around it.",
    fr="La ligne {rows} a une cellule de plus de {limit:character}. Abrégez-la ou vérifiez les guillemets qui l’entourent.",
)
RAGGED = Refusal(
    "file-lines-ragged",
    ar="في الأسطر {rows} خلايا أكثر من العناوين ({columns}). قد تكون في إحدى القيم فاصلة بلا علامتي اقتباس؛ صححها.",
    en="Rows {rows} have more cells than there are headings ({columns}). A value may hold a separator without quotation marks; correct it.",
    fr="Les lignes {rows} ont plus de cellules que d’en-têtes ({columns}). Une valeur contient peut-être un séparateur sans guillemets ; corrigez-la.",
)
QUOTES = Refusal(
    "file-quotes-open",
    ar="علامات الاقتباس قرب السطر {row} غير متطابقة. راجع ذلك السطر.",
    en="The quotation marks near line {row} do not match. Check that line.",
    fr="Les guillemets près de la ligne {row} ne se correspondent pas. Vérifiez cette ligne.",
)
HEADERS_TWICE = Refusal(
    "file-headings-twice",
    ar="عناوين متكررة: {names}. اترك عمودًا واحدًا لكل عنوان.",
    en="Headings that say the same: {names}. Keep one column for each.",
    fr="En-têtes en double : {names}. Gardez une colonne pour chacun.",
)
HEADERS_UNKNOWN = Refusal(
    "file-headings-unknown",
    ar="عناوين غير معروفة: {names}. العناوين المقبولة: {known}. صحح العنوان أو احذف العمود.",
    en="Unknown headings: {names}. Known are: {known}. Correct the heading or remove the column.",
    fr="En-têtes inconnus : {names}. Sont connus : {known}. Corrigez l’en-tête ou retirez la colonne.",
)
HEADERS_MISSING = Refusal(
    "file-headings-missing",
    ar="أعمدة ناقصة: {names}. أضفها، أو ابدأ من القالب الجاهز.",
    en="Missing columns: {names}. Add them, or start from the template.",
    fr="Colonnes manquantes : {names}. Ajoutez-les, ou partez du modèle.",
)
HEADERS_BLANK = Refusal(
    "file-headings-blank",
    ar="أعمدة فيها بيانات بلا عنوان: {names}. اكتب عنوانًا لكل منها أو احذفها.",
    en="Columns that hold data but have no heading: {names}. Give each a heading or remove it.",
    fr="Colonnes remplies mais sans en-tête : {names}. Donnez-leur un en-tête ou retirez-les.",
)
MOVEMENT_UNKNOWN = Refusal(
    "movement-unknown",
    ar="«{value}» ليست حركة معروفة. اكتب إحدى هذه: {options}.",
    en="“{value}” is not a known movement. Write one of: {options}.",
    fr="« {value} » n’est pas un mouvement connu. Écrivez l’un de : {options}.",
)


class Unreadable(Refused):
    """A file is refused as a whole; ``faults`` is everything that is wrong with it, not only the
    first.
    """

    def __init__(self, *faults: Refused) -> None:
        first = faults[0]
        super().__init__(first.refusal, first.field, **first.values)
        self.faults = faults


def unreadable(refusal: Refusal, **values: object) -> Unreadable:
    """A file with one thing wrong."""
    return Unreadable(Refused(refusal, "", **values))
