"""Am I registered: where today, since when, for which wage, and whether it is being paid."""

from __future__ import annotations

from datetime import date

import polars as pl

from guichet.catalogue.account._payment_words import STATE
from guichet.catalogue.account.statement_of_periods import employer
from guichet.catalogue.parties import own_number_field
from guichet.catalogue.tables import lines_text
from guichet.domain.contributions import queries as contributions
from guichet.domain.contributions.words import PAID_STATES
from guichet.engine.actor import Assurance, PartyKind, Segment
from guichet.engine.batch import Batch
from guichet.engine.fields import (
    Choice,
    Day,
    EstablishmentNumber,
    Field,
    Input,
    Lines,
    Money,
    Month,
    Text,
)
from guichet.engine.service import Example, Output, Service
from guichet.lib import samples
from guichet.lib.contact import BRANCH
from guichet.lib.text import Words

YES, LATER, NO = "yes", "later", "no"
_ANSWERS = {
    YES: Words(ar="نعم، أنت مسجل اليوم", en="Yes, today", fr="Oui, à ce jour"),
    LATER: Words(
        ar="ليس اليوم، وتسجيلك يبدأ لاحقًا",
        en="Not today; your registration begins later",
        fr="Pas aujourd’hui ; votre inscription commence plus tard",
    ),
    NO: Words(ar="لا، لست مسجلًا اليوم", en="No, not today", fr="Non, pas aujourd’hui"),
}
ASK_EMPLOYER, ASK_AGAIN = "ask-employer", "ask-again"
_TO_DO = {
    ASK_EMPLOYER: Words(
        ar="إن كنت تعمل فاطلب من صاحب العمل تسجيلك. إن لم يفعل: " + BRANCH.ar,
        en="If you work, ask your employer to register you. If that fails: " + BRANCH.en,
        fr="Si vous travaillez, demandez à l’employeur de vous inscrire. Sinon : " + BRANCH.fr,
    ),
    ASK_AGAIN: Words(
        ar="إن بدأت العمل قبل ذلك اليوم فاطلب من صاحب العمل تصحيحه.",
        en="If you began to work before that day, ask your employer to correct it.",
        fr="Si vous avez commencé avant cette date, demandez à l’employeur de la corriger.",
    ),
}
_COLUMNS: dict[str, Field] = {
    "establishment": EstablishmentNumber(
        Words(ar="رقم المنشأة", en="Establishment", fr="Établissement")
    ),
    "employer": Text(Words(ar="صاحب العمل", en="Employer", fr="Employeur")),
    "since": Day(Words(ar="منذ", en="Since", fr="Depuis")),
    "wage": Money(
        Words(ar="الأجر المسجل (ريال)", en="Registered wage (SAR)", fr="Salaire déclaré (SAR)")
    ),
    "month": Month(
        Words(ar="آخر شهر صدرت فاتورته", en="Last month billed", fr="Dernier mois facturé"),
        optional=True,
        blank=Words(ar="لم يُفوتر بعد", en="none yet", fr="aucun"),
    ),
    "paid": Choice(STATE, PAID_STATES, optional=True),
}
EMPLOYERS = Lines(
    Words(ar="أين أنت مسجل", en="Where you are registered", fr="Où vous êtes inscrit"), _COLUMNS
)
_OF_ENGAGEMENT = ["person", "engagement"]


