"""A certificate that an establishment, with all others of its owner, owes no contributions."""

from __future__ import annotations

import polars as pl

from guichet.catalogue.certificates import _issue
from guichet.catalogue.parties import establishment_field
from guichet.catalogue.registry._establishments import know_establishment
from guichet.domain.contributions import queries as contributions
from guichet.domain.registry.queries import establishments_of_owners
from guichet.engine.actor import PartyKind, Segment
from guichet.engine.batch import Batch
from guichet.engine.fields import (
    Day,
    Input,
    Month,
    RegistrationNumber,
    Text,
)
from guichet.engine.paper import Paper
from guichet.engine.refusal import Refusal, Remedy
from guichet.engine.service import Example, Output, Service
from guichet.law import country
from guichet.lib.money import amount_text
from guichet.lib.text import Words

IN_ALL = Refusal(
    "compliance-due-in-all",
    ar="مجموع المستحق على منشآت المالك {amount:amount} ريال. تصدر الشهادة فور تسجيل سداده كله.",
    en="The owner’s establishments owe {amount:amount} SAR in all. The certificate is issued as soon as all of it is paid.",
    fr="Les établissements du propriétaire doivent {amount:amount} SAR au total. L’attestation est délivrée dès que tout est payé.",
    remedy=Remedy("payments.pay", {"establishment": "value", "what": "what"}),
)
SOMETHING_DUE = Refusal(
    "compliance-something-due",
    ar="على المنشأة {value} مبلغ {amount:amount} ريال عن: {months:yearmonth}. سدده ثم اطلب الشهادة، وتصدر فور تسجيل السداد.",
    en="Establishment {value} owes {amount:amount} SAR for {months:yearmonth}. Pay it and ask again; the certificate is issued once the payment is recorded.",
    fr="L’établissement {value} doit {amount:amount} SAR pour {months:yearmonth}. Réglez-les puis redemandez l’attestation : elle est délivrée dès l’enregistrement du paiement.",
    remedy=Remedy("payments.pay", {"establishment": "value"}),
)
GROUP_DUE = Refusal(
    "compliance-group-due",
    ar="على المنشأة {other} للمالك نفسه مبلغ {amount:amount} ريال عن: {months:yearmonth}. تصدر الشهادة بعد سداد مستحقات منشآت المالك كلها.",
    en="Establishment {other} of the same owner owes {amount:amount} SAR for {months:yearmonth}. The certificate is issued once every establishment of the owner has paid.",
    fr="L’établissement {other} du même propriétaire doit {amount:amount} SAR pour {months:yearmonth}. L’attestation est délivrée quand tous les établissements du propriétaire ont payé.",
    remedy=Remedy("payments.pay", {"establishment": "other"}),
)
GROUP_DUE_UNSEEN = Refusal(
    "compliance-owner-due",
    ar="على منشأة أخرى للمالك نفسه مستحقات لم تُسدد، وليس لديك تفويض للاطلاع عليها. اطلب من المالك سدادها.",
    en="Another establishment of the same owner owes contributions, and you have no mandate to see them. Ask the owner to pay them.",
    fr="Un autre établissement du même propriétaire doit des cotisations que vous n’êtes pas mandaté à consulter. Demandez au propriétaire de les régler.",
)


