"""A certificate of a contributor's periods and wages, as they are registered on its day."""

from __future__ import annotations

import polars as pl

from guichet.catalogue.account.statement_of_periods import CONTRIBUTOR_UNKNOWN, known, months_text
from guichet.catalogue.certificates import _issue
from guichet.catalogue.parties import own_number_field
from guichet.catalogue.tables import lines_text
from guichet.domain.contributions import queries as contributions
from guichet.engine.actor import PartyKind, Segment
from guichet.engine.batch import Batch
from guichet.engine.fields import (
    Day,
    EstablishmentNumber,
    Field,
    Input,
    Lines,
    Money,
    Text,
)
from guichet.engine.paper import Paper
from guichet.engine.refusal import Refusal
from guichet.engine.service import Example, Output, Service
from guichet.lib import samples
from guichet.lib.contact import BRANCH
from guichet.lib.text import Words

NOTHING_TO_CERTIFY = Refusal(
    "no-periods-to-certify",
    ar="لا توجد مدد اشتراك مسجلة برقم الهوية {value}، فلا شيء يُشهد به. إن كنت قد عملت: "
    + BRANCH.ar,
    en="No contribution periods are recorded for {value}, so there is nothing to certify. If you have worked: "
    + BRANCH.en,
    fr="Aucune période de cotisation n’est enregistrée pour le numéro {value} : il n’y a rien à attester. Si vous avez travaillé : "
    + BRANCH.fr,
)
_COLUMNS: dict[str, Field] = {
    "establishment": EstablishmentNumber(
        Words(ar="رقم المنشأة", en="Establishment", fr="Établissement")
    ),
    "employer": Text(Words(ar="صاحب العمل", en="Employer", fr="Employeur")),
    "employer_latin": Text(
        Words(ar="صاحب العمل باللاتينية", en="Employer (Latin)", fr="Employeur (latin)"),
        optional=True,
    ),
    "from": Day(Words(ar="من", en="From", fr="Du")),
    "to": Day(Words(ar="إلى", en="To", fr="Au"), optional=True),
    "wage": Money(Words(ar="الأجر (ريال)", en="Wage (SAR)", fr="Salaire (SAR)")),
    "months": Text(Words(ar="أشهر الاشتراك", en="Months of contribution", fr="Mois de cotisation")),
}
PERIODS = Lines(
    Words(ar="المدد والأجور", en="Periods and wages", fr="Périodes et salaires"), _COLUMNS
)
_LASTING = Lines(
    PERIODS.label, {name: field for name, field in _COLUMNS.items() if name != "months"}
)


class WagesAndPeriods(Service):
    """What an employer, a bank or an embassy asks a contributor for."""

    code = 3102
    title = Words(
        ar="شهادة مدد الاشتراك والأجور",
        en="Certificate of wages and periods",
        fr="Attestation de salaires et de périodes",
    )
    also = Words(
        ar="تعريف راتب شهادة بنك سفارة خدمة",
        en="salary certificate letter bank embassy",
        fr="attestation de salaire banque ambassade",
    )
    summary = Words(
        ar="شهادة موقعة بمدد اشتراكك وأجورك المسجلة، يتحقق منها من تقدمها له برمزها.",
        en="A signed certificate of your periods and registered wages; whoever receives it can check it by its code.",
        fr="Une attestation signée de vos périodes et salaires déclarés ; le destinataire la vérifie par son code.",
    )
    audience = frozenset({Segment.CONTRIBUTOR})
    right = "certificates"
    party_kind = PartyKind.PERSON
    party = "person"
    subject = "person"
    seconds = 10
    icon = "certificate"
    business_key = ("person",)

    class Input(Input):
        """Whose."""

        person = own_number_field()

    class Output(Output):
        """What the certificate says."""

        name_ar = Text(Words(ar="الاسم", en="Name in Arabic", fr="Nom en arabe"))
        name_latin = Text(Words(ar="الاسم باللاتينية", en="Name", fr="Nom"), optional=True)
        months = Text(
            Words(
                ar="مجموع أشهر الاشتراك",
                en="Contribution months in all",
                fr="Total des mois de cotisation",
            )
        )
        periods = PERIODS
        code = _issue.CODE

    paper = Paper(
        attests=Words(
            ar="تشهد المؤسسة بأن المدد والأجور أدناه هي المسجلة لديها في {day} باسم {name_ar} برقم الهوية {person}.",
            en="The institution certifies that the periods and wages below are those registered with it on {day} for {name_ar}, number {person}.",
            fr="L’institution atteste que les périodes et salaires ci-dessous sont ceux enregistrés auprès d’elle le {day} pour {name_ar}, numéro {person}.",
        ),
        shows=("person", "name_ar", "months", "periods"),
        remark=Words(
            ar="للمؤسسة أن تصحح ما سُجل إذا ثبت خلافه، فتصدر شهادة أحدث تلغي هذه.",
            en="The institution may correct what is registered if it proves otherwise; a newer certificate then replaces this one.",
            fr="L’institution peut corriger ce qui est enregistré s’il s’avère inexact ; une attestation plus récente remplace alors celle-ci.",
        ),
        latin={"name_ar": "name_latin"},
    )

    @staticmethod
    def decide(batch: Batch) -> None:
        """Read the persons and their periods, of all rows at once."""
        numbers = batch.frame["person"].drop_nulls().unique()
        batch.look_up(known(numbers), on="person")
        unknown = pl.col("person_id").is_null()
        batch.refuse(unknown, CONTRIBUTOR_UNKNOWN, "person")
        batch.look_up(_tables(contributions.periods_of(numbers, batch.context.today)), on="person")
        batch.refuse(pl.col("text").is_null() & ~unknown, NOTHING_TO_CERTIFY, "person")
        batch.answer(
            name_ar=pl.col("name_ar"),
            name_latin=pl.col("name_latin"),
            months=months_text(pl.col("hundredths").fill_null(0)),
            periods=pl.col("text"),
        )
        # Months of a period that lasts grow by themselves: they make no later certificate say
        # otherwise.
        _issue.repeat_of_today(batch, facts=pl.concat_str("name_ar", "lasting", separator="\n"))

    @staticmethod
    def apply(batch: Batch) -> None:
        """Issue; the papers are composed by the workers, or when one is asked for."""
        _issue.issue(batch)

    examples = (
        Example("one's own periods and wages", {"person": "{worker}"}),
        Example(
            "asked twice on one day, it is one certificate",
            {"person": "{worker}"},
            before=(("certificates.wages_and_periods", {"person": "{worker}"}),),
        ),
        Example("somebody else", {"person": "{recent_worker}"}, then="not-covered-by-mandate"),
        Example(
            "a number with a wrong digit", {"person": samples.slip()}, then="national-id-mistyped"
        ),
    )


def _tables(periods: pl.DataFrame) -> pl.DataFrame:
    """Each person's periods as text, with the sum of their months; employers in both scripts."""
    rows = periods.select(
        "person",
        "establishment",
        "wage",
        "hundredths",
        pl.col("since").alias("from"),
        pl.col("until").alias("to"),
        employer="name_ar",
        employer_latin="name_latin",
        months=months_text(pl.col("hundredths")),
    )
    sums = rows.group_by("person").agg(pl.col("hundredths").sum())
    found = lines_text(rows, PERIODS, ["person"], "text").join(sums, on="person")
    return found.join(lines_text(rows, _LASTING, ["person"], "lasting"), on="person")
