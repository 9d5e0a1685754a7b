"""One step of an asking: ``advance(draft, event, desk)`` is the next draft, and the turn that the
channel shows.

It knows no network, no table and no clock; all that it wants of the world it asks of its ``desk``.
An event that makes no sense where the draft stands changes nothing: the turn says again where one
is.
"""

from __future__ import annotations

from collections.abc import Mapping

from guichet.dialogue import entry, policy
from guichet.dialogue.draft import Draft, Stage
from guichet.dialogue.port import Desk
from guichet.dialogue.turn import (
    Answered,
    Ask,
    Back,
    Changed,
    Choose,
    Chosen,
    Confirmed,
    Event,
    Filled,
    Left,
    Means,
    Mend,
    Prove,
    Review,
    Told,
    Turn,
    Unproved,
    Waits,
)
from guichet.engine.actor import PartyKind
from guichet.engine.refusal import Refused
from guichet.engine.registry import service_of
from guichet.engine.service import Outcome, Service

Step = tuple[Draft, Turn]
_READ_BACK = (Stage.REVIEW, Stage.MENDING, Stage.PROVING, Stage.WAITING)


def advance(draft: Draft, event: Event, desk: Desk) -> Step:
    """The next draft and turn."""
    if isinstance(event, Chosen):
        return _chosen(draft, event, desk)
    if isinstance(event, Left) or draft.stage is Stage.REST:
        return draft.left(), Choose()
    if isinstance(event, Filled):
        return _filled(draft, event.given, desk)
    if isinstance(event, Answered):
        return _answered(draft, event.text, desk)
    if isinstance(event, Changed):
        return _changed(draft, event, desk)
    if isinstance(event, Back):
        return _back(draft, desk)
    return _confirmed(draft, event, desk)


def _service(draft: Draft) -> type[Service]:
    return service_of(draft.service)


# --- filling


def _chosen(draft: Draft, event: Chosen, desk: Desk) -> Step:
    """What need not be asked is filled in; the first slip in what came along is told."""
    service = service_of(event.service)
    given = _known(service, desk)
    fresh = Draft(draft.left().key, service.key, Stage.ASKING, began=desk.moment, reads=draft.reads)
    slip: Ask | None = None
    for name in desk.can.asked(service):
        text = event.given.get(name)
        if text is None:
            continue
        fault = entry.fault(service.inputs[name], text, desk.language, desk.can.tell)
        if fault is None:
            given[name] = text
            continue
        given.pop(name, None)  # what was said instead does not count either
        slip = slip or Ask(name, fault=fault)
    fresh = fresh.at(Stage.ASKING, given={name: text for name, text in given.items() if text})
    return (fresh.at(Stage.ASKING, asking=slip.name), slip) if slip else _next(fresh, desk)


def _known(service: type[Service], desk: Desk) -> dict[str, str]:
    """What is usual, and whom it is for where that can be one only."""
    given: dict[str, str] = {}
    for name in desk.can.asked(service) if desk.can.usual else ():
        given[name] = desk.usual(service.inputs[name].default or "")
    parties = _parties(service, desk)
    return given | ({service.party: parties[0]} if len(parties) == 1 else {})


def _parties(service: type[Service], desk: Desk) -> tuple[str, ...]:
    """Whom the client may ask it for, if they are few enough to be offered."""
    if service.party_kind is PartyKind.NOBODY or service.party not in service.inputs:
        return ()
    parties = desk.parties(service)
    return tuple(parties) if len(parties) <= desk.can.parties else ()


def _next(draft: Draft, desk: Desk) -> Step:
    """The next field that is needed; when there is none, the whole."""
    service = _service(draft)
    for name in desk.can.asked(service):
        if not service.inputs[name].optional and name not in draft.given:
            return _ask(draft, Stage.ASKING, name, desk)
    return _look(draft, desk)


def parties_of(draft: Draft, desk: Desk) -> tuple[str, ...]:
    """Of the client's own, those among whom the field that is asked picks; none if it is another
    field.
    """
    service = _service(draft)
    parties = _parties(service, desk) if draft.asking == service.party else ()
    return parties if len(parties) > 1 else ()


def _ask(draft: Draft, stage: Stage, name: str, desk: Desk, fault: str = "") -> Step:
    draft = draft.at(stage, asking=name)
    return draft, Ask(name, parties_of(draft, desk), fault)


def _answered(draft: Draft, text: str, desk: Desk) -> Step:
    if draft.stage not in (Stage.ASKING, Stage.CHANGING):
        return _again(draft, desk)
    name = draft.asking
    fault = entry.fault(_service(draft).inputs[name], text, desk.language, desk.can.tell)
    if fault is not None:
        return _ask(draft, draft.stage, name, desk, fault)
    if draft.stage is Stage.CHANGING:
        return _next(draft.with_value(name, text), desk)
    answered = (*(n for n in draft.answered if n != name), name)
    return _next(draft.with_value(name, text).at(Stage.ASKING, answered=answered), desk)


def _filled(draft: Draft, page: Mapping[str, str], desk: Desk) -> Step:
    """A page, whole; what was told already and is sent with other values is another asking."""
    given = {name: page[name] for name in _service(draft).inputs if page.get(name)}
    other = draft.stage is Stage.TOLD and given != draft.given
    key = policy.next_key(draft.key) if other else draft.key
    return _look(draft.at(draft.stage, key=key, given=given), desk)


