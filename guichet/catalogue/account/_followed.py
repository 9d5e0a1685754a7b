"""What those who follow their requests are told of each: what was asked, how it stands, who has it,
by when it is decided, and how it ended.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import polars as pl

from guichet.catalogue.tables import lines_text
from guichet.engine.batch import Batch
from guichet.engine.context import HOME
from guichet.engine.fields import Choice, Day, Field, Lines, NationalId, Text
from guichet.engine.followed import DECIDED_BY, LATE, Standing
from guichet.engine.outcome import Answer, Finding, answer_from
from guichet.engine.refusal import Refusal, Severity
from guichet.engine.registry import service_of_code
from guichet.engine.service import Output, Service
from guichet.lib import reference
from guichet.lib.text import Words

ENDED_WITHIN = timedelta(days=90)
MOST = 100  # of one party; what waits comes first

NOTHING = Refusal(
    "no-requests-to-follow",
    ar="لا طلب قيد النظر، ولم يُبت في طلب في آخر 90 يومًا. ما أُنجز فورًا تجده في «معاملاتي».",
    en="No request waits, and none was settled in the last 90 days. What was done at once stands in “My transactions”.",
    fr="Aucune demande n’est en attente ni réglée ces 90 derniers jours. Ce qui fut fait aussitôt figure dans « Mes opérations ».",
    severity=Severity.WARNING,
)
MORE = Refusal(
    "more-requests-than-shown",
    ar="ما ينتظر أو انتهى حديثًا أكثر مما يسعه جواب واحد: يظهر منه أول {most}، والبقية في «معاملاتي».",
    en="More wait or ended of late than one answer holds: the first {most} are shown. The others stand in “My transactions”.",
    fr="Il y en a plus qu’une réponse n’en contient : les {most} premières sont montrées. Les autres figurent dans « Mes opérations ».",
    severity=Severity.WARNING,
)
_STANDINGS = {
    Standing.CHECKING.value: Words(
        ar="قيد التحقق لدى جهة أخرى، ويُستكمل تلقائيًا",
        en="Being checked with another body; it goes on by itself",
        fr="En vérification auprès d’un organisme ; elle reprendra d’elle-même",
    ),
    Standing.DECIDING.value: Words(
        ar="لدى موظف للبت فيه", en="A person is deciding", fr="Un agent doit trancher"
    ),
    Standing.OVERDUE.value: LATE,
    Standing.ACCEPTED.value: Words(ar="قُبل", en="It was accepted", fr="Elle a été acceptée"),
    Standing.DECLINED.value: Words(
        ar="لم توافق عليه المؤسسة", en="A person declined it", fr="Un agent l’a refusée"
    ),
    Standing.REFUSED.value: Words(
        ar="رُفض عند استكماله",
        en="It was refused when it went on",
        fr="Elle a été refusée à la reprise",
    ),
}
_OFFICERS = Words(
    ar="موظفو المؤسسة", en="The institution’s officers", fr="Les agents de l’institution"
)
# By the right of those who rule, where it is not the service's own.
_HIGHER = {
    "board": Words(
        ar="مجلس إدارة المؤسسة",
        en="The institution’s Board",
        fr="Le Conseil de l’institution",
    ),
    "committee": Words(
        ar="لجنة الاعتراضات", en="The committee of objections", fr="La commission de recours"
    ),
    "medical": Words(ar="اللجنة الطبية", en="The medical board", fr="La commission médicale"),
}
_A_BODY = Words(ar="جهة التحقق", en="The body that is asked", fr="L’organisme interrogé")

OPEN = Words(ar="طلبات قيد النظر", en="Requests that wait", fr="Demandes en attente")
_STAGE = Words(ar="حالته", en="How it stands", fr="Son état")
_WHO = Words(ar="الجهة المعنية", en="Who has it", fr="Qui s’en occupe")
_WHY = Words(ar="السبب", en="Reason", fr="Motif")
_COLUMNS: dict[str, Field] = {
    "what": Text(Words(ar="الطلب", en="Request", fr="Demande")),
    "since": Day(Words(ar="تاريخ الطلب", en="Asked on", fr="Demandé le")),
    "stage": Choice(_STAGE, _STANDINGS),
    "who": Text(_WHO, optional=True),
    "by": Day(DECIDED_BY, optional=True),
    "ended": Day(Words(ar="انتهى في", en="Ended on", fr="Terminée le"), optional=True),
    "why": Text(_WHY, limit=1000, optional=True),
    "reference": Text(Words(ar="المرجع", en="Reference", fr="Référence")),
}
_ABOUT = Words(ar="الشخص المعني", en="The person concerned", fr="La personne concernée")
_LABEL = Words(ar="الطلبات", en="Requests", fr="Demandes")
REQUESTS = Lines(_LABEL, _COLUMNS)
REQUESTS_OF_MANY = Lines(
    _LABEL,
    {"what": _COLUMNS["what"], "about": NationalId(_ABOUT, optional=True)}
    | {name: column for name, column in _COLUMNS.items() if name != "what"},
)


class Followed(Output):
    """How many wait, and the first request by itself: for those who hear, or read few words."""

    open = Text(OPEN)
    latest = Text(
        Words(ar="أحدث طلب", en="The latest request", fr="La dernière demande"), optional=True
    )
    stage = Choice(_STAGE, _STANDINGS, optional=True)
    who = Text(_WHO, optional=True)
    by = Day(DECIDED_BY, optional=True)
    why = Text(_WHY, limit=1000, optional=True)


def tell(batch: Batch, found: pl.DataFrame, key: str, table: Lines, known: pl.Expr) -> None:
    """Answer each row with the requests of its party.

    Args:
        found: columns `followed.FOLLOWED`, ``whose`` being the party's number, in the order in
            which they are told.
        key: the input that names the party.
        known: true where there is such a party.
    """
    rows = _lines(found, batch.context.language).rename({"whose": key})
    counted = found.group_by("whose").agg(pl.col("open", "found").first())
    batch.look_up(counted.rename({"whose": key}), on=key)
    firsts = rows.unique(key, keep="first", maintain_order=True)
    # Heard and texted, why a person decides is long, and says over again who and by when.
    ended = pl.when(pl.col("ended").is_not_null()).then(pl.col("why").str.strip_suffix("."))
    firsts = firsts.with_columns(why=ended)
    firsts = firsts.select(key, *(pl.col(n).alias(f"first_{n}") for n in _TOLD_FIRST))
    batch.look_up(firsts, on=key)
    batch.look_up(lines_text(rows, table, [key], "text"), on=key)
    many = pl.col("found").fill_null(0)
    batch.refuse(known & (many == 0), NOTHING, key)
    batch.refuse(many > MOST, MORE, key, most=str(MOST))
    batch.answer(
        open=pl.col("open").fill_null(0).cast(pl.String),
        latest=pl.col("first_what"),
        requests=pl.col("text").fill_null("[]"),
        **{name: pl.col(f"first_{name}") for name in ("stage", "who", "by", "why")},
    )


_TOLD_FIRST = ("what", "stage", "who", "by", "why")
_LINE: dict[str, Any] = {
    "whose": pl.Int64,
    "what": pl.String,
    "about": pl.Int64,
    "since": pl.Date,
    "stage": pl.String,
    "who": pl.String,
    "by": pl.Date,
    "ended": pl.Date,
    "why": pl.String,
    "reference": pl.String,
}


def _lines(found: pl.DataFrame, language: str) -> pl.DataFrame:
    """The lines of the table, in the language of who reads them."""
    told = [_line(row, language) for row in found.iter_rows(named=True)]
    return pl.DataFrame(told, schema=_LINE)


def _line(row: dict[str, Any], language: str) -> dict[str, Any]:
    service = service_of_code(row["service"])
    answer = answer_from(service, row["last"], row["content"])
    standing = Standing(row["standing"])
    return {
        "whose": row["whose"],
        "what": service.title.at(language),
        "about": row["subject"],
        "since": row["asked_at"].astimezone(HOME).date(),
        "stage": standing.value,
        "who": _holder(answer, standing, row["level"], language),
        "by": row["due_at"] and row["due_at"].astimezone(HOME).date(),
        "ended": row["ended_at"] and row["ended_at"].astimezone(HOME).date(),
        "why": " ".join(_reasons(answer, standing, language)) or None,
        "reference": reference.encode(row["first"]),
    }


def _holder(answer: Answer, standing: Standing, level: str, language: str) -> str | None:
    """Who is to act: the body that is asked, or those of the institution who rule; nobody on what
    has ended.
    """
    if standing is Standing.CHECKING:
        bodies = [_body(answer.service, f, language) for f in answer.errors]
        return (bodies or [_A_BODY.at(language)])[0]
    if standing in (Standing.DECIDING, Standing.OVERDUE):
        found = answer.service.levels.get(level)
        right = found.right if found else answer.service.ruled_by
        return _HIGHER.get(right, _OFFICERS).at(language)
    return None


def _body(service: type[Service], found: Finding, language: str) -> str:
    """The body of a check, in the reader's language; what was written down is in the asker's."""
    asked = [check.source.at(language) for check in service.checks if check.field == found.field]
    return asked[0] if len(asked) == 1 else found.values.get("source") or _A_BODY.at(language)


def _reasons(answer: Answer, standing: Standing, language: str) -> Iterator[str]:
    """Why a person decides, or it was refused; of what was approved, what was said with it. Of what
    is being checked the stage and the body say all.
    """
    if standing is not Standing.CHECKING:
        said = answer.warnings if standing is Standing.ACCEPTED else answer.errors
        yield from (found.sentence(language) for found in said)
