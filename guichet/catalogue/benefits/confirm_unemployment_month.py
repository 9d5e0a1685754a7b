"""Each month without work is confirmed, and paid because it is; what is on record is shown, nothing
is declared anew.
"""

from __future__ import annotations

import polars as pl

from guichet.catalogue.account.statement_of_periods import known
from guichet.catalogue.benefits import _claim
from guichet.catalogue.benefits import _unemployment as said
from guichet.catalogue.parties import own_number_field
from guichet.domain.benefits import old_age, unemployment_awards, unemployment_months
from guichet.domain.registry import bank_accounts
from guichet.domain.registry.histories import persons as known_persons
from guichet.domain.registry.queries import establishments_of_owners
from guichet.domain.verification.checks import job_search
from guichet.engine.actor import Assurance, PartyKind, Segment
from guichet.engine.batch import Batch
from guichet.engine.fields import Input, Money, Month, Text
from guichet.engine.refusal import Refusal, Remedy
from guichet.engine.service import Example, Output, Service
from guichet.lib import samples
from guichet.lib.months import first_day, first_day_of, last_day_of
from guichet.lib.text import Words

NOTHING = Refusal(
    "unemployment-not-awarded",
    ar="لم يُقرر للرقم {value} تعويض تعطل، فلا شهر يؤكد. اطلب التعويض أولًا إن كنت فقدت عملك.",
    en="No unemployment benefit is awarded to {value}, so there is no month to confirm. If you lost work, claim it first.",
    fr="Aucune allocation de chômage n’est accordée au numéro {value} : aucun mois à confirmer. Si vous avez perdu votre emploi, demandez-la d’abord.",
    remedy=Remedy("benefits.claim_unemployment", {"person": "value"}),
)
NOT_BEGUN = Refusal(
    "unemployment-month-to-come",
    ar="لا يؤكد شهر {month:yearmonth} قبل أن يبدأ. أكّده عند حلوله.",
    en="{month:yearmonth} cannot be confirmed before it begins. Confirm it then.",
    fr="Le mois concerné ({month:yearmonth}) ne peut être confirmé avant son début. Confirmez-le alors.",
)
OUTSIDE = Refusal(
    "unemployment-month-not-awarded",
    ar="تعويضك من {since:yearmonth} حتى {until:yearmonth}. اختر شهرًا بينهما، أو اترك الخانة فارغة.",
    en="Your benefit is for months from {since:yearmonth} to {until:yearmonth}. Choose one of them, or leave it empty.",
    fr="Votre allocation couvre les mois allant de : {since:yearmonth} à : {until:yearmonth}. Choisissez-en un, ou laissez vide.",
)
USED_UP = Refusal(
    "unemployment-months-used-up",
    ar="صُرفت أشهر تعويضك كلها ({months}). إن عملت ثم فقدت عملك مرة أخرى فاطلب تعويضًا جديدًا.",
    en="All months of your benefit are used ({months}). If you work and lose work again, claim anew.",
    fr="Tous les mois de votre allocation sont utilisés ({months}). Si vous retravaillez puis perdez de nouveau votre emploi, refaites une demande.",
    remedy=Remedy("benefits.claim_unemployment", {"person": "value"}),
)
WORKS_AGAIN = Refusal(
    "unemployment-works-again",
    ar="أنت مسجل في عمل منذ {since:date}، فلا يُصرف تعويض عن {month:yearmonth}. ما بقي من أشهرك يُصرف إن فقدت عملك مرة أخرى وطلبته.",
    en="You are registered as working since {since:date}, so {month:yearmonth} is not paid. The months you have left can be claimed if you lose work again.",
    fr="Vous êtes inscrit comme salarié depuis le {since:date} : ce mois ({month:yearmonth}) n’est pas versé. Les mois restants pourront être demandés en cas de nouvelle perte d’emploi.",
)


