"""Any service by a page of fields, for every channel in a browser: what a form or an address means,
and which page answers it.

What a form sends is answered by leading to a page with an address of its own, which reads the draft
from the session (`drafts`): going back and reloading send nothing. The form's ``once`` key makes a
second click answer with the first receipt. Nothing here knows a service by name.
"""

from __future__ import annotations

import uuid
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect

from guichet.channels.shared import attachments, drafts, handling_time, review
from guichet.channels.shared.drafts import Errors, Kept, Ways
from guichet.channels.shared.form_keys import once_of, why_not
from guichet.channels.shared.forms import given_of
from guichet.dialogue import policy
from guichet.dialogue.advance import advance
from guichet.dialogue.desk import GuichetDesk
from guichet.dialogue.draft import Draft, Stage
from guichet.dialogue.turn import Confirmed, Event, Filled, Mend, Prove, Review, Told, Turn
from guichet.engine.outcome import Answer
from guichet.engine.service import Service

_LONGEST = 4000  # characters of one field; fields say their own limits below this


@dataclass
class FormPages(ABC):
    """The pages of one service for one request; a channel says what they look like."""

    request: HttpRequest
    asked: type[Service]
    desk: GuichetDesk
    of: str = ""  # whose drafts these are beside the account's: those of a sitting

    @abstractmethod
    def starting(self) -> dict[str, str]:
        """What the boxes hold at first."""

    @abstractmethod
    def form(self, draft: Draft, errors: Errors, ways: Ways = ()) -> HttpResponse:
        """The fields, with what was typed and what is wrong with it."""

    @abstractmethod
    def check(self, draft: Draft, answer: Answer) -> HttpResponse:
        """What would be done, to be read before it is sent."""

    @abstractmethod
    def prove(self, draft: Draft) -> HttpResponse:
        """Who asks is not known surely enough."""

    @abstractmethod
    def receipt(self, answer: Answer) -> str:
        """The address where the client goes on once it was sent."""

    def ways(self, answer: Answer) -> Ways:
        """Out of what was refused."""
        del answer
        return ()

    def answer(self) -> HttpResponse:
        """Form, check and send; which of them is asked for stands in the form's ``step``."""
        if self.request.method != "POST":
            return self._read()
        post = self.request.POST
        attached, wrong = attachments.attached(self.request, self.asked, self.desk.context)
        given = given_of(post, self.asked, _LONGEST) | attached
        draft = Draft(
            once_of(self.request),
            self.asked.key,
            Stage.REVIEW,
            given,
            began=handling_time.began(self.request),
        )
        step = post.get("step", "check")
        if wrong or step == "change":
            return self.lead(draft, drafts.FORM, wrong)
        if step == "send" or self.asked.enquiry:
            return self.moved(draft, Confirmed())
        if self.must_prove():
            return self.moved(draft, Filled(given))
        return self.lead(draft, drafts.CHECK)

    def moved(self, draft: Draft, event: Event) -> HttpResponse:
        """The page of the turn that an event leads to."""
        return self._turned(*advance(draft, event, self.desk))

    def start(self, draft: Draft) -> HttpResponse:
        """The page of somebody who comes without a draft."""
        return self.form(draft, {})

    def must_prove(self) -> bool:
        """Whether who asks is not known surely enough."""
        return policy.needs_proof(self.asked, self.desk.known, each=False)

    def frame(self, draft: Draft, speaks: str) -> dict[str, Any]:
        """What a form carries from page to page; ``speaks``: the step that shows it in another
        language.
        """
        return {
            "s": self.asked,
            "speaks": speaks,
            "once": draft.key,
            "begun": handling_time.begun(draft.began or self.desk.moment),
            "owner": drafts.owner(self.request.user.pk, self.of),
        }

    def reviewed(self, draft: Draft, answer: Answer) -> dict[str, Any]:
        """What a rehearsal would do, in words."""
        language = self.desk.language
        return {
            "given": draft.given,
            "answer": answer,
            "rows": review.asked(answer, language),
            "told": review.told(answer, language),
            "notes": [finding.sentence(language) for finding in answer.findings],
        }

    def mend(self, draft: Draft, errors: Errors, ways: Ways = ()) -> HttpResponse:
        """The form with what is wrong; a form that was sent leads to it."""
        if self.request.method == "POST":
            return self.lead(draft, drafts.FORM, errors, ways)
        return self.form(draft, errors, ways)

    def lead(
        self, draft: Draft, page: str, errors: Errors | None = None, ways: Ways = ()
    ) -> HttpResponse:
        """On to a page that reads the draft (303): reloading it sends nothing."""
        self.keep(draft, errors, ways)
        return _led(drafts.address(self.request.path, page, draft.key))

    def keep(
        self, draft: Draft, errors: Errors | None = None, ways: Ways = (), sent: str = ""
    ) -> None:
        """Keep a draft in the session."""
        kept = Kept(draft, self.request.path, self.of, errors or {}, ways, sent, self.desk.moment)
        drafts.put(self.request, kept)

    def _read(self) -> HttpResponse:
        """The page of a draft, whichever the address names; without one a form with what need not
        be asked.
        """
        kept = drafts.found(self.request, self.desk.now, self.of)
        if kept is None:
            fresh = Draft(
                str(uuid.uuid4()),
                self.asked.key,
                Stage.REVIEW,
                self.starting(),
                began=self.desk.moment,
            )
            return self.start(fresh)
        if kept.sent:
            return redirect(kept.sent)
        if drafts.CHECK in self.request.GET and not self.asked.enquiry:
            return self.moved(kept.draft, Filled(kept.draft.given))
        # An enquiry asked again is a new one: what it answers may have moved since.
        draft = replace(kept.draft, key=str(uuid.uuid4())) if self.asked.enquiry else kept.draft
        return self.form(draft, kept.errors, kept.ways)

    def _turned(self, draft: Draft, turn: Turn) -> HttpResponse:
        match turn:
            case Review(answer=answer):
                return self.check(draft, answer)
            case Told(answer=answer):
                return self._told(draft, answer)
            case Prove():
                return self.prove(draft)
        return self.mend(draft, *self._wrong(turn))

    def _told(self, draft: Draft, answer: Answer) -> HttpResponse:
        """Going back finds what was enquired, and of all else the receipt."""
        target = self.receipt(answer)
        if self.asked.enquiry:
            self.keep(draft)
        else:
            self.keep(replace(draft, given={}), sent=target)
        return _led(target)

    def _wrong(self, turn: Turn) -> tuple[Mapping[str, list[str]], Ways]:
        """What is wrong, field by field, what is about the whole under no name; and the ways out of
        it.
        """
        language = self.desk.language
        errors: dict[str, list[str]] = {}
        if isinstance(turn, Mend) and turn.refused is not None:
            errors[turn.refused.field] = [why_not(turn.refused, language)]
        if not isinstance(turn, Mend) or turn.answer is None:
            return errors, ()
        for finding in turn.answer.errors:
            errors.setdefault(finding.field, []).append(finding.sentence(language))
        return errors, self.ways(turn.answer)


def _led(target: str) -> HttpResponse:
    return HttpResponseRedirect(target, status=303)
