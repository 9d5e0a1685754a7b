"""Contributions given back: what stands in the way of it, and how a claim is decided."""

from __future__ import annotations

import polars as pl

from guichet.catalogue.account.statement_of_periods import CONTRIBUTOR_UNKNOWN
from guichet.catalogue.benefits import _old_age
from guichet.domain.benefits import awards, deadlines, lump_sums, old_age
from guichet.domain.benefits import queries as pensions
from guichet.domain.registry import bank_accounts
from guichet.domain.registry.histories import numbers_of, under_asked
from guichet.domain.registry.histories import persons as known_persons
from guichet.engine.batch import Batch
from guichet.engine.refusal import Refusal, Remedy
from guichet.law import country
from guichet.lib.contact import BRANCH
from guichet.lib.money import amount_text
from guichet.lib.months import PARTS

_OWN = (awards.OLD_AGE, awards.DISABILITY)

DIED = Refusal(
    "lump-sum-holder-died",
    ar="صاحب الرقم {value} متوفى، فلا تُرد إليه اشتراكات. من كان من أسرته فليطلب معاش أفراد العائلة.",
    en="The holder of {value} has died, so nothing is given back to them. The family claims the survivors’ pension.",
    fr="Le titulaire du numéro {value} est décédé : rien ne lui est remboursé. La famille demande la pension de survivants.",
    remedy=Remedy("benefits.claim_survivors_pension", {"deceased": "value"}),
)
NOT_KNOWN = Refusal(
    "lump-sum-not-known",
    ar="النظام الذي يسري على الرقم {value} لا يرد الاشتراكات دفعة واحدة: تبقى مددك محسوبة لمعاشك. اطلع على موعده في «متى أتقاعد وبكم؟».",
    en="The law that applies to {value} gives no contributions back: your periods go on counting for your pension. See “When can I retire, and on how much?”.",
    fr="La loi applicable au numéro {value} ne rembourse pas les cotisations : vos périodes comptent toujours pour votre pension. Voyez « Quand partir, et avec combien ? ».",
    remedy=Remedy("benefits.estimate_pension", {"person": "value"}),
)
IN_PAYMENT = Refusal(
    "lump-sum-beside-pension",
    ar="يُصرف لك معاش عن مدد اشتراكك، فلا تُرد اشتراكاتها. اطلب شهادة المعاش لترى مبلغه.",
    en="You are paid a pension for your periods, so the contributions for them are not given back. The pension certificate says what it is.",
    fr="Une pension vous est versée pour vos périodes : les cotisations n’en sont pas remboursées. L’attestation de pension en donne le montant.",
    remedy=Remedy("certificates.pension", {"person": "value"}),
)
HAD_PENSION = Refusal(
    "lump-sum-after-pension",
    ar="صُرف لك معاش عن مددك وانتهى، فينظر موظف في ما بقي منها، ويقرر قبل {by:date}.",
    en="A pension was paid to you for your periods and has ended: a member of staff looks at what is left of them and decides by {by:date}.",
    fr="Une pension vous a été versée pour vos périodes puis a pris fin : un agent examine ce qu’il en reste et décide au plus tard le {by:date}.",
)
PENSION_NOW = Refusal(
    "lump-sum-pension-instead",
    ar="مددك تكفي لمعاش تقاعد، ومن له معاش لا تُرد إليه اشتراكاته. اطلب المعاش.",
    en="Your periods are enough for an old-age pension, and who has a right to one is not given contributions back. Claim the pension.",
    fr="Vos périodes suffisent pour une pension de vieillesse ; qui y a droit ne reçoit pas de remboursement. Demandez la pension.",
    remedy=Remedy("benefits.claim_old_age_pension", {"person": "value"}),
)
PENSION_LATER = Refusal(
    "lump-sum-pension-later",
    ar="مددك تكفي لمعاش، فلا تُرد اشتراكاتها: تستحقه عند بلوغ السن النظامية في {reached:date}، أو قبلها إن كفت مدتك للتقاعد المبكر. أشهر الاشتراك: {months}. اطلع على «متى أتقاعد وبكم؟».",
    en="Your periods are enough for a pension, so the contributions are not given back: it is due at the normal age, on {reached:date}, or earlier with the months of an early pension. Contribution months: {months}. See “When can I retire, and on how much?”.",
    fr="Vos périodes suffisent pour une pension ; les cotisations ne sont donc pas remboursées : elle est due à l’âge normal, le {reached:date}, ou avant avec les mois requis. Mois de cotisation : {months}. Voyez « Quand partir, et avec combien ? ».",
    remedy=Remedy("benefits.estimate_pension", {"person": "value"}),
)
NOT_OF_AGE = Refusal(
    "lump-sum-not-of-age",
    ar="لا تُرد الاشتراكات قبل السن النظامية، وتبلغها في {reached:date}. أشهر الاشتراك: {months} من {needed}. إن أكملتها صار لك معاش، وإلا فاطلب رد الاشتراكات في ذلك اليوم. إن كنت من الحالات المستثناة فاختر حالتك.",
    en="Contributions are not given back before the normal age, which you reach on {reached:date}. Contribution months: {months} of {needed}. With all of them you have a pension; if they are still missing on that day, claim then. If yours is a case that needs no age, choose it.",
    fr="Les cotisations ne sont pas remboursées avant l’âge normal, atteint le {reached:date}. Mois de cotisation : {months} sur {needed}. Avec tous, vous aurez une pension ; s’il en manque ce jour-là, demandez alors. Si votre cas dispense de l’âge, choisissez-le.",
    remedy=Remedy("benefits.estimate_pension", {"person": "value"}),
)
NO_CASE = Refusal(
    "lump-sum-age-without-exception",
    ar="نظامك لا يرد الاشتراكات قبل السن النظامية في أي حالة، وتبلغها في {reached:date}. اترك خانة الحالة فارغة، وقدم طلبك بعد ذلك اليوم.",
    en="Your law gives nothing back before the normal age, whatever the case; you reach it on {reached:date}. Leave the case empty, and come back after that day.",
    fr="Votre loi ne rembourse rien avant l’âge normal, quel que soit le cas ; vous l’atteignez le {reached:date}. Laissez le cas vide, et revenez après ce jour.",
)
CASE_OF_ITS_OWN = Refusal(
    "lump-sum-before-age",
    ar="حالتك ليست مسجلة لدينا، فينظر موظف في إثباتها، ويقرر قبل {by:date}. أحضر ما يثبتها إلى الفرع.",
    en="Your case is not on record with us: a member of staff looks at the proof of it and decides by {by:date}. Bring the proof to a branch.",
    fr="Votre cas n’est pas enregistré chez nous : un agent en examine la preuve et décide au plus tard le {by:date}. Apportez-la à l’agence.",
)
STILL_WORKING = Refusal(
    "lump-sum-still-working",
    ar="أنت مسجل على رأس العمل، والاشتراكات تُرد لمن ترك العمل. اطلب من صاحب العمل إنهاء تسجيلك، ثم أعد الطلب. إن لم يفعل: "
    + BRANCH.ar,
    en="You are registered as working, and contributions are given back to who has stopped. Have your employer report that you left, then claim again. If that fails: "
    + BRANCH.en,
    fr="Vous êtes inscrit comme salarié et le remboursement suppose l’arrêt du travail. Faites déclarer votre départ par l’employeur, puis renouvelez la demande. Sinon : "
    + BRANCH.fr,
)
CHOOSE = Refusal(
    "lump-sum-or-months-bought",
    ar="لك أن تشتري ما ينقصك، وهو {bought:month}، بمبلغ {cost:amount} ريال، فيُصرف لك معاش شهري دائم قدره {pension:amount} ريال. وإن كنت تفضل رد الاشتراكات فاختر ذلك في هذا النموذج: تُقفل مددك ولا تُحسب بعدها لمعاش. لشراء الأشهر: "
    + BRANCH.ar,
    en="You may buy what is missing, {bought:month}, for {cost:amount} SAR, and be paid a pension of {pension:amount} SAR a month for life. If you want your contributions back all the same, choose so on this form: your periods are closed then, and count for no pension. To buy the months: "
    + BRANCH.en,
    fr="Vous pouvez racheter ce qui manque, soit {bought:month}, pour {cost:amount} SAR, et recevoir une pension à vie de {pension:amount} SAR par mois. Si vous préférez le remboursement, choisissez-le dans ce formulaire : vos périodes seront closes et ne compteront plus. Pour racheter les mois : "
    + BRANCH.fr,
)
NOTHING_PAID = Refusal(
    "lump-sum-nothing-paid-in",
    ar="لا اشتراكات معاشات مسددة عن مدد الرقم {value} لترد. راجع في كشف مددك ما لم يسدده صاحب العمل، ثم أعد الطلب بعد سداده.",
    en="No contributions for pensions have been paid in for the periods of {value} that could be given back. Your statement of periods says what the employer has not paid; claim again once it is.",
    fr="Aucune cotisation de pension n’a été payée pour les périodes du numéro {value}. Votre relevé indique ce que l’employeur n’a pas réglé ; redemandez après paiement.",
    remedy=Remedy("account.statement_of_periods", {"person": "value"}),
)
PRICES_UNKNOWN = Refusal(
    "lump-sum-prices-unknown",
    ar="تُرد الاشتراكات مع تغير الأسعار، ولم تُسجل بعد نسبة سنة {year}، فلا يُحسب المبلغ قبلها. أعد الطلب الشهر القادم. ولمعرفة المزيد: "
    + BRANCH.ar,
    en="Contributions are given back with the change of prices, and that of {year} is not entered yet, so no amount would be right. Claim again next month. To learn more: "
    + BRANCH.en,
    fr="Les cotisations sont revalorisées selon les prix, et le taux de {year} n’est pas encore saisi : aucun montant ne serait exact. Redemandez le mois prochain. Pour en savoir plus : "
    + BRANCH.fr,
)
BEFORE_THE_BOOKS = Refusal(
    "lump-sum-before-the-books",
    ar="بعض اشتراكاتك سُددت قبل هذا النظام الآلي ولا نعرف مبالغها منه، فينظر موظف فيها ويقرر قبل {by:date}.",
    en="Some of your contributions were paid before this system kept the books, so their amounts are not on record: a member of staff looks at them and decides by {by:date}.",
    fr="Une partie de vos cotisations a été payée avant ce système et leurs montants n’y figurent pas : un agent les examine et décide au plus tard le {by:date}.",
)
CLAIMED_LATE = Refusal(
    "lump-sum-claimed-late",
    ar="انتهت المدة التي يسمح النظام بالمطالبة فيها برد الاشتراكات، وكان آخر يوم {last:date}. ينظر موظف في عذرك ويقرر قبل {by:date}. أحضر ما يثبت العذر إلى الفرع.",
    en="The time in which the law lets contributions be claimed back is over; the last day was {last:date}. A member of staff looks at your excuse and decides by {by:date}. Bring the proof of it to a branch.",
    fr="Le délai légal pour demander le remboursement est passé ; le dernier jour était le {last:date}. Un agent examine votre excuse et décide au plus tard le {by:date}. Apportez-en la preuve à l’agence.",
)
PAID_BEYOND = Refusal(
    "lump-sum-paid-beyond",
    ar="صُرف لك من قبل أكثر مما تستحقه مددك بعد تصحيحها، بزيادة {beyond:amount} ريال. ينظر موظف في ذلك ويقرر قبل {by:date}.",
    en="What was given back to you before is {beyond:amount} SAR more than your periods come to as they now stand. A member of staff looks at it and decides by {by:date}.",
    fr="Le remboursement précédent dépasse de {beyond:amount} SAR ce que valent vos périodes corrigées. Un agent l’examine et décide au plus tard le {by:date}.",
)
PENSION_AFTER_ALL = Refusal(
    "lump-sum-pension-after-all",
    ar="ما سُجل بعد رد اشتراكاتك يجعل مددك تكفي لمعاش. ينظر موظف في أيهما لك، ويقرر قبل {by:date}.",
    en="With what was put on record after your contributions were given back, your periods would be enough for a pension. A member of staff looks at which is yours and decides by {by:date}.",
    fr="Avec ce qui a été enregistré après le remboursement, vos périodes suffiraient pour une pension. Un agent examine ce qui vous revient et décide au plus tard le {by:date}.",
)
NO_ACCOUNT = Refusal(
    "lump-sum-without-account",
    ar="لا يوجد حساب بنكي مسجل لك تُرد إليه الاشتراكات. سجل حسابك ثم أعد الطلب.",
    en="No bank account of yours is on record for the contributions to be paid to. Register one, then claim again.",
    fr="Aucun compte bancaire n’est enregistré pour ce remboursement. Enregistrez-en un, puis renouvelez la demande.",
    remedy=Remedy("account.change_bank_account", {"person": "value"}),
)


