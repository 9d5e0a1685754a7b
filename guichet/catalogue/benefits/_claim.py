"""What the two claims of an old-age pension have in common as they are declared: their answers,
their notice, their examples.
"""

from __future__ import annotations

from guichet.catalogue.benefits import _old_age
from guichet.catalogue.certificates import _issue
from guichet.engine.fields import Day, Iban, Money, Text
from guichet.engine.paper import Paper
from guichet.engine.service import Output
from guichet.lib.text import Words

# What most decisions tell besides.
NAME_AR = Text(Words(ar="الاسم", en="Name in Arabic", fr="Nom en arabe"))
NAME_LATIN = Text(Words(ar="الاسم باللاتينية", en="Name", fr="Nom"), optional=True)
AVERAGE = Money(Words(ar="متوسط الأجر (ريال)", en="Average wage (SAR)", fr="Salaire moyen (SAR)"))
PAID_TO = Iban(Words(ar="يُصرف إلى الحساب", en="Paid to", fr="Versée sur le compte"))


class Awarded(Output):
    """What was decided, from when on it is paid and to which account, and how it came about."""

    name_ar = NAME_AR
    name_latin = NAME_LATIN
    way = _old_age.way_field()
    monthly = _old_age.MONTHLY
    from_day = Day(Words(ar="يُصرف ابتداءً من", en="Paid from", fr="Versée à partir du"))
    months = _old_age.MONTHS
    average = AVERAGE
    iban = PAID_TO
    steps = _old_age.STEPS_TOLD
    code = _issue.CODE


NOTICE = Paper(
    attests=Words(
        ar="قررت المؤسسة في {day} صرف معاش تقاعد إلى {name_ar} برقم الهوية {person} على النحو أدناه. ولكم الاعتراض خلال المدة النظامية.",
        en="On {day} the institution awarded an old-age pension to {name_ar}, number {person}, as set out below. You may object within the legal period.",
        fr="Le {day}, l’institution a accordé une pension de vieillesse à {name_ar}, numéro {person}, comme indiqué ci-dessous. Vous pouvez contester dans le délai légal.",
    ),
    shows=("person", "name_ar", "way", "monthly", "from_day", "months", "average", "steps"),
    latin={"name_ar": "name_latin"},
    decides=True,
)

# Examples: the contributor of the examples has left, and has an account.
_ACCOUNT = ("account.change_bank_account", {"person": "{worker}", "iban": "{worker_iban}"})


def _left(reason: str) -> tuple[str, dict[str, str]]:
    return (
        "registry.end_engagement",
        {
            "establishment": "{establishment}",
            "worker": "{worker}",
            "ended_on": "2026-11-21",
            "reason": reason,
        },
    )


ACCOUNT = (_ACCOUNT,)
STOPPED = (_left("resignation"), _ACCOUNT)
LOST_WORK = (_left("end_of_contract"), _ACCOUNT)
DISMISSED = (_left("dismissal"), _ACCOUNT)
AWARDED = (*LOST_WORK, ("benefits.claim_unemployment", {"person": "{worker}"}))
