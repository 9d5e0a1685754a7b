"""The questions that services of mandates share: whose, who holds it, what for and how long."""

from __future__ import annotations

from guichet.catalogue.mandates._rights import AGENTS, DELEGATES
from guichet.domain.identity import machines
from guichet.engine.fields import Choice, Choices, Day, EstablishmentNumber, NationalId
from guichet.engine.service import Either
from guichet.lib import samples
from guichet.lib.locale import here
from guichet.lib.text import Words

_LENGTH = here().persons.length


BRANCHES = {
    "this": Words(
        ar="هذه المنشأة فقط", en="This establishment only", fr="Cet établissement seulement"
    ),
    "all": Words(
        ar="المنشأة وكل فروعها، ومنها ما يُفتح لاحقًا",
        en="It and all its branches, those opened later too",
        fr="Lui et toutes ses succursales, même futures",
    ),
}


def person() -> NationalId:
    """In whose matters."""
    return NationalId(
        Words(ar="رقم هويتك", en="Your national number", fr="Votre numéro d’identité"),
        sample=samples.person(),
    )


def delegate() -> NationalId:
    """The person who holds it."""
    return NationalId(
        Words(
            ar="رقم هوية المفوض",
            en="The delegate’s national number",
            fr="Numéro d’identité du mandataire",
        ),
        hint=Words(
            ar=f"{_LENGTH.ar}، لشخص بالغ.",
            en=f"{_LENGTH.en}, of an adult.",
            fr=f"{_LENGTH.fr}, d’une personne majeure.",
        ),
        sample=samples.person(1),
        optional=True,
    )


def bureau() -> EstablishmentNumber:
    """The bureau that holds it."""
    return EstablishmentNumber(
        Words(
            ar="رقم منشأة المكتب",
            en="The bureau’s establishment number",
            fr="Numéro d’établissement du cabinet",
        ),
        hint=Words(
            ar="مكتب محاسبة أو رواتب مسجل لدينا؛ يعمل عنه موظفوه الذين يعيّنهم هو.",
            en="An accountant or payroll bureau registered with us; those it appoints itself act for it.",
            fr="Un comptable ou cabinet de paie inscrit chez nous ; ceux qu’il désigne agissent pour lui.",
        ),
        sample="500000009",
        optional=True,
    )


def whom(question: Words) -> Either:
    """A person or a bureau: one question."""
    return Either(
        question,
        {
            "delegate": Words(ar="شخص", en="A person", fr="Une personne"),
            "bureau": Words(ar="مكتب", en="A bureau", fr="Un cabinet"),
        },
    )


def rights() -> Choices:
    """What the holder may do."""
    return Choices(
        Words(ar="الصلاحيات", en="Rights", fr="Droits"),
        DELEGATES,
        hint=Words(
            ar="واحدة أو أكثر. لا يشمل أي منها تعيين مفوضين آخرين.",
            en="One or more. None of them lets the holder appoint others.",
            fr="Un ou plusieurs. Aucun ne permet de désigner d’autres mandataires.",
        ),
        sample="wages,view",
        without=_senseless,
    )


def _senseless(establishment: int) -> tuple[str, ...]:
    return () if machines.has_clients(establishment) else ("clients",)


def agent_rights() -> Choices:
    """What an agent may do."""
    return Choices(
        Words(
            ar="ما يحق للوكيل", en="What the agent may do", fr="Ce que le représentant peut faire"
        ),
        AGENTS,
        hint=Words(
            ar="واحدة أو أكثر. لا يغيّر حسابك البنكي إلا إن اخترت ذلك صراحة، ولا يوكل غيره. ونبلغك بكل ما يفعله عنك.",
            en="One or more. The bank account only if you choose it by name; nobody appoints others. We tell you of each act.",
            fr="Un ou plusieurs. Le compte bancaire seulement si vous le choisissez ; personne n’en désigne d’autres. Nous vous informons de chaque acte.",
        ),
        sample="view,certificates",
    )


def since() -> Day:
    """The first day."""
    return Day(
        Words(ar="من", en="Begins on", fr="À partir du"),
        optional=True,
        default="today",
        sample="2026-11-22",
    )


def until(*, optional: bool = True) -> Day:
    """The last day."""
    hint = Words(
        ar="آخر يوم. إن تُرك فارغًا بقي حتى تنهيه.",
        en="The last day. Left empty, it holds until you end it.",
        fr="Le dernier jour. Vide : jusqu’à ce que vous y mettiez fin.",
    )
    return Day(
        Words(ar="إلى", en="Ends on", fr="Jusqu’au"),
        optional=optional,
        hint=hint if optional else None,
        sample="2027-11-21",
    )


def branches() -> Choice:
    """Whether branches are included."""
    return Choice(
        Words(ar="الفروع", en="Branches", fr="Succursales"), BRANCHES, optional=True, default="this"
    )
