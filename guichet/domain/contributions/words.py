"""Contributions said to people: their branches and shares, whether a person's month is paid, how a
plan stands.
"""

from __future__ import annotations

from datetime import date

from guichet.domain.contributions.paid_months import NOT_DUE, PAID, PARTLY, UNPAID
from guichet.law import country
from guichet.lib.locale import here
from guichet.lib.text import Words

BRANCHES = {
    "annuities": Words(ar="المعاشات", en="Annuities", fr="Pensions"),
    "saned": Words(ar="ساند (التعطل عن العمل)", en="Saned (unemployment)", fr="Saned (chômage)"),
    "hazards": Words(ar="الأخطار المهنية", en="Occupational hazards", fr="Risques professionnels"),
}
# The branches as clients' systems read them: `saned` is what one country calls its unemployment
# insurance, and the name of columns here (`guichet.law.port`).
BRANCH_CODES = {"annuities": "annuities", "saned": "unemployment", "hazards": "hazards"}
SIDES = {
    "employee": Words(ar="حصة العامل", en="Worker’s share", fr="Part du travailleur"),
    "employer": Words(ar="حصة صاحب العمل", en="Employer’s share", fr="Part de l’employeur"),
}
# Whether a person's month is paid (`paid.STATES`).
PAID_STATES = {
    PAID: Words(ar="مسدد", en="Paid", fr="Payé"),
    PARTLY: Words(ar="مسدد جزئيًا", en="Paid in part", fr="Payé en partie"),
    UNPAID: Words(ar="غير مسدد", en="Unpaid", fr="Impayé"),
    NOT_DUE: Words(ar="لم يحل موعد سداده", en="Not due yet", fr="Pas encore dû"),
}
# How an instalment plan stands.
PLAN_STATES = {
    "kept": Words(ar="ملتزم بها", en="Kept", fr="Respecté"),
    "missed": Words(ar="قسط أو فاتورة متأخرة", en="A payment is missing", fr="Un paiement manque"),
    "fulfilled": Words(ar="سُددت كاملة", en="Fulfilled", fr="Soldé"),
    "broken": Words(
        ar="ألغيت لعدم السداد",
        en="Ended: a payment was missed",
        fr="Rompu\u202f: un paiement a manqué",
    ),
    "none": Words(ar="لا توجد خطة", en="There is no plan", fr="Aucun plan"),
}
# By which rule a penalty was charged or taken back.
_PENALTY_RULES = {
    "charge": Words(
        ar="{percent}% مما لم يُسدد عن كل شهر تأخير ولو لم يكتمل{law}",
        en="{percent}% of what was unpaid for each month of delay begun{law}",
        fr="{percent}\u202f% de l’impayé par mois de retard entamé{law}",
    ),
    "waiver": Words(
        ar="إعفاء{law}",
        en="Waived{law}",
        fr="Remise{law}",
    ),
}


def penalty_rule(on: date, late_months: int, language: str) -> str:
    """By which rule a line of the penalties came about: charged on a day for so many months, or, of
    none, waived.
    """
    rate = country.parameters().ppm("payment.late_penalty_rate_per_month_or_part", on)
    rule, law = ("charge", "late_penalty") if late_months else ("waiver", "penalty_waiver")
    cited = here().cited.get(law)
    article = f" ({cited.at(language)})" if cited else ""
    return _PENALTY_RULES[rule].at(language, percent=f"{rate / 10_000:g}", law=article)
