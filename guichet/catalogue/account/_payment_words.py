"""Words and columns of months that are paid or not, person by person."""

from __future__ import annotations

from guichet.domain.contributions.words import PAID_STATES
from guichet.engine.fields import Choice, EstablishmentNumber, Field, Lines, Money, Month, Text
from guichet.lib.text import Words

STATE = Words(ar="سداد الاشتراك", en="Contributions", fr="Cotisations")

RIGHTS = {
    "stand": Words(
        ar="تُحسب لك المدة مع ذلك",
        en="The month counts all the same",
        fr="Le mois compte quand même",
    ),
    "hang": Words(
        ar="تُحسب المدة عند سدادها",
        en="The month counts once it is paid",
        fr="Le mois comptera une fois payé",
    ),
}
_COLUMNS: dict[str, Field] = {
    "month": Month(Words(ar="الشهر", en="Month", fr="Mois")),
    "establishment": EstablishmentNumber(
        Words(ar="رقم المنشأة", en="Establishment", fr="Établissement")
    ),
    "employer": Text(Words(ar="صاحب العمل", en="Employer", fr="Employeur")),
    "state": Choice(STATE, PAID_STATES),
    "left": Money(Words(ar="غير المسدد (ريال)", en="Unpaid (SAR)", fr="Impayé (SAR)")),
    "rights": Choice(
        Words(ar="أثره على مدتك", en="What it means for you", fr="Effet sur vos droits"), RIGHTS
    ),
}
OPEN_MONTHS = Lines(
    Words(ar="أشهر لم تُسدد عنك", en="Months not paid for you", fr="Mois non payés pour vous"),
    _COLUMNS,
)
