"""The pages that every client knows, as a clerk sees them: form, check, receipt."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from guichet.channels.counter import visit
from guichet.channels.counter.desk import CounterDesk
from guichet.channels.shared.drafts import Errors, Ways
from guichet.channels.shared.form_pages import FormPages
from guichet.channels.shared.forms import FieldView, bind, problems, sensible, views_of
from guichet.channels.shared.parties import establishment_options
from guichet.dialogue.draft import Draft
from guichet.dialogue.offered import parties_for
from guichet.domain.reception import assisted_actor
from guichet.domain.reception.refusals import NEEDS_CODE
from guichet.engine.actor import PartyKind
from guichet.engine.outcome import Answer

_CARDS, _PARTIES = 4, 200  # so many are quicker to pick as cards than in a list; more are typed


@dataclass
class CounterPages(FormPages):
    """The pages of one service in one sitting; its drafts are of this sitting and of no other."""

    request: visit.AtCounter
    desk: CounterDesk

    def starting(self) -> dict[str, str]:
        """What need not be asked: defaults, the client, the establishment of the sitting."""
        asked = self.asked
        values = {
            name: self.desk.usual(field.default or "") for name, field in asked.inputs.items()
        }
        if asked.party_kind is PartyKind.PERSON:
            values[asked.party] = str(self.desk.account.person_number or "")
        if asked.party_kind is PartyKind.ESTABLISHMENT:
            own = self._establishments()
            values[asked.party] = own[0] if len(own) == 1 else ""
        return values

    def form(self, draft: Draft, errors: Errors, ways: Ways = ()) -> HttpResponse:
        """The fields, with what was typed and what is wrong with it."""
        bound = bind(self._views(), draft.given, errors)
        listed = problems(
            bound,
            [s for name, said in errors.items() if name not in self.asked.inputs for s in said],
        )
        own: dict[str, Any] = {
            "form": bound,
            "errors": listed,
            "problem": bool(listed),
            "carries_files": any(f.view.widget == "file" for f in bound),
            "needs_code": NEEDS_CODE.sentence(self.desk.language) if self.must_prove() else "",
        }
        return visit.show(
            self.request, "service", self.frame(draft, "change") | own, 422 if listed else 200
        )

    def check(self, draft: Draft, answer: Answer) -> HttpResponse:
        """A rehearsal, to be read to the client before it is sent."""
        return visit.show(
            self.request, "check", self.frame(draft, "check") | self.reviewed(draft, answer)
        )

    def prove(self, draft: Draft) -> HttpResponse:
        """It is proved by the client's consent."""
        return self.mend(draft, {"": [NEEDS_CODE.sentence(self.desk.language)]})

    def receipt(self, answer: Answer) -> str:
        """Its receipt."""
        return reverse("counter-receipt", args=[answer.reference]) + (
            "?again" if answer.repeated else ""
        )

    def _establishments(self) -> list[str]:
        """For which of them it may be asked in this sitting."""
        sitting = self.request.sitting
        if sitting.establishment is not None:
            return [str(sitting.establishment)]
        return parties_for(assisted_actor.client_of(sitting), self.asked, self.desk.today, _PARTIES)

    def _views(self) -> list[FieldView]:
        """The fields to ask; the client's establishments are there to be picked."""
        asked, language = self.asked, self.desk.language
        views = list(views_of(asked, language))
        if asked.party_kind is not PartyKind.ESTABLISHMENT:
            return views
        own = self._establishments()
        views = [sensible(v, asked, int(own[0]) if len(own) == 1 else None) for v in views]
        options = establishment_options(own, language)
        if not options or len(own) >= _PARTIES:
            return views
        widget = "radio" if len(options) <= _CARDS else "select"
        return [
            replace(v, widget=widget, options=options) if v.name == asked.party else v
            for v in views
        ]
