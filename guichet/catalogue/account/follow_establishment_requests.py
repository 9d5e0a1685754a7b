"""An establishment's requests that wait for somebody, and those settled of late: how each stands,
who has it, by when it is decided, and what the establishment owes meanwhile.
"""

from __future__ import annotations

import polars as pl

from guichet.catalogue.account._followed import (
    ENDED_WITHIN,
    MOST,
    REQUESTS_OF_MANY,
    Followed,
    tell,
)
from guichet.catalogue.parties import establishment_field
from guichet.catalogue.registry._establishments import know_establishment
from guichet.domain.contributions import queries as contributions
from guichet.engine import followed
from guichet.engine.actor import Assurance, PartyKind, Segment
from guichet.engine.batch import Batch
from guichet.engine.fields import Input, Money
from guichet.engine.service import Example, Service
from guichet.lib.text import Words


class FollowEstablishmentRequests(Service):
    """An enquiry: it changes nothing."""

    code = 2203
    keyword = Words(ar="طلبات", en="REQUESTS", fr="DEMANDES")
    title = Words(
        ar="متابعة طلبات المنشأة",
        en="Follow the establishment’s requests",
        fr="Suivre les demandes de l’établissement",
    )
    also = Words(
        ar="أين وصل الطلب حالة معاملة اعتراض قيد الدراسة",
        en="where is my case status request pending objection track",
        fr="où en est le dossier état demande en cours contestation",
    )
    summary = Words(
        ar="اعرف أين وصل كل طلب للمنشأة: لدى من هو، ومتى يُبت فيه، وكيف انتهى ما بُت فيه حديثًا ولماذا.",
        en="See how each request of the establishment stands: who has it, by when it is decided, and how those settled of late ended and why.",
        fr="Voyez où en est chaque demande de l’établissement : qui s’en occupe, pour quand, comment et pourquoi les dernières ont été réglées.",
    )
    audience = frozenset({Segment.EMPLOYER})
    right = "view"
    enquiry = True
    assurance = Assurance.PIN
    seconds = 10
    icon = "hourglass"

    class Input(Input):
        """Whose requests."""

        establishment = establishment_field(hinted=True)

    class Output(Followed):
        """What is owed whatever waits, and each request."""

        due = Money(Words(ar="المستحق (ريال)", en="Amount due (SAR)", fr="Montant dû (SAR)"))
        requests = REQUESTS_OF_MANY

    @staticmethod
    def decide(batch: Batch) -> None:
        """Read the requests and the accounts of all rows at once."""
        know_establishment(batch)
        numbers, now = batch.frame["establishment"].drop_nulls().unique(), batch.context.now
        account = contributions.account_of(numbers, batch.context.today)
        batch.look_up(account.select("establishment", "due"), on="establishment")
        found = followed.of_parties(
            PartyKind.ESTABLISHMENT, numbers, since=now - ENDED_WITHIN, now=now, most=MOST
        )
        known = pl.col("establishment_id").is_not_null()
        tell(batch, found, "establishment", REQUESTS_OF_MANY, known)
        batch.answer(due=pl.col("due").fill_null(0))

    examples = (
        Example("the establishment’s requests", {"establishment": "{establishment}"}),
        Example("a number that is too short", {"establishment": "12345"}, then="number-invalid"),
        Example(
            "somebody else's requests",
            {"establishment": "{foreign_establishment}"},
            then="not-covered-by-mandate",
        ),
    )
