"""Papers that come with an asking, as every channel takes them in."""

from __future__ import annotations

from datetime import timedelta

from guichet.domain.identity import throttle
from guichet.engine import attachments
from guichet.engine.context import Context
from guichet.engine.refusal import Refusal, Refused
from guichet.engine.service import Service

# Of one account: what a busy counter sends in a day, and no more than a disk bears.
MOST_KILOBYTES, WINDOW = 500_000, timedelta(days=1)

TOO_MANY_ATTACHMENTS = Refusal(
    "too-many-attachments",
    ar="أضفت ملفات كثيرة خلال يوم واحد. أكمل ما بدأته، وأضف الباقي غدًا.",
    en="You have added very many files within a day. Finish what you have begun, and add the others tomorrow.",
    fr="Vous avez ajouté un très grand nombre de fichiers en un jour. Terminez ce qui est commencé et ajoutez les autres demain.",
)


def keep(content: bytes, *, service: type[Service], field: str, context: Context) -> str:
    """Keep a file for an asking that follows; the value of its field.

    Raises:
        Refused: it is not taken, or the account has sent too many.
    """
    key, weight = f"attachments:{context.actor.id}", len(content) // 1_000 + 1
    if not throttle.within(
        key, limit=MOST_KILOBYTES, window=WINDOW, now=context.now, weight=weight
    ):
        raise Refused(TOO_MANY_ATTACHMENTS, field)
    return attachments.keep(content, service=service, field=field, context=context)