def look_up(batch: Batch) -> None:
    """What is known of each row, and what it comes to."""
    numbers, today = batch.frame["person"].drop_nulls().unique(), batch.context.today
    names = known_persons(numbers).select("name_ar", "name_latin", person="asked")
    batch.look_up(names.unique("person"), on="person")
    batch.look_up(bank_accounts.of_persons(numbers), on="person")
    drawing = awards.in_payment(numbers, _OWN, today)
    batch.look_up(drawing.select("person", drawing=True).unique("person"), on="person")
    batch.look_up(_had_pension(numbers), on="person")
    judged = lump_sums.judge(numbers, today)
    batch.look_up(judged.answers, on="person")
    batch.look_up(deadlines.of_lump_sums(judged.answers, today), on="person")
    _old_age.look_up_steps(batch, judged.explained)


def _had_pension(numbers: pl.Series) -> pl.DataFrame:
    """Who ever had a pension of their own, under whatever number: ``person``, ``had``."""
    held = numbers_of(numbers)
    found = pensions.ever_had(held["number"].unique(), _OWN)
    mine = under_asked(pl.DataFrame({"person": found}), held)
    return mine.select("person", had=True).unique("person")


def decide(batch: Batch) -> None:
    """Refuse what stands in the way, refer what is not on record, and say what is paid."""
    why, more = pl.col("why"), pl.col("difference") > 0
    nothing_left = why == old_age.NO_PERIODS
    batch.repeat(nothing_left & ~more & pl.col("paid_by").is_not_null(), pl.col("paid_by"))
    batch.refuse(why == old_age.UNKNOWN, CONTRIBUTOR_UNKNOWN, "person")
    batch.refuse(why == old_age.DIED, DIED, "person")
    batch.refuse(
        why == old_age.BIRTH_DOUBTFUL, _old_age.BIRTH_DOUBTFUL, "person", born=pl.col("born")
    )
    batch.refuse(why == old_age.NOT_INSURED, _old_age.NOT_INSURED, "person")
    batch.refuse(why == lump_sums.NO_LAW, NOT_KNOWN, "person")
    none = nothing_left & pl.col("paid_by").is_null()
    batch.refuse(none & ~pl.col("drawing").fill_null(value=False), _old_age.NO_PERIODS, "person")
    # Of what was paid before, the difference is owed whatever became of somebody since.
    alive = ~why.is_in([old_age.UNKNOWN, old_age.DIED, old_age.BIRTH_DOUBTFUL]).fill_null(
        value=False
    )
    batch.refuse(alive & ~more & pl.col("drawing"), IN_PAYMENT, "person")
    asks = why.is_null() & ~more & pl.col("drawing").is_null()
    _refuse_open(batch, asks)
    pays = asks | (alive & more)
    beyond = pl.col("beyond")
    batch.refer(pays & (beyond > 0), PAID_BEYOND, "person", beyond=amount_text(beyond))
    batch.refer(pays & pl.col("pension_then"), PENSION_AFTER_ALL, "person")
    batch.refuse(pays & pl.col("iban").is_null(), NO_ACCOUNT, "person")
    closes = why.is_null() & pl.col("drawing").is_null() & _right() & (pl.col("amount") > 0)
    batch.compute(closes=closes.fill_null(value=False))
    batch.compute(total=pl.col("difference") + pl.when("closes").then("amount").otherwise(0))
    batch.cite(law=country.parameters().version)


