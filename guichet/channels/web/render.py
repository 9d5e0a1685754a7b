"""The pages by which any service is asked: form, check, and the way to the receipt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from guichet.channels.shared import drafts
from guichet.channels.shared.assurance import to_proof
from guichet.channels.shared.drafts import Errors, Ways
from guichet.channels.shared.form_pages import FormPages
from guichet.channels.shared.forms import bind, problems
from guichet.channels.web import visit
from guichet.channels.web.prefill import remedies_of, starting_values, verified_names, views_for
from guichet.dialogue.draft import Draft
from guichet.dialogue.turn import Confirmed
from guichet.engine.actor import PartyKind
from guichet.engine.outcome import Answer
from guichet.engine.stages import reached


@dataclass
class WebPages(FormPages):
    """The pages of one service in the virtual branch."""

    request: visit.Visitor

    def starting(self) -> dict[str, str]:
        """What the link says, whom one acts for, the fields' own defaults."""
        return starting_values(self.request, self.asked)

    def start(self, draft: Draft) -> HttpResponse:
        """An empty form; an enquiry that has nothing to ask is answered without one."""
        at_once = self._answers_at_once(draft.given)
        return self.moved(draft, Confirmed()) if at_once else self.form(draft, {})

    def form(self, draft: Draft, errors: Errors, ways: Ways = ()) -> HttpResponse:
        """The fields, with what was typed and what is wrong with it."""
        views, acting_line = views_for(self.request, self.asked, draft.given)
        bound = bind(views, draft.given, errors)
        asked_for = {view.name for view in views if view.widget != "hidden"}
        general = [s for name, said in errors.items() if name not in asked_for for s in said]
        listed = problems([field for field in bound if field.view.widget != "hidden"], general)
        paper = self.asked.paper
        own: dict[str, Any] = {
            "form": bound,
            "errors": listed,
            "problem": bool(listed),
            "remedies": ways,
            "nothing_asked": not asked_for,
            "had_at_once": not asked_for and paper is not None and not paper.decides,
            "acting_line": acting_line,
            "carries_files": any(view.widget == "file" for view in views),
            "prove_more": self.must_prove(),
            "needs_choice": self.asked.party_kind is PartyKind.ESTABLISHMENT
            and acting_line is None,
        }
        page = self.frame(draft, "change") | own
        return render(self.request, "web/service.html", page, status=422 if listed else 200)

    def check(self, draft: Draft, answer: Answer) -> HttpResponse:
        """A rehearsal: everything but the commit, so that what is shown is what would happen."""
        context = self.desk.context(dry=True)
        own = {
            "names": verified_names(self.asked, answer, context, self.desk.language),
            "begins": next(iter(self.asked.stages.values()), None),
            "stated": any(
                value for name, value in answer.input.items() if name != self.asked.party
            ),
        }
        return render(
            self.request,
            "web/check.html",
            self.frame(draft, "check") | self.reviewed(draft, answer) | own,
        )

    def prove(self, draft: Draft) -> HttpResponse:
        """A second factor first; then back to where they were, with what was typed."""
        self.keep(draft)
        page = drafts.CHECK if drafts.CHECK in self.request.GET else drafts.FORM
        return to_proof(drafts.address(self.request.path, page, draft.key))

    def receipt(self, answer: Answer) -> str:
        """The step by which the client goes on, if there is one, else the receipt."""
        stage = reached(answer, self.desk.now)
        if stage is not None and stage.next_url:
            return stage.next_url + ("&again" if answer.repeated else "")
        return reverse("transaction", args=[answer.reference]) + (
            "?again" if answer.repeated else ""
        )

    def ways(self, answer: Answer) -> Ways:
        """The services that take the cause of a refusal away."""
        return remedies_of(self.request, answer.errors)

    def _answers_at_once(self, values: Mapping[str, str]) -> bool:
        """Whether an enquiry that has nothing to ask is answered without an empty page before it.

        Only whoever comes from a page of ours: who looked at whose data is written down, and no
        foreign page, and no browser that fetches ahead, may have it written.
        """
        headers = self.request.headers
        came = headers.get("Sec-Fetch-Site") == "same-origin" and "Sec-Purpose" not in headers
        if not came or self.request.method != "GET" or not self.asked.enquiry or self.must_prove():
            return False
        views, _ = views_for(self.request, self.asked, values)
        return all(view.widget == "hidden" and values.get(view.name) for view in views)
