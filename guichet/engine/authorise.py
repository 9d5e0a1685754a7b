"""Step two, authorise: the actor's mandate for each row's party, and how surely the actor
is known.
"""

from __future__ import annotations

import polars as pl

from guichet.engine.actor import PartyKind
from guichet.engine.batch import Batch
from guichet.engine.refusal import Refusal

# One sentence for "no such party" and "not yours": who may not see must not learn that it exists.
NOT_COVERED = Refusal(
    "not-covered-by-mandate",
    ar="ليس لديك تفويض لهذه الخدمة عن «{value}». اطلب التفويض من المالك أو اختر جهة أخرى.",
    en="You have no mandate for this service on behalf of “{value}”. Ask its owner for one, or choose another.",
    fr="Vous n’avez pas de mandat pour ce service au nom de « {value} ». Demandez-le au propriétaire ou choisissez un autre dossier.",
)
ASSURANCE_TOO_LOW = Refusal(
    "assurance-too-low",
    ar="تتطلب هذه الخدمة تحققًا أقوى من هويتك. سجّل الدخول بوسيلة تحقق إضافية ثم أعد المحاولة.",
    en="This service needs a surer sign-in. Sign in with a second factor and try again.",
    fr="Ce service exige une identification plus sûre. Connectez-vous avec un second facteur et réessayez.",
)
OUT_OF_SCOPE = Refusal(
    "service-out-of-scope",
    ar="رمز الدخول ليس لهذه الخدمة. اطلب رمزًا يشمل النطاق {scope}، أو أضف الخدمة إلى النظام في صفحة الأنظمة.",
    en="The access token is not for this service. Ask for one with the scope {scope}, or add the service to the system on its page.",
    fr="Le jeton d’accès n’est pas prévu pour ce service. Demandez-en un avec la portée {scope}, ou ajoutez le service au système sur sa page.",
)


def authorise(batch: Batch) -> None:
    """Refuse the rows that the actor may not ask for, and put them aside before anything is looked
    up.
    """
    service, actor = batch.service, batch.context.actor
    if actor.services is not None and service.key not in actor.services:
        batch.refuse(pl.lit(True), OUT_OF_SCOPE, scope=service.key)
        _hide(batch, batch.frame["position"])
        return
    if actor.assurance < service.assurance:
        batch.refuse(pl.lit(True), ASSURANCE_TOO_LOW)
        _hide(batch, batch.frame["position"])
        return
    if service.party_kind is PartyKind.NOBODY:
        return
    parties = batch.frame[service.party]
    asked = parties.drop_nulls().unique()
    covered = actor.mandates.covers(
        service.right, service.party_kind, asked.to_list(), batch.context.today
    )
    if len(covered) == len(asked) and not parties.null_count():
        return
    allowed = parties.is_in(list(covered)).fill_null(False)
    batch.refuse(parties.is_not_null() & ~allowed, NOT_COVERED, service.party)
    _hide(batch, batch.frame["position"].filter(~allowed))


def _hide(batch: Batch, positions: pl.Series) -> None:
    batch.put_aside(positions)
    party = batch.service.party
    if batch.aside is not None and party in batch.aside.columns:
        # A stranger's attempt is recorded as the stranger's, not in the party's own list.
        batch.aside = batch.aside.with_columns(pl.lit(None, dtype=pl.Int64).alias(party))