def _right() -> pl.Expr:
    """Out of work, short of months, and of age or of a case that needs none; and the choice made
    where there is one.
    """
    # Months are bought at the age alone.
    free = ~pl.col("of_age") | pl.col("bought_months").is_null()
    chosen = free | (pl.col("instead") == "lump_sum")
    known = pl.col("unknown").is_null()
    out = pl.col("way").is_null() & ~pl.col("working") & pl.col("short")
    return out & _of_age() & chosen & known


def _of_age() -> pl.Expr:
    """Of age, or of a case that needs none, as somebody who claims says it."""
    return pl.col("of_age") | (pl.col("early_case").is_not_null() & pl.col("early_possible"))


def _refuse_open(batch: Batch, asks: pl.Expr) -> None:
    """What stands in the way of giving back what is open."""
    reached, months = pl.col("reached"), _old_age.told_months(pl.col("months"))
    needed = pl.col("months_needed")
    batch.refuse(asks & (pl.col("way") == "normal"), PENSION_NOW, "person")
    later = (pl.col("way") != "normal") | ~pl.col("short")
    batch.refuse(asks & later, PENSION_LATER, "person", reached=reached, months=months)
    short = asks & pl.col("way").is_null() & pl.col("short")
    case, possible = pl.col("early_case").is_not_null(), pl.col("early_possible")
    young = short & ~pl.col("of_age")
    told = {"reached": reached, "months": months, "needed": needed}
    batch.refuse(young & ~case, NOT_OF_AGE, "person", **told)
    batch.refuse(young & case & ~possible, NO_CASE, "early_case", reached=reached)
    batch.refer(young & case & possible, CASE_OF_ITS_OWN, "early_case")
    batch.refuse(short & pl.col("working"), STILL_WORKING, "person")
    due = short & ~pl.col("working") & _of_age()
    bought = pl.col("of_age") & pl.col("bought_months").is_not_null()
    batch.refuse(
        due & bought & pl.col("instead").is_null(),
        CHOOSE,
        "instead",
        bought=(pl.col("bought_months") + PARTS - 1) // PARTS,
        cost=amount_text(pl.col("bought_cost")),
        pension=amount_text(pl.col("bought_pension")),
    )
    unknown = pl.col("unknown")
    batch.refuse(due & unknown.is_not_null(), PRICES_UNKNOWN, "person", year=unknown)
    late = due & pl.col("of_age") & pl.col("late")
    batch.refer(late, CLAIMED_LATE, "person", last=pl.col("claim_by"))
    batch.refer(due & pl.col("had"), HAD_PENSION, "person")
    batch.refer(due & pl.col("before_books"), BEFORE_THE_BOOKS, "person")
    empty = due & unknown.is_null() & (pl.col("amount") == 0)
    # Once a person has looked at what other books hold, there is nothing more to wait for.
    waits = pl.col("before_books") if batch.context.ruling is None else pl.lit(value=False)
    batch.refuse(empty & ~waits, NOTHING_PAID, "person")