class AmIRegistered(Service):
    """An enquiry; that somebody is not registered is an answer as good as that they are."""

    code = 3104
    keyword = Words(ar="مسجل", en="REGISTERED", fr="INSCRIT")
    title = Words(ar="هل أنا مسجل؟", en="Am I registered?", fr="Suis-je inscrit ?")
    also = Words(
        ar="هل سجلني صاحب العمل تأمينات تسجيلي اشتراكي مسدد",
        en="did my employer register me insured contributions paid",
        fr="mon employeur m’a-t-il inscrit assuré cotisations payées",
    )
    summary = Words(
        ar="اعرف هل أنت مسجل اليوم، ولدى أي صاحب عمل، ومنذ متى، وبأي أجر، وهل سُددت اشتراكات آخر شهر. وإن لم تكن مسجلًا فما العمل.",
        en="See whether you are registered today, with which employer, since when and for which wage, and whether the last month’s contributions are paid. And what to do if you are not.",
        fr="Voyez si vous êtes inscrit aujourd’hui, chez quel employeur, depuis quand et pour quel salaire, et si les cotisations du dernier mois sont payées. Et que faire sinon.",
    )
    audience = frozenset({Segment.CONTRIBUTOR})
    right = "view"
    party_kind = PartyKind.PERSON
    party = "person"
    subject = "person"
    enquiry = True
    assurance = Assurance.PIN
    seconds = 10
    icon = "history"

    class Input(Input):
        """Who."""

        person = own_number_field()

    class Output(Output):
        """Yes or no, and where; or until when it was, and what to do."""

        registered = Choice(Words(ar="هل أنت مسجل؟", en="Registered?", fr="Inscrit ?"), _ANSWERS)
        employers = EMPLOYERS
        until = Day(
            Words(ar="آخر تسجيل انتهى في", en="Last registration ended on", fr="Dernière fin"),
            optional=True,
        )
        to_do = Choice(Words(ar="ما العمل", en="What to do", fr="Que faire"), _TO_DO, optional=True)

    @staticmethod
    def decide(batch: Batch) -> None:
        """Read the periods of all rows at once. Whoever is unknown here is not registered."""
        today = batch.context.today
        numbers = batch.frame["person"].drop_nulls().unique()
        periods = contributions.periods_of(numbers, today)
        billed = contributions.person_months(numbers, today)
        rows = _employers(periods, billed, today, batch.context.language)
        batch.look_up(lines_text(rows, EMPLOYERS, ["person"], "text"), on="person")
        batch.look_up(_standing(periods, rows, today), on="person")
        answer = pl.col("standing").fill_null(NO)
        batch.answer(
            registered=answer,
            employers=pl.col("text").fill_null("[]"),
            until=pl.when(answer != YES).then("last"),
            to_do=answer.replace_strict(
                {NO: ASK_EMPLOYER, LATER: ASK_AGAIN}, default=None, return_dtype=pl.String
            ),
        )

    examples = (
        Example("somebody who works", {"person": "{worker}"}),
        Example(
            "somebody who has left",
            {"person": "{worker}"},
            before=(
                (
                    "registry.end_engagement",
                    {
                        "establishment": "{establishment}",
                        "worker": "{worker}",
                        "ended_on": "2026-11-21",
                        "reason": "resignation",
                    },
                ),
            ),
        ),
        Example("whom one acts for", {"person": "{retired}"}),
        Example("somebody else", {"person": "{recent_worker}"}, then="not-covered-by-mandate"),
        Example(
            "a number with a wrong digit", {"person": samples.slip()}, then="national-id-mistyped"
        ),
    )


def _employers(
    periods: pl.DataFrame, billed: pl.DataFrame, today: date, language: str
) -> pl.DataFrame:
    """A row for each engagement that lasts or begins: since its first day, for the wage in force
    today (the first one where it is to begin), with the last month that was billed.
    """
    begun = periods.group_by(_OF_ENGAGEMENT).agg(first=pl.col("since").min())
    lasting = periods.filter(pl.col("until").is_null() | (pl.col("until") >= today))
    now = lasting.unique(_OF_ENGAGEMENT, keep="first", maintain_order=True)
    last = billed.sort("month").group_by(_OF_ENGAGEMENT).agg(pl.col("month", "state").last())
    return (
        now.join(begun, on=_OF_ENGAGEMENT, how="left", maintain_order="left")
        .join(last, on=_OF_ENGAGEMENT, how="left", maintain_order="left")
        .select(
            "person",
            "establishment",
            "wage",
            "month",
            since="first",
            employer=employer(language),
            paid="state",
        )
    )


def _standing(periods: pl.DataFrame, rows: pl.DataFrame, today: date) -> pl.DataFrame:
    """``person``, ``standing`` (`YES`, `LATER`, `NO`), and ``last``: the last day of what ended."""
    ended = periods.filter(pl.col("until") < today).group_by("person")
    first = rows.group_by("person").agg(pl.col("since").min())
    standing = (
        pl.when(pl.col("since") <= today)
        .then(pl.lit(YES))
        .when(pl.col("since").is_not_null())
        .then(pl.lit(LATER))
        .otherwise(pl.lit(NO))
    )
    return (
        ended.agg(last=pl.col("until").max())
        .join(first, on="person", how="full", coalesce=True)
        .select("person", "last", standing=standing)
    )
