"""Filling a service's form with what is known already, so that it is not asked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.urls import reverse

from guichet.channels.shared.forms import FieldView, sensible, views_of
from guichet.channels.shared.language import page_language
from guichet.channels.web import visit
from guichet.channels.web.parties import named_parties
from guichet.dialogue import entry
from guichet.domain.identity import queries
from guichet.domain.registry.lookup_budget import names_told
from guichet.domain.verification import queries as verification
from guichet.engine.actor import PartyKind
from guichet.engine.context import Context
from guichet.engine.outcome import Answer, Finding
from guichet.engine.registry import service_of
from guichet.engine.service import Service

_CARDS = 4  # so many establishments are quicker to pick as cards than in a list


@dataclass(frozen=True, slots=True)
class ActingLine:
    """Whom the form is filled for, said above it instead of asked in it."""

    kind: str
    number: int
    name: str


def starting_values(request: visit.Visitor, asked: type[Service]) -> dict[str, str]:
    """What the boxes hold at first: what the link says, whom one acts for, the fields' own
    defaults.
    """
    today = visit.today()
    values = {v.name: entry.usual(v.default, today) for v in views_of(asked, page_language())}
    party = _party_number(request, asked)
    if party is not None:
        values[asked.party] = str(party)
    values |= {name: request.GET[name][:200] for name in asked.inputs if name in request.GET}
    return values


def _party_number(request: visit.Visitor, asked: type[Service]) -> int | None:
    if asked.party_kind is PartyKind.PERSON:
        return visit.acting_person(request)
    if asked.party_kind is PartyKind.ESTABLISHMENT:
        return visit.acting_establishment(request)
    return None


def views_for(
    request: visit.Visitor, asked: type[Service], values: Mapping[str, str]
) -> tuple[list[FieldView], ActingLine | None]:
    """The fields to ask; the party's own is hidden when it is clear, with a line saying who
    it is.
    """
    views = [_with_look_up(asked, view) for view in views_of(asked, page_language())]
    if asked.party not in asked.inputs or asked.party_kind is PartyKind.NOBODY:
        return views, None
    known, given = _party_number(request, asked), values.get(asked.party, "")
    views = [sensible(view, asked, known) for view in views]
    if known is not None and given in ("", str(known)):
        line = _line(request, asked, known)
        return [replace(v, widget="hidden") if v.name == asked.party else v for v in views], line
    if asked.party_kind is PartyKind.ESTABLISHMENT:
        views = [_choosable(request, v) if v.name == asked.party else v for v in views]
    return views, None


def _with_look_up(asked: type[Service], view: FieldView) -> FieldView:
    """A number the service verifies shows its verified name while the client goes on; that of a
    relative, whom it merely names, shows nothing.
    """
    field = asked.inputs[view.name]
    if field.kind != "national_id" or view.name == asked.party:
        return view
    registered = any(c.field == view.name and hasattr(c, "register") for c in asked.checks)
    if asked.party_kind is PartyKind.PERSON and not registered:
        return view
    wage = "&wage" if "previous_basic" in asked.outputs else ""
    return replace(view, verify=f"{reverse('look-up-person')}?field={view.name}{wage}")


def _choosable(request: visit.Visitor, view: FieldView) -> FieldView:
    own = [p for p in named_parties(request.user) if p.kind is PartyKind.ESTABLISHMENT]
    if not own:
        return view
    language = page_language()
    options = tuple((str(p.number), f"{p.name.at(language)} – {p.number}") for p in own)
    return replace(view, widget="radio" if len(own) <= _CARDS else "select", options=options)


def _line(request: visit.Visitor, asked: type[Service], number: int) -> ActingLine:
    if asked.party_kind is PartyKind.PERSON and number == request.user.person_number:
        return ActingLine("person", number, request.user.shown_name)
    party = visit.acting(request)
    name = "" if party is None else party["ar"] if page_language() == "ar" else party["latin"]
    return ActingLine(asked.party_kind.value, number, name)


def remedies_of(request: visit.Visitor, errors: Iterable[Finding]) -> list[tuple[str, str]]:
    """The ways out of what was refused, each once; those that the visitor has a right to.

    A way is the service that takes the cause away, its boxes filled: label and link.
    """
    ways: dict[str, str] = {}
    for service, given in filter(None, (finding.remedy for finding in errors)):
        way = service_of(service)
        if not _may_ask(request, way, given.get(way.party or "", "")):
            continue
        link = f"{reverse('service', args=[service])}?{urlencode(given)}"
        filled = " – ".join(
            way.inputs[name].show(text, page_language()) for name, text in given.items()
        )
        title = way.title.at(page_language())
        label = f"{title}: {filled}" if given else title
        ways.setdefault(link, label)
    return [(label, link) for link, label in ways.items()]


def _may_ask(request: visit.Visitor, asked: type[Service], party: str) -> bool:
    """Whether the visitor holds the right of a service, for a party if one is given, else for some
    establishment.
    """
    if asked.party_kind is not PartyKind.ESTABLISHMENT:
        return True
    if party.isascii() and party.isdigit():
        return queries.may(request.user, asked.right, asked.party_kind, int(party), visit.today())
    return queries.holds(request.user, asked.right, asked.party_kind, visit.today())


@dataclass(frozen=True, slots=True)
class VerifiedName:
    """What a public body says about a number on the form."""

    field: str
    line: str
    good: bool


def verified_names(
    asked: type[Service], answer: Answer, context: Context, language: str
) -> list[VerifiedName]:
    """The names behind the numbers the service has just verified; kept evidence, so nobody is asked
    twice.

    A person's is told within the asker's budget of look-ups, as by the rehearsal itself.
    """
    names, now = [], context.now
    for check in asked.checks:
        register = getattr(check, "register", None)  # checks that ask a register say which
        number = answer.input.get(check.field)
        if register is None or not number:
            continue
        if register.key == "civil" and not names_told(
            context, asked, frozenset({int(number)}), many=False
        ):
            continue
        glance = verification.glance(register.key, int(number), now=now)
        if glance is not None:
            good = glance.status in ("alive", "active")
            names.append(VerifiedName(check.field, glance.line(language), good))
    return names
