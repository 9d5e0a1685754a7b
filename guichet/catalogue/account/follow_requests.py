"""A person's requests that wait for somebody, and those settled of late: how each stands, who has
it, and by when it is decided.
"""

from __future__ import annotations

import polars as pl

from guichet.catalogue.account._followed import ENDED_WITHIN, MOST, REQUESTS, Followed, tell
from guichet.catalogue.parties import person_field
from guichet.engine import followed
from guichet.engine.actor import Assurance, PartyKind, Segment
from guichet.engine.batch import Batch
from guichet.engine.fields import Input
from guichet.engine.service import Example, Service
from guichet.lib import samples
from guichet.lib.text import Words


class FollowRequests(Service):
    """An enquiry: it changes nothing."""

    code = 3206
    keyword = Words(ar="متابعة", en="FOLLOW", fr="SUIVI")
    title = Words(ar="متابعة طلباتي", en="Follow my requests", fr="Suivre mes demandes")
    also = Words(
        ar="أين وصل طلبي حالة معاملة قيد الدراسة",
        en="where is my case status request pending track",
        fr="où en est mon dossier état demande en cours",
    )
    summary = Words(
        ar="اعرف أين وصل كل طلب لم ينته: لدى من هو، ومتى يُبت فيه، وكيف انتهى ما بُت فيه حديثًا ولماذا.",
        en="See how each request that is not done stands: who has it, by when it is decided, and how those settled of late ended and why.",
        fr="Voyez où en est chaque demande : qui s’en occupe, pour quand, et comment et pourquoi les dernières ont été réglées.",
    )
    # Employers too: what they ask for no party, such as a file for a business, may have to wait.
    audience = frozenset({Segment.CONTRIBUTOR, Segment.BENEFICIARY, Segment.EMPLOYER})
    right = "view"
    party_kind = PartyKind.PERSON
    party = "person"
    subject = "person"
    enquiry = True
    assurance = Assurance.PIN
    seconds = 10
    icon = "hourglass"

    class Input(Input):
        """Whose requests."""

        person = person_field(
            Words(
                ar="رقمك، أو رقم من تنوب عنه.",
                en="Your own number, or that of whom you act for.",
                fr="Votre numéro, ou celui de la personne pour qui vous agissez.",
            )
        )

    class Output(Followed):
        """And each of them."""

        requests = REQUESTS

    @staticmethod
    def decide(batch: Batch) -> None:
        """Read the requests of all rows at once."""
        known = pl.col("person").is_not_null()
        persons = batch.frame["person"].drop_nulls().unique()
        tell(batch, _found(batch, persons), "person", REQUESTS, known)

    examples = (
        Example("one’s own requests", {"person": "{worker}"}),
        Example(
            "a number with a wrong digit", {"person": samples.slip()}, then="national-id-mistyped"
        ),
        Example("no number", {"person": ""}, then="field-required"),
        Example("somebody else", {"person": "{recent_worker}"}, then="not-covered-by-mandate"),
    )


def _found(batch: Batch, persons: pl.Series) -> pl.DataFrame:
    """Their requests; and to whoever asks for themselves, what they asked for no party, which
    concerns nobody else.
    """
    now, me = batch.context.now, batch.context.actor
    mine = me.person_number in persons.to_list()
    return followed.of_parties(
        PartyKind.PERSON,
        persons,
        since=now - ENDED_WITHIN,
        now=now,
        most=MOST,
        own=(me.id, me.person_number) if mine and me.person_number else None,
    )
