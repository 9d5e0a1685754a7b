"""What is said of a file as a whole before it is confirmed: what was read otherwise than a reader
of the screen expects, and what only the client can answer.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from guichet.engine.refusal import Refusal, Severity, sentence
from guichet.lib.display import show_day

SHEET_READ = Refusal(
    "file-sheet-read",
    severity=Severity.WARNING,
    ar="قُرئت الورقة «{sheet}».",
    en="The sheet “{sheet}” was read.",
    fr="La feuille « {sheet} » a été lue.",
)
SHEETS_NOT_READ = Refusal(
    "file-sheets-not-read",
    severity=Severity.WARNING,
    ar="لم تُقرأ أوراق أخرى فيها بيانات: {sheets}. إن كان فيها ما يُرسل فأرسله في ملف آخر.",
    en="Other sheets hold rows and were not read: {sheets}. Send them as a file of their own if they are meant.",
    fr="D’autres feuilles contiennent des lignes et n’ont pas été lues : {sheets}. Envoyez-les à part si elles comptent.",
)
ROWS_HIDDEN = Refusal(
    "file-rows-hidden",
    severity=Severity.WARNING,
    ar="في الورقة صفوف مخفية ستُنفذ مع غيرها، عددها {count}: {rows}. احذفها من الملف إن لم تقصدها.",
    en="Rows hidden in the sheet are carried out like the others ({count}): {rows}. Delete them from the file if they are not meant.",
    fr="Des lignes masquées de la feuille seront exécutées comme les autres ({count}) : {rows}. Supprimez-les si elles ne comptent pas.",
)
CELLS_MERGED = Refusal(
    "file-cells-merged",
    severity=Severity.WARNING,
    ar="خلايا مدمجة: أخذت الصفوف التي تحتها قيمتها نفسها (عدد الخلايا: {count}).",
    en="Merged cells: the rows they span took the value they show (cells: {count}).",
    fr="Cellules fusionnées : les lignes couvertes ont pris la valeur affichée (cellules : {count}).",
)
MONTH_FIRST = Refusal(
    "file-days-month-first",
    severity=Severity.WARNING,
    ar="يكتب عمود «{column}» الشهر قبل اليوم، كما في {value}: {day:date}.",
    en="The column “{column}” writes the month before the day: {value} is {day:date}.",
    fr="La colonne « {column} » écrit le mois avant le jour : {value} est le {day:date}.",
)
DAY_FIRST = Refusal(
    "file-days-day-first",
    severity=Severity.WARNING,
    ar="يُقرأ عمود «{column}» باليوم قبل الشهر كما أجبت: {value} هو {day:date}.",
    en="The column “{column}” is read day first, as you answered: {value} is {day:date}.",
    fr="La colonne « {column} » est lue jour en premier, selon votre réponse : {value} est le {day:date}.",
)
NOUGHT = Refusal(
    "file-dashes-nought",
    severity=Severity.WARNING,
    ar="قُرئت الشرطة في عمود «{column}» صفرًا (عدد الخلايا: {count}).",
    en="A dash in the column “{column}” was read as 0 (cells: {count}).",
    fr="Un tiret dans la colonne « {column} » a été lu comme 0 (cellules : {count}).",
)
LINES_LEFT = Refusal(
    "file-lines-left-out",
    severity=Severity.WARNING,
    ar="تُركت أسطر ليست لأشخاص (عناوين مكررة أو توقيعات أو مجاميع): {rows}.",
    en="Lines that are about no person were left out (headings again, signatures, totals): {rows}.",
    fr="Des lignes qui ne concernent personne ont été laissées de côté (en-têtes répétés, signatures, totaux) : {rows}.",
)
TOTAL_DIFFERS = Refusal(
    "file-total-differs",
    severity=Severity.WARNING,
    ar="مجموع عمود «{column}» في السطر {row} هو {told}، ومجموع الأسطر {sum}. تأكد من أن الملف كامل.",
    en="Line {row} gives {told} as the total of “{column}”, and the rows add up to {sum}. Make sure that the file is whole.",
    fr="La ligne {row} donne {told} comme total de « {column} », et les lignes font {sum}. Vérifiez que le fichier est complet.",
)
COLUMNS_LEFT = Refusal(
    "file-columns-left-out",
    severity=Severity.WARNING,
    ar="أعمدة لا تُقرأ: {names}.",
    en="Columns that are not read: {names}.",
    fr="Colonnes non lues : {names}.",
)
NEWER_SENT = Refusal(
    "file-newer-sent",
    severity=Severity.WARNING,
    ar="أرسلت بعد هذا الملف ملفًا أحدث باسمه: {name}، في {day:date}. تأكد من أنك تقصد هذا.",
    en="You have sent a newer file of this name since: {name}, on {day:date}. Make sure that this one is meant.",
    fr="Vous avez envoyé depuis un fichier plus récent de ce nom : {name}, le {day:date}. Vérifiez que c’est bien celui-ci.",
)

DAYS, COLUMNS = "days", "columns"  # what may be asked
ORDERS = ("day-first", "month-first")
UNANSWERED = Refusal(
    "file-days-unanswered",
    ar="لا يُعرف هل يكتب عمود «{column}» اليوم أولًا أم الشهر: {value} قد يكون {first:date} أو {second:date}. أجب أولًا.",
    en="Whether “{column}” writes the day or the month first cannot be told: {value} may be {first:date} or {second:date}. Answer that first.",
    fr="Impossible de savoir si « {column} » écrit le jour ou le mois en premier : {value} peut être le {first:date} ou le {second:date}. Répondez d’abord à cette question.",
)
COLUMNS_UNANSWERED = Refusal(
    "file-columns-unanswered",
    ar="أعمدة لا تعرفها هذه الخدمة: {names}. وافق على تركها، أو صحح عناوينها.",
    en="This service does not know these columns: {names}. Agree to leave them out, or correct their headings.",
    fr="Ce service ne connaît pas ces colonnes : {names}. Acceptez de les ignorer, ou corrigez leurs en-têtes.",
)


@dataclass(frozen=True, slots=True)
class Notice:
    """One sentence about the file; a value named ``day``, ``first`` or ``second`` is an ISO day,
    shown in words.
    """

    code: str
    values: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answers:
    """What the client has answered, now or the last time for a file of this layout."""

    days: str | None = None  # one of ORDERS
    left_out: frozenset[str] = frozenset()  # folded headings; "*" is all of them

    @classmethod
    def of(cls, kept: dict[str, Any]) -> Answers:
        """From what is kept with a file."""
        days = kept.get(DAYS)
        return cls(days if days in ORDERS else None, frozenset(kept.get(COLUMNS, ())))

    def kept(self) -> dict[str, Any]:
        """For keeping with a file."""
        return {DAYS: self.days, COLUMNS: sorted(self.left_out)}


def told(notices: Iterable[dict[str, Any]], language: str) -> list[str]:
    """The sentences of kept notices or questions."""
    return [sentence(n["code"], language, n["values"]) for n in notices]


def shown(values: dict[str, str], language: str) -> dict[str, str]:
    """The values of a notice for a reader."""
    days = ("day", "first", "second")
    return {
        n: show_day(date.fromisoformat(v), language) if n in days else v for n, v in values.items()
    }
