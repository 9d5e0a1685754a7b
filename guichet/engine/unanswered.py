"""Cases that nobody decided by their day, where the law says what that comes to: silence is a
decision. They are settled by themselves, and whoever asked is told as of any ruling.
"""

from __future__ import annotations

import logging
from datetime import datetime

from guichet.engine import decisions, referrals, scope
from guichet.engine.context import HOME, Ruling
from guichet.engine.decisions import ActorOf
from guichet.engine.referrals import Case
from guichet.engine.refusal import Refusal, Refused
from guichet.engine.registry import services
from guichet.engine.service import Service
from guichet.lib.text import Words

log = logging.getLogger(__name__)
_MOST = 1_000  # of one round; the others are taken up by the next
BY_LAW = Words(ar="بحكم النظام", en="by law", fr="par la loi")
UNANSWERED = Refusal(
    "case-unanswered",
    ar="انقضت مهلة البت في {due:date} دون قرار، وهذا ما يرتبه النظام على ذلك.",
    en="The time for deciding ended on {due:date} without a decision, and this is what the law makes of that.",
    fr="Le délai de décision a expiré le {due:date} sans décision\u202f; voici ce que la loi en fait.",
)


@scope.as_institution()
def settle(now: datetime, actor_of: ActorOf) -> int:
    """Settle what the law settles by itself; how many there were.

    Args:
        actor_of: who asked, from id and name, with the mandates held *now*.
    """
    silent = [s for s in services().values() if s.unanswered is not Service.unanswered]
    cases = [c for c in referrals.waiting(silent, most=_MOST) if c.overdue(now)]
    return sum(_settle(case, now, actor_of) for case in cases)


def _settle(case: Case, now: datetime, actor_of: ActorOf) -> bool:
    due = case.due_at.astimezone(HOME).date()
    approved = case.service.unanswered(case.level, due)
    if approved is None:
        return False
    reason = UNANSWERED.sentence(case.language, due=due.isoformat())
    try:
        decisions.by_law(
            case,
            Ruling(approved, reason, decisions.NOBODY, BY_LAW.at(case.language)),
            now,
            actor_of,
        )
    except Refused as refused:  # somebody ruled meanwhile, or a body cannot be asked now
        log.info("case %s is not settled by law: %s", case.reference, refused.refusal.code)
        return False
    except Exception:  # whatever it is, it is this case's and must not be everybody's
        log.exception("case %s cannot be settled by law", case.reference)
        return False
    return True