class Compliance(Service):
    """Issued only when nothing at all is due, for the whole group of the owner (REG128 RC13).

    A debt in instalments is still due: whether a plan that is kept is enough is a parameter of the
    law.
    """

    code = 2301
    title = Words(ar="شهادة الالتزام", en="Compliance certificate", fr="Attestation de conformité")
    also = Words(
        ar="إثبات منافسة ترخيص براءة ذمة مطابقة",
        en="clearance tender good standing proof",
        fr="attestation quitus marché conformité",
    )
    summary = Words(
        ar="شهادة موقعة بأن ليس على منشآت المالك اشتراكات مستحقة، للمنافسات والتراخيص وغيرها.",
        en="A signed certificate that the owner’s establishments owe no contributions, for tenders, licences and the like.",
        fr="Une attestation signée que les établissements du propriétaire ne doivent aucune cotisation, pour appels d’offres et licences.",
    )
    audience = frozenset({Segment.EMPLOYER})
    right = "certificates"
    seconds = 10
    icon = "certificate"
    business_key = ("establishment",)

    class Input(Input):
        """Whose."""

        establishment = establishment_field(hinted=True)

    class Output(Output):
        """What the certificate says."""

        name_ar = Text(
            Words(
                ar="اسم المنشأة",
                en="Establishment’s name in Arabic",
                fr="Nom de l’établissement en arabe",
            )
        )
        name_latin = Text(
            Words(ar="الاسم باللاتينية", en="Establishment’s name", fr="Nom de l’établissement"),
            optional=True,
        )
        business = RegistrationNumber(
            Words(ar="رقم السجل التجاري", en="Commercial registration", fr="Registre du commerce"),
            optional=True,
        )
        registered_on = Day(Words(ar="مسجلة منذ", en="Registered since", fr="Inscrit depuis"))
        closed_on = Day(Words(ar="أُغلقت في", en="Closed on", fr="Fermé le"), optional=True)
        paid_up_to = Month(
            Words(
                ar="آخر شهر صدرت فاتورته وسُددت",
                en="Last month billed and paid",
                fr="Dernier mois facturé et payé",
            ),
            optional=True,
        )
        valid_until = Day(Words(ar="صالحة حتى", en="Valid until", fr="Valable jusqu’au"))
        code = _issue.CODE

    paper = Paper(
        attests=Words(
            ar="تشهد المؤسسة بأن المنشأة «{name_ar}» ذات الرقم {establishment} مسجلة لديها، وأنه ليس عليها ولا على سائر منشآت مالكها اشتراكات أو غرامات مستحقة السداد في {day}.",
            en="The institution certifies that the establishment “{name_ar}”, number {establishment}, is registered with it, and that on {day} neither it nor any other establishment of its owner owed contributions or penalties.",
            fr="L’institution atteste que l’établissement « {name_ar} », numéro {establishment}, est inscrit auprès d’elle et que le {day} ni lui ni aucun autre établissement de son propriétaire ne devait de cotisations ou de pénalités.",
        ),
        shows=(
            "establishment",
            "name_ar",
            "business",
            "registered_on",
            "closed_on",
            "paid_up_to",
            "valid_until",
        ),
        remark=Words(
            ar="لا تُعد هذه الشهادة إبراءً من مستحقات تظهر بعد تاريخها. وتحل محلها شهادة أحدث للمنشأة نفسها تقول غير ما فيها.",
            en="This certificate does not discharge what becomes known after its date. A newer one for the same establishment that says otherwise replaces it.",
            fr="Cette attestation ne libère pas de ce qui serait constaté après sa date. Une plus récente pour le même établissement qui dit autre chose la remplace.",
        ),
        until="valid_until",
        latin={"name_ar": "name_latin"},
    )

    @staticmethod
    def decide(batch: Batch) -> None:
        """Look up the establishments with all others of their owners, and what any of them owes."""
        know_establishment(
            batch,
            "owner_number",
            "name_ar",
            "name_latin",
            "cr_number",
            "registered_on",
            "closed_on",
        )
        _refuse_debts(batch)
        today = batch.context.today
        days = country.parameters().count("registration.compliance_certificate_valid_days", today)
        batch.cite(law=country.parameters().version)
        account = contributions.account_of(batch.frame["establishment"], today)
        batch.look_up(account.select("establishment", "last_month"), on="establishment")
        batch.compute(valid_until=pl.lit(today).dt.offset_by(f"{days}d"))
        batch.answer(
            name_ar=pl.col("name_ar"),
            name_latin=pl.col("name_latin"),
            business=pl.col("cr_number"),
            registered_on=pl.col("registered_on"),
            closed_on=pl.col("closed_on"),
            paid_up_to=pl.col("last_month"),
            valid_until=pl.col("valid_until"),
        )
        _issue.repeat_of_today(batch)

    @staticmethod
    def apply(batch: Batch) -> None:
        """Issue; the papers are composed by the workers, or when one is asked for."""
        _issue.issue(batch, until="valid_until")

    examples = (
        Example("nothing is due", {"establishment": "{establishment}"}),
        Example(
            "asked twice on one day, it is one certificate",
            {"establishment": "{establishment}"},
            before=(("certificates.compliance", {"establishment": "{establishment}"}),),
        ),
        Example(
            "somebody else's establishment",
            {
                "establishment": "{foreign_establishment}",
            },
            then="not-covered-by-mandate",
        ),
        Example("a number that is too short", {"establishment": "12345"}, then="number-invalid"),
    )