class ConfirmUnemploymentMonth(Service):
    """Nothing is typed: the next month is filled in, and the job seekers' register is asked."""

    code = 3312
    keyword = Words(ar="شهري", en="MONTH", fr="MOIS")
    title = Words(
        ar="تأكيد شهر التعطل عن العمل",
        en="Confirm a month without work",
        fr="Confirmer un mois sans emploi",
    )
    also = Words(
        ar="ساند (التعطل عن العمل) تأكيد شهري لا أزال أبحث عن عمل صرف التعويض",
        en="saned monthly confirmation still looking for work unemployment payment",
        fr="saned confirmation mensuelle recherche d’emploi paiement chômage",
    )
    summary = Words(
        ar="أكّد كل شهر أنك لا تزال بلا عمل وتبحث عنه، فيُصرف الشهر. نسأل سجل الباحثين عن عمل بأنفسنا، وشهر لم تؤكده لا يُصرف.",
        en="Confirm each month that you are still without work and looking for it, and the month is paid. We ask the register of job seekers ourselves; a month you do not confirm is not paid.",
        fr="Confirmez chaque mois que vous êtes toujours sans emploi et en recherche : le mois est alors versé. Nous interrogeons nous-mêmes le registre des demandeurs ; un mois non confirmé n’est pas payé.",
    )
    audience = frozenset({Segment.CONTRIBUTOR, Segment.BENEFICIARY})
    right = "self"
    party_kind = PartyKind.PERSON
    party = "person"
    subject = "person"
    assurance = Assurance.SECOND_FACTOR
    seconds = 15
    icon = "pension"
    business_key = ("person", "month")
    checks = (job_search(field="person"),)

    class Input(Input):
        """Who, and which month if not the next one."""

        person = own_number_field()
        month = Month(
            Words(ar="الشهر", en="Month", fr="Mois"),
            hint=Words(
                ar="فارغ: أول شهر لم تؤكده بعد.",
                en="Empty: the first month you have not confirmed yet.",
                fr="Vide : le premier mois que vous n’avez pas encore confirmé.",
            ),
            optional=True,
            sample="2026-12",
        )

    class Output(Output):
        """Which month, what it comes to, and how many are left."""

        name_ar = Text(Words(ar="الاسم", en="Name in Arabic", fr="Nom en arabe"), optional=True)
        name_latin = Text(Words(ar="الاسم باللاتينية", en="Name", fr="Nom"), optional=True)
        confirmed_month = Month(Words(ar="الشهر المؤكد", en="Month confirmed", fr="Mois confirmé"))
        amount = Money(Words(ar="يُصرف عنه (ريال)", en="Paid for it (SAR)", fr="Montant (SAR)"))
        number = Text(Words(ar="رقم الشهر", en="Which month it is", fr="Rang du mois"))
        left = Text(Words(ar="بقي من الأشهر", en="Months left", fr="Mois restants"))
        account = Text(
            Words(ar="حساب ينتهي بالأرقام", en="Account ending in", fr="Compte se terminant par"),
            optional=True,
        )

    @staticmethod
    def decide(batch: Batch) -> None:
        """A month of the last award that has begun, without work in it before, and sought for."""
        _look_up(batch)
        _refuse(batch)
        _number(batch)
        left = pl.col("months_awarded") - pl.col("number")
        batch.answer(
            name_ar=pl.col("name_ar"),
            name_latin=pl.col("name_latin"),
            confirmed_month=pl.col("asked_month"),
            amount=pl.col("amount"),
            number=pl.format("{} / {}", "number", "months_awarded"),
            left=left.cast(pl.String),
            account=pl.col("iban").str.slice(-4),
        )

    @staticmethod
    def apply(batch: Batch) -> None:
        """Keep the month and enter it to be paid."""
        me = batch.context.actor.person_number
        rows = batch.frame.select(
            "award",
            "number",
            "person",
            "amount",
            "transaction",
            month="asked_month",
            by_agent=pl.col("person").ne_missing(pl.lit(me, pl.Int64)),
        )
        unemployment_awards.confirm(rows, batch.context.now)

    examples = (
        Example(
            "before its first month has begun",
            {"person": "{worker}", "month": "2026-12"},
            before=_claim.AWARDED,
            then="unemployment-month-to-come",
        ),
        Example(
            "a month before the award",
            {"person": "{worker}", "month": "2026-11"},
            before=_claim.AWARDED,
            then="unemployment-month-not-awarded",
        ),
        Example("without a benefit", {"person": "{worker}"}, then="unemployment-not-awarded"),
        Example("the month that comes next", {"person": "{jobless}"}),
        Example(
            "twice, it is confirmed once",
            {"person": "{jobless}", "month": "2026-11"},
            before=(
                (
                    "benefits.confirm_unemployment_month",
                    {"person": "{jobless}", "month": "2026-11"},
                ),
            ),
        ),
        Example("somebody else", {"person": "{recent_worker}"}, then="not-covered-by-mandate"),
        Example(
            "a number with a wrong digit", {"person": samples.slip()}, then="national-id-mistyped"
        ),
    )


