"""What was paid out to a person: pensions and arrears, to which account, how it stands and why it
came back.
"""

from __future__ import annotations

import polars as pl

from guichet.catalogue.account.statement_of_periods import CONTRIBUTOR_UNKNOWN, known
from guichet.catalogue.parties import person_field
from guichet.catalogue.tables import lines_text
from guichet.domain.benefits.queries import months_of_orders
from guichet.domain.payouts.queries import payouts_of
from guichet.domain.payouts.words import BANK_REASONS, PURPOSES
from guichet.engine.actor import Assurance, PartyKind, Segment
from guichet.engine.batch import Batch
from guichet.engine.context import HOME
from guichet.engine.fields import Choice, Day, Field, Input, Lines, Money, Month, Text
from guichet.engine.service import Example, Output, Service
from guichet.lib import samples
from guichet.lib.text import Words

_STATES = {
    "waiting": Words(
        ar="مأمور بصرفه ولم يُرسل", en="Ordered, not sent yet", fr="Ordonné, pas encore parti"
    ),
    "batched": Words(
        ar="في الطريق إلى البنك", en="On its way to the bank", fr="En route vers la banque"
    ),
    "paid": Words(ar="حُوِّل إلى الحساب", en="Sent to the account", fr="Versé sur le compte"),
    "back": Words(ar="أعاده البنك", en="The bank brought it back", fr="Renvoyé par la banque"),
    "credited": Words(ar="قُيد رصيدًا", en="Put to the credit", fr="Porté au crédit"),
}
_CAME_BACK = Words(
    ar="سبب من البنك: {code}", en="The bank’s reason: {code}", fr="Motif de la banque\u202f: {code}"
)
USUAL_MONTHS = 12

_COLUMNS: dict[str, Field] = {
    "day": Day(Words(ar="تاريخ الأمر", en="Ordered on", fr="Ordonné le")),
    "what": Choice(Words(ar="الغرض", en="For", fr="Objet"), PURPOSES),
    "from_month": Month(Words(ar="عن شهر", en="For the month", fr="Pour le mois"), optional=True),
    "to_month": Month(Words(ar="إلى شهر", en="To the month", fr="Jusqu’au mois"), optional=True),
    "amount": Money(Words(ar="المبلغ (ريال)", en="Amount (SAR)", fr="Montant (SAR)")),
    "account": Text(
        Words(ar="حساب ينتهي بالأرقام", en="Account ending in", fr="Compte se terminant par"),
        optional=True,
    ),
    "state": Choice(Words(ar="الحالة", en="State", fr="État"), _STATES),
    "why": Text(
        Words(ar="سبب الإعادة", en="Why it came back", fr="Pourquoi il est revenu"), optional=True
    ),
}
PAID = Lines(
    Words(ar="المبالغ المصروفة لك", en="Payments to you", fr="Versements à votre profit"), _COLUMNS
)
_PERIOD = ["person", "since"]


class PaymentsToMe(Service):
    """An enquiry: it changes nothing."""

    code = 3205
    keyword = Words(ar="مصروفاتي", en="PAYMENTS", fr="VERSEMENTS")
    title = Words(ar="المبالغ المصروفة لي", en="Payments to me", fr="Mes versements")
    also = Words(
        ar="معاش تقاعد إيداع راتب متى",
        en="pension retirement deposit when paid",
        fr="pension retraite versement quand",
    )
    summary = Words(
        ar="اطلع على ما صُرف لك من معاش ومتأخرات: المبلغ والشهر والحساب والحالة، وسبب ما أعاده البنك.",
        en="See what was paid to you, pension and arrears: amount, month, account and state, and why the bank brought anything back.",
        fr="Consultez ce qui vous a été versé, pension et arriérés : montant, mois, compte et état, et pourquoi la banque a renvoyé un versement.",
    )
    audience = frozenset({Segment.BENEFICIARY, Segment.CONTRIBUTOR})
    right = "view"
    party_kind = PartyKind.PERSON
    party = "person"
    subject = "person"
    enquiry = True
    assurance = Assurance.PIN
    seconds = 10
    icon = "pension"

    class Input(Input):
        """Whose, and since when."""

        person = person_field(
            Words(
                ar="رقمك، أو رقم من تنوب عنه.",
                en="Your own number, or that of whom you act for.",
                fr="Votre numéro, ou celui de la personne pour qui vous agissez.",
            )
        )
        from_month = Month(
            Words(ar="من شهر", en="From month", fr="À partir du mois"),
            hint=Words(
                ar="إن تُرك فارغًا فمن سنة.",
                en="Left empty, the last year.",
                fr="Vide\u202f: la dernière année.",
            ),
            optional=True,
            sample="2026-01",
        )

    class Output(Output):
        """The sum of what was sent and did not come back, and each payment."""

        total = Money(
            Words(ar="مجموع ما حُوِّل (ريال)", en="Sent in all (SAR)", fr="Total versé (SAR)")
        )
        payments = PAID

    @staticmethod
    def decide(batch: Batch) -> None:
        """Read the payments of all rows at once."""
        numbers = batch.frame["person"].drop_nulls().unique()
        batch.look_up(known(numbers), on="person")
        batch.refuse(pl.col("person_id").is_null(), CONTRIBUTOR_UNKNOWN, "person")
        year = pl.lit(batch.context.today).dt.offset_by(f"-{USUAL_MONTHS}mo")
        batch.compute(since=pl.coalesce("from_month", year))
        found = _found(batch.standing().select(_PERIOD), batch.context.language)
        batch.look_up(lines_text(found, PAID, _PERIOD, "text"), on=_PERIOD)
        sent = found.filter(pl.col("state") == "paid")
        batch.look_up(sent.group_by(_PERIOD).agg(pl.col("amount").sum()), on=_PERIOD)
        batch.answer(total=pl.col("amount").fill_null(0), payments=pl.col("text").fill_null("[]"))

    examples = (
        Example("one’s own payments", {"person": "{worker}"}),
        Example("since a month", {"person": "{worker}", "from_month": "2026-01"}),
        Example(
            "a number with a wrong digit", {"person": samples.slip()}, then="national-id-mistyped"
        ),
        Example("somebody else", {"person": "{recent_worker}"}, then="not-covered-by-mandate"),
    )


def _found(asked: pl.DataFrame, language: str) -> pl.DataFrame:
    """The lines of each asking, the latest first."""
    asked = asked.unique()
    rows = payouts_of(PartyKind.PERSON, asked["person"].unique())
    rows = rows.join(months_of_orders(rows["order"]), on="order", how="left", maintain_order="left")
    day = pl.col("ordered_at").dt.convert_time_zone(HOME.key).dt.date()
    said = {code: words.at(language) for code, words in BANK_REASONS.items()}
    code = pl.col("code")
    other = pl.when(code != "").then(pl.format(_CAME_BACK.at(language, code="{}"), code))
    rows = rows.select(
        "amount",
        "state",
        person="party",
        day=day,
        what="purpose",
        from_month="first",
        to_month=pl.when(pl.col("last") != pl.col("first")).then("last"),
        account=pl.col("iban").str.slice(-4),
        why=pl.coalesce(code.replace_strict(said, default=None, return_dtype=pl.String), other),
    )
    whole = asked.join(rows, on="person", how="inner", maintain_order="right")
    return whole.filter(pl.col("day") >= pl.col("since"))
