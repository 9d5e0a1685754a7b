"""Proof of life: a pensioner confirms once a year; the civil registry is asked, no paper is."""

from __future__ import annotations

from datetime import date

import polars as pl

from guichet.catalogue.account.statement_of_periods import known
from guichet.catalogue.benefits import _old_age
from guichet.catalogue.parties import own_number_field
from guichet.domain.benefits import confirmations
from guichet.domain.benefits.queries import pension_of
from guichet.domain.benefits.words import NO_PENSIONS
from guichet.domain.registry import bank_accounts
from guichet.domain.registry.histories import numbers_of, under_asked
from guichet.domain.verification.checks import civil
from guichet.engine.actor import Assurance, PartyKind, Segment
from guichet.engine.batch import Batch
from guichet.engine.check import WhenDown
from guichet.engine.fields import Day, Input, Money, Text
from guichet.engine.refusal import Refusal
from guichet.engine.service import Example, Output, Service
from guichet.lib import samples
from guichet.lib.contact import BRANCH
from guichet.lib.text import Words

NOTHING_TO_CONFIRM = Refusal(
    "no-pension-to-confirm",
    ar="لا يُصرف معاش للرقم {value} هذا الشهر، فلا حاجة إلى إثبات الحياة.",
    en="No pension is paid to {value} this month, so there is no need for a proof of life.",
    fr="Aucune pension n’est versée au numéro {value} ce mois-ci : la preuve de vie est inutile.",
)
NOT_ALIVE = Refusal(
    "life-recorded-as-ended",
    ar="السجل المدني يذكر وفاة صاحب الرقم {value}، فلم يُسجل شيء. إن كان حيًا فصحح ذلك لدى الأحوال المدنية، ثم أعد الطلب. وللورثة: "
    + BRANCH.ar,
    en="The civil registry records a death for {value}, so nothing was recorded. If that is wrong, have Civil Affairs correct it, then confirm again. Heirs: "
    + BRANCH.en,
    fr="Le registre civil mentionne un décès pour le numéro {value} ; rien n’a été enregistré. Si c’est une erreur, faites-la corriger par l’état civil, puis confirmez de nouveau. Héritiers : "
    + BRANCH.fr,
)
NOT_KNOWN = Refusal(
    "life-not-on-record",
    ar="السجل المدني لا يعرف الرقم {value}، فلا يمكن إثبات الحياة به. " + BRANCH.ar,
    en="The civil registry does not know {value}, so it cannot tell that its holder lives. "
    + BRANCH.en,
    fr="Le registre civil ne connaît pas le numéro {value} et ne peut attester la vie de son titulaire. "
    + BRANCH.fr,
)


class ConfirmLife(Service):
    """What is on record is shown to be confirmed with it. Who does not confirm is asked after by
    people: no pension stops because of it.
    """

    code = 3305
    keyword = Words(ar="حياة", en="ALIVE", fr="VIE")
    title = Words(ar="إثبات الحياة السنوي", en="Yearly proof of life", fr="Preuve de vie annuelle")
    also = Words(
        ar="تأكيد بياناتي متقاعد على قيد الحياة إقرار سنوي تحديث",
        en="confirm my data alive pensioner life certificate yearly declaration update",
        fr="certificat de vie confirmer mes données déclaration annuelle retraité",
    )
    summary = Words(
        ar="أكّد مرة في السنة أنك على قيد الحياة وأن بياناتك صحيحة. نسأل السجل المدني، فلا حاجة إلى أي ورقة.",
        en="Confirm once a year that you are alive and that what we hold is right. We ask the civil registry; no paper is needed.",
        fr="Confirmez une fois par an que vous êtes en vie et que vos données sont justes. Nous interrogeons le registre civil ; aucune pièce n’est demandée.",
    )
    audience = frozenset({Segment.BENEFICIARY})
    right = "self"
    party_kind = PartyKind.PERSON
    party = "person"
    subject = "person"
    assurance = Assurance.SECOND_FACTOR
    seconds = 15
    icon = "pension"
    business_key = ("person",)
    checks = (civil(field="person", name="civil", when_down=WhenDown.HOLD),)

    class Input(Input):
        """Who."""

        person = own_number_field()

    class Output(Output):
        """The day and for how long it holds, and what is on record."""

        confirmed_on = Day(Words(ar="أُكّد في", en="Confirmed on", fr="Confirmée le"))
        again_by = Day(Words(ar="أكّد ثانية قبل", en="Confirm again by", fr="À renouveler avant"))
        name_ar = Text(Words(ar="الاسم", en="Name in Arabic", fr="Nom en arabe"), optional=True)
        name_latin = Text(Words(ar="الاسم باللاتينية", en="Name", fr="Nom"), optional=True)
        monthly = Money(_old_age.MONTHLY_WORDS)
        account = Text(
            Words(ar="حساب ينتهي بالأرقام", en="Account ending in", fr="Compte se terminant par"),
            optional=True,
        )

    @staticmethod
    def decide(batch: Batch) -> None:
        """Somebody with a pension, whom the civil registry holds to be alive; once a day."""
        today = batch.context.today
        if "civil_status" not in batch.frame.columns:  # nobody was asked about
            batch.compute(civil_status=pl.lit(None, pl.String))
        numbers = batch.frame["person"].drop_nulls().unique()
        batch.look_up(known(numbers), on="person")
        batch.look_up(_paid(numbers, today), on="person")
        batch.look_up(bank_accounts.of_persons(numbers), on="person")
        batch.look_up(confirmations.on_day(numbers, today), on="person")
        batch.repeat(pl.col("confirmed_by").is_not_null(), pl.col("confirmed_by"))
        batch.refuse(pl.col("monthly").is_null(), NOTHING_TO_CONFIRM, "person")
        status = pl.col("civil_status")
        batch.refuse(status == "dead", NOT_ALIVE, "person")
        batch.refuse(status == "unknown", NOT_KNOWN, "person")
        batch.answer(
            confirmed_on=pl.lit(today),
            again_by=pl.lit(confirmations.confirmed_till(today)),
            name_ar=pl.col("name_ar"),
            name_latin=pl.col("name_latin"),
            monthly=pl.col("monthly"),
            account=pl.col("iban").str.slice(-4),
        )

    @staticmethod
    def apply(batch: Batch) -> None:
        """Keep the day, and whether somebody else said it."""
        me = batch.context.actor.person_number
        rows = batch.frame.select(
            "person",
            "transaction",
            confirmed_on=pl.lit(batch.context.today),
            by_agent=pl.col("person").ne_missing(pl.lit(me, pl.Int64)),
        )
        confirmations.confirm(rows, batch.context.now)

    examples = (
        Example("a pensioner, once a year", {"person": "{worker}"}),
        Example(
            "twice on a day, it is one",
            {"person": "{worker}"},
            before=(("benefits.confirm_life", {"person": "{worker}"}),),
        ),
        Example("without a pension", {"person": "{retired}"}, then="no-pension-to-confirm"),
        Example("somebody else", {"person": "{recent_worker}"}, then="not-covered-by-mandate"),
        Example(
            "a number with a wrong digit", {"person": samples.slip()}, then="national-id-mistyped"
        ),
    )


def _paid(numbers: pl.Series, today: date) -> pl.DataFrame:
    """What persons are paid a month: ``person``, ``monthly``. A pension stays under the number its
    holder had when it was entered.
    """
    held = numbers_of(numbers)
    drawn = pension_of(held["number"].unique(), today).filter(~pl.col("kind").is_in(NO_PENSIONS))
    paid = under_asked(drawn, held)
    return paid.group_by("person").agg(pl.col("monthly").sum())