def _look_up(batch: Batch) -> None:
    if "search_status" not in batch.frame.columns:  # nobody was asked about
        none = pl.lit(None, pl.Date)
        batch.compute(
            search_status=pl.lit(None, pl.String), search_registered_on=none, search_lapsed_on=none
        )
    numbers, today = batch.frame["person"].drop_nulls().unique(), batch.context.today
    batch.look_up(known(numbers), on="person")
    died = known_persons(numbers).select("died_on", person="asked").unique("person")
    batch.look_up(died, on="person")
    batch.look_up(bank_accounts.of_persons(numbers), on="person")
    batch.look_up(unemployment_months.next_months(numbers, today), on="person")
    # Where none is named and none is open, the last that has begun: it is confirmed already.
    latest = pl.min_horizontal(pl.lit(first_day(today)), "payable_till")
    latest = pl.max_horizontal(latest, "from_day")
    asked = pl.coalesce(first_day_of(pl.col("month")), "open_month", latest)
    batch.compute(asked_month=asked)
    done = unemployment_months.confirmed_by(batch.frame["award"])
    batch.look_up(done.rename({"month": "asked_month"}), on=["award", "asked_month"])
    rows = batch.frame.filter(pl.col("award").is_not_null())
    rows = rows.select("person", "left_on", month="asked_month").unique()
    for found in (unemployment_months.worked_since(rows), unemployment_months.drawing(rows)):
        batch.look_up(found.rename({"month": "asked_month"}), on=["person", "asked_month"])
    aged = old_age.Records.of(numbers, today).on(today).answers
    pension = pl.col("why").is_null()
    batch.look_up(aged.filter(pension).select("person", pension_at="reached"), on="person")
    owned = establishments_of_owners(numbers).filter(pl.col("closed_on").is_null())
    batch.look_up(
        owned.group_by(person="owner_number").agg(owns=pl.col("number").first()), on="person"
    )


def _refuse(batch: Batch) -> None:
    month, award = pl.col("asked_month"), pl.col("award")
    done = pl.col("confirmed_by").is_not_null()
    batch.repeat(done, pl.col("confirmed_by"))
    batch.refuse(award.is_null(), NOTHING, "person")
    there = award.is_not_null() & ~done
    outside = (month < pl.col("from_day")) | (month > pl.col("payable_till"))
    since, until = (pl.col(n).dt.strftime("%Y-%m") for n in ("from_day", "payable_till"))
    batch.refuse(there & outside, OUTSIDE, "month", since=since, until=until)
    named = month.dt.strftime("%Y-%m")
    to_come = month > pl.lit(first_day(batch.context.today))
    batch.refuse(there & ~outside & to_come, NOT_BEGUN, "month", month=named)
    there = there & ~outside & ~to_come
    used = pl.col("confirmed") >= pl.col("months_awarded")
    batch.refuse(there & used, USED_UP, "person", months=pl.col("months_awarded"))
    there = there & ~used
    batch.refuse(there & (pl.col("died_on") < month), said.DIED, "person")
    works = pl.col("works_since")
    batch.refuse(there & works.is_not_null(), WORKS_AGAIN, "person", since=works, month=named)
    batch.refuse(there & pl.col("drawing"), said.HAS_PENSION, "person")
    # The normal age ends it where there is a pension to claim; of its own month all is due.
    aged = month > first_day_of(pl.col("pension_at"))
    batch.refuse(there & aged, said.OF_AGE, "person", reached=pl.col("pension_at"))
    owns = pl.col("owns")
    batch.refuse(there & owns.is_not_null(), said.HAS_BUSINESS, "person", number=owns)
    end = last_day_of(month)
    until_then = (pl.col("search_status") == "registered") | (pl.col("search_lapsed_on") > end)
    seeks = until_then & (pl.col("search_registered_on") <= end)
    batch.refuse(there & ~seeks.fill_null(value=False), said.NOT_SEEKING, "person")


def _number(batch: Batch) -> None:
    """Add ``number`` and ``amount``: several months of one award may be confirmed in one call,
    under any number of the person, and each is the next after those before it.
    """
    batch.join_equal(["award", "asked_month"])
    numbered = unemployment_months.numbered(batch.standing())
    batch.look_up(numbered, on=["award", "asked_month"])
    used = pl.col("number") > pl.col("months_awarded")
    batch.refuse(used, USED_UP, "person", months=pl.col("months_awarded"))