_NAMED = 20  # debtors of one owner that are told one by one; the sum is of all


def _refuse_debts(batch: Batch) -> None:
    """All that stands against it at once: the sum, the establishment's own debt, and each other's
    of its owner.
    """
    debts = _debts(batch)
    seen = debts.filter("seen")
    sums = seen.group_by("establishment").agg(in_all=pl.col("due").sum(), debtors=pl.len())
    batch.look_up(sums, on="establishment")
    batch.refuse(
        pl.col("debtors") > 1,
        IN_ALL,
        "establishment",
        amount=amount_text(pl.col("in_all")),
        what="all",
    )
    own = debts.filter(pl.col("other") == pl.col("establishment")).drop("other", "seen")
    batch.look_up(own, on="establishment")
    batch.refuse(
        pl.col("due").is_not_null(),
        SOMETHING_DUE,
        "establishment",
        amount=amount_text(pl.col("due")),
        months=pl.col("months"),
    )
    others = seen.filter(pl.col("other") != pl.col("establishment"))
    others = others.with_columns(rank=pl.int_range(pl.len()).over("establishment"))
    most = others.select(pl.col("rank").max().fill_null(-1)).item() + 1
    for rank in range(min(most, _NAMED)):
        names = {"other": f"other_{rank}", "due": f"due_{rank}", "months": f"months_{rank}"}
        batch.look_up(
            others.filter(pl.col("rank") == rank).drop("rank", "seen").rename(names),
            on="establishment",
        )
        batch.refuse(
            pl.col(f"other_{rank}").is_not_null(),
            GROUP_DUE,
            "establishment",
            other=pl.col(f"other_{rank}"),
            amount=amount_text(pl.col(f"due_{rank}")),
            months=pl.col(f"months_{rank}"),
        )
    unseen = debts.filter(~pl.col("seen"))["establishment"].unique()
    batch.refuse(pl.col("establishment").is_in(unseen.implode()), GROUP_DUE_UNSEEN, "establishment")


def _debts(batch: Batch) -> pl.DataFrame:
    """Of each establishment that asks, every debtor of its owner: ``other``, ``due``, ``months``,
    and whether the asker may see it.
    """
    owners = batch.frame["owner_number"].drop_nulls().unique()
    group = establishments_of_owners(owners).select("owner_number", other="number")
    owed = contributions.unpaid_months(group["other"])
    today = batch.context.today
    if country.parameters().yes("instalments.certificate_while_kept", today):
        kept = contributions.kept_plans(owed["establishment"], today)
        owed = owed.filter(~pl.col("establishment").is_in(kept.implode()))
    debtors = group.join(owed.rename({"establishment": "other"}), on="other").sort("other")
    asked = debtors["other"].unique().to_list()
    actor = batch.context.actor
    may = actor.mandates.covers("view", PartyKind.ESTABLISHMENT, asked, today) if asked else set()
    rows = batch.frame.select("establishment", "owner_number").drop_nulls().unique()
    own = pl.col("other") == pl.col("establishment")
    both = rows.join(debtors, on="owner_number").drop("owner_number").sort("establishment", "other")
    return both.with_columns(seen=own | pl.col("other").is_in(list(may)))