def _changed(draft: Draft, event: Changed, desk: Desk) -> Step:
    """After a read-back; after an answer it is another asking."""
    service = _service(draft)
    if event.name not in desk.can.asked(service) or draft.stage not in (*_READ_BACK, Stage.TOLD):
        return _again(draft, desk)
    if event.text is not None:
        fault = entry.fault(service.inputs[event.name], event.text, desk.language, desk.can.tell)
        if fault is not None:
            return draft, Ask(event.name, fault=fault)
    if draft.stage is Stage.TOLD:
        draft = draft.anew(desk.moment)
    if event.text is None:
        return _ask(draft.at(draft.stage, wrong=0, app={}), Stage.CHANGING, event.name, desk)
    return _look(draft.with_value(event.name, event.text), desk)


def _back(draft: Draft, desk: Desk) -> Step:
    """To the field before; from a change or a proof to the review; from the first field out of the
    service.
    """
    if draft.stage in (Stage.CHANGING, Stage.PROVING, Stage.WAITING, Stage.SENDING):
        return _look(draft.at(Stage.REVIEW, app={}), desk)
    if draft.stage is Stage.TOLD or not draft.answered:
        return draft.left(), Choose()
    name = draft.answered[-1]
    before = draft.with_value(name, "").at(Stage.ASKING, answered=draft.answered[:-1])
    return _ask(before, Stage.ASKING, name, desk)


def _again(draft: Draft, desk: Desk) -> Step:
    """Where one is, for an event that means nothing there."""
    if draft.stage in (Stage.ASKING, Stage.CHANGING):
        return _ask(draft, draft.stage, draft.asking, desk)
    if draft.stage is Stage.WAITING:
        return draft, Waits(str(draft.app["number"]), again=True)
    if draft.stage is Stage.PROVING:
        return draft, Prove(_means(desk))
    return draft, Choose() if draft.stage is Stage.TOLD else Unproved()


# --- asking, at last


def _look(draft: Draft, desk: Desk) -> Step:
    """An enquiry is answered at once, unless it is to be read back first; all else is tried without
    effect, and read back.
    """
    service = _service(draft)
    proof = policy.needs_proof(service, desk.known, each=desk.can.each)
    if service.enquiry and not (proof or draft.reads):
        return _send(draft, desk, proved=False)
    if proof and _means(desk) is Means.ELSEWHERE:
        return draft.at(Stage.PROVING), Prove(Means.ELSEWHERE)
    draft = draft.at(Stage.REVIEW, asking="", wrong=0, app={})
    try:
        tried = desk.ask(draft, proved=proof, dry=True)
    except Refused as refused:
        return draft.at(Stage.MENDING), Mend(refused=refused)
    if tried.outcome is Outcome.REFUSED:
        return draft.at(Stage.MENDING), Mend(tried)
    return draft, Review(tried)


def _confirmed(draft: Draft, event: Confirmed, desk: Desk) -> Step:
    match draft.stage:
        case Stage.ASKING | Stage.CHANGING:
            return _again(draft, desk)
        case Stage.MENDING:
            return _look(draft, desk)
        case Stage.SENDING:
            return _send(draft, desk, proved=True)
        case Stage.PROVING if event.code:
            return _coded(draft, event.code, desk)
        case Stage.WAITING if event.means is None:
            return _picked(draft, desk)
        case Stage.TOLD:  # sent again under the same key: told again
            return _send(draft, desk, proved=False)
    if policy.needs_proof(_service(draft), desk.known, each=desk.can.each):
        return _prove(draft, event.means, desk)
    return _send(draft, desk, proved=False)


def _means(desk: Desk) -> Means:
    return Means.CODE if desk.can.each else Means.ELSEWHERE


def _prove(draft: Draft, means: Means | None, desk: Desk) -> Step:
    if _means(desk) is Means.ELSEWHERE:
        return draft.at(Stage.PROVING), Prove(Means.ELSEWHERE)
    by_app = desk.app_offered and (means is Means.APP or (means is None and desk.no_code))
    try:
        if by_app:
            app = desk.ring(draft)
            return draft.at(Stage.WAITING, app=app), Waits(str(app["number"]))
        desk.send_code(draft)
    except Refused as refused:
        return draft.at(Stage.REVIEW, app={}), Unproved(refused)
    return draft.at(Stage.PROVING, wrong=0, app={}), Prove()


def _coded(draft: Draft, code: str, desk: Desk) -> Step:
    if desk.redeem(draft, code):
        return _send(draft, desk, proved=True)
    if draft.wrong + 1 >= policy.TRIES:
        return draft.at(Stage.REVIEW, wrong=0), Unproved()
    return draft.at(Stage.PROVING, wrong=draft.wrong + 1), Prove(wrong=True)


def _picked(draft: Draft, desk: Desk) -> Step:
    try:
        picked = desk.picked(draft)
    except Refused as refused:
        return draft.at(Stage.REVIEW, app={}), Unproved(refused)
    if picked is None:
        return draft, Waits(str(draft.app["number"]), again=True)
    if not picked:  # the app's person has another account by now
        return draft.at(Stage.REVIEW, app={}), Unproved()
    return _send(draft.at(Stage.SENDING, app={}), desk, proved=True)


def _send(draft: Draft, desk: Desk, *, proved: bool) -> Step:
    """In earnest. What was refused can be corrected, and is another asking then."""
    try:
        answer = desk.ask(draft, proved=proved, dry=False)
    except Refused as refused:
        key = policy.key_after(draft.key, refused.refusal)
        return draft.at(Stage.MENDING, key=key, app={}), Mend(refused=refused)
    if answer.outcome is Outcome.REFUSED:
        key = policy.key_after(draft.key, answer.outcome)
        return draft.at(Stage.MENDING, key=key, app={}), Mend(answer)
    return draft.at(Stage.TOLD, asking="", wrong=0, app={}), Told(answer)
