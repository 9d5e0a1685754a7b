"""What a person reads before signing: what they ask with what stood there before, and what would
change, said of the one it is about.
"""

from __future__ import annotations

from dataclasses import replace

from guichet.channels.shared.answered_fields import AnsweredField, shown
from guichet.engine.fields import Field, Money
from guichet.engine.outcome import Answer
from guichet.lib.money import plain_amount
from guichet.lib.text import Words

_CHANGE = Words(ar="التغيير", en="What changes", fr="Changement")
_KINDS = {
    "establishments": Words(
        ar="تُسجَّل منشأة", en="an establishment is registered", fr="un établissement est inscrit"
    ),
    "joins": Words(ar="يُسجَّل العامل", en="the worker joins", fr="la personne entre"),
    "leaves": Words(ar="تنتهي خدمة العامل", en="the worker leaves", fr="la personne part"),
    "wages_up": Words(ar="يرتفع الأجر", en="the wage goes up", fr="le salaire augmente"),
    "wages_down": Words(ar="ينخفض الأجر", en="the wage goes down", fr="le salaire baisse"),
    "corrections": Words(
        ar="يُصحَّح المسجل",
        en="what is registered is corrected",
        fr="ce qui est enregistré est rectifié",
    ),
    "transfers": Words(ar="ينتقل العامل", en="the worker moves", fr="la personne est transférée"),
}
COSTS = {
    "contribution_before": Money(
        Words(
            ar="اشتراك الشهر قبل التغيير",
            en="The month’s contribution before",
            fr="Cotisation du mois avant",
        )
    ),
    "contribution_due": Money(
        Words(
            ar="اشتراك الشهر بعد التغيير",
            en="The month’s contribution after",
            fr="Cotisation du mois après",
        )
    ),
}
_Told = tuple[dict[str, Field], dict[str, str]]


def asked(answer: Answer, language: str) -> list[AnsweredField]:
    """The input's rows; where something stood in the place of one, with that as ``was``."""
    service = answer.service
    before = {field.was: (name, field) for name, field in service.outputs.items() if field.was}
    rows = []
    for row in shown(service.inputs, answer.input, language):
        name, field = before.get(row.name, ("", None))
        text = answer.output.get(name)
        other = field is not None and text and text != answer.input[row.name]
        was = shown({name: field}, {name: text}, language)[0].value if field and other else ""
        rows.append(replace(row, was=was))
    return rows


def told(answer: Answer, language: str) -> list[AnsweredField]:
    """What would be: whom it is about, what kind of change it is, what the month costs, and what
    else is answered.
    """
    service = answer.service
    beside = {
        name: field
        for name, field in service.outputs.items()
        if not (field.was and answer.input.get(field.was))
    }
    rows = shown(beside, answer.output, language)
    first = [row for row in rows if service.outputs[row.name].names]
    return [*first, *_changes(answer, language), *(row for row in rows if row not in first)]


def names(answer: Answer) -> _Told:
    """Whose name it is, as fields with their values, for channels that say or write them one by
    one.
    """
    fields = {name: field for name, field in answer.service.outputs.items() if field.names}
    return fields, {name: text for name in fields if (text := answer.output.get(name))}


def beside(answer: Answer) -> _Told:
    """What stood there before, and what the month costs, in the same way."""
    fields = {name: field for name, field in answer.service.outputs.items() if field.was}
    before = {name: text for name in fields if (text := answer.output.get(name))}
    return {**fields, **COSTS}, before | _costs(answer)


def _costs(answer: Answer) -> dict[str, str]:
    found = {name: answer.changes[name] for name in COSTS if name in answer.changes}
    return {name: plain_amount(cost) for name, cost in found.items()} if any(found.values()) else {}


def _changes(answer: Answer, language: str) -> list[AnsweredField]:
    kinds = [words.at(language) for name, words in _KINDS.items() if answer.changes.get(name)]
    rows = [AnsweredField("change", _CHANGE.at(language), kind) for kind in kinds]
    return rows + shown(COSTS, _costs(answer), language)
