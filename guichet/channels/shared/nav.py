"""The main menu, and the work of staff. Channels do not know one another, so each adds its own
entries when its urls are loaded.

Nobody is shown an entry that they cannot use: staff see their work, clients what they may do for
those they act for.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from django.http import HttpRequest
from django.utils import timezone

from guichet.channels.shared.staff import holds
from guichet.domain.identity import queries, staff
from guichet.engine.context import HOME
from guichet.lib.text import Words

WORK = "work"  # the url name of the page on which staff find what they do
# in the query of the catalogue's address: staff who are clients too look at what is theirs
MINE = "mine"


@dataclass(frozen=True, slots=True, order=True)
class MenuEntry:
    """One menu entry: ``view`` is a url name; the entry is current on every page of ``places`` (url
    names).

    ``tasks``: of the staff's work, for who holds one of these rights. ``rights``: for who may do
        one of these for some
    establishment. Neither: for every client.
    """

    order: int
    view: str
    title: Words = field(compare=False)
    places: frozenset[str] = frozenset()
    tasks: tuple[str, ...] = ()
    rights: tuple[str, ...] = ()
    icon: str = ""
    about: Words | None = field(
        default=None, compare=False
    )  # of the staff's work: what is done there
    count: Callable[[HttpRequest], int] | None = field(default=None, compare=False)  # what waits


@dataclass(frozen=True, slots=True)
class Reach:
    """What whoever asks may do, as far as menus go."""

    client: bool  # may ask for services: everybody but those who are only of the staff
    rights: frozenset[str]  # for some establishment


_ENTRIES: dict[str, MenuEntry] = {}
_HOME: list[MenuEntry] = []
_OWN: dict[str, tuple[MenuEntry, str]] = {}  # with an icon


def add(
    view: str,
    title: Words,
    *,
    order: int,
    places: tuple[str, ...] = (),
    rights: tuple[str, ...] = (),
) -> None:
    """Show ``view`` in the menu of clients who are signed in; adding it twice shows it once."""
    _ENTRIES[view] = MenuEntry(order, view, title, frozenset({view, *places}), rights=rights)


def add_work(
    view: str,
    title: Words,
    about: Words,
    icon: str,
    *,
    tasks: tuple[str, ...],
    order: int,
    places: tuple[str, ...] = (),
    count: Callable[[HttpRequest], int] | None = None,
) -> None:
    """Show ``view`` to staff who hold one of the rights, in the menu and on the page of
    their work.
    """
    places_of_it = frozenset({view, *places})
    _ENTRIES[view] = MenuEntry(
        order, view, title, places_of_it, tasks, icon=icon, about=about, count=count
    )


def add_home(title: Words) -> None:
    """Show the page of their work to staff, whatever they may do."""
    _HOME.append(MenuEntry(10, WORK, title, frozenset({WORK})))


def add_own(view: str, title: Words, icon: str, *, order: int) -> None:
    """Show ``view`` in the menu behind one's own name; of clients only."""
    _OWN[view] = (MenuEntry(order, view, title, frozenset({view})), icon)


def reach_of(request: HttpRequest) -> Reach:
    """What whoever asks may do; looked up once a request."""
    known: Reach | None = getattr(request, "guichet_reach", None)
    if known is None:
        today = timezone.now().astimezone(HOME).date()
        user = request.user
        rights = queries.rights_held(user, today)  # type: ignore[arg-type]
        client = bool(rights) or user.person_number is not None or not staff.is_staff(user)  # type: ignore[union-attr, arg-type]
        known = Reach(client, rights)
        request.guichet_reach = known  # type: ignore[attr-defined]
    return known


def own_entries(request: HttpRequest) -> list[tuple[MenuEntry, str]]:
    """The entries behind one's own name with their icons, in the order they are shown."""
    if not request.user.is_authenticated or not reach_of(request).client:
        return []
    return sorted(_OWN.values(), key=lambda pair: pair[0].order)


def work_of(request: HttpRequest) -> list[MenuEntry]:
    """The staff's work of whoever asks, in the order it is shown."""
    return sorted(e for e in _ENTRIES.values() if e.tasks and holds(request, e.tasks))


def entries(request: HttpRequest) -> list[MenuEntry]:
    """The menu of whoever asks, in the order it is shown; of nobody signed in, nothing."""
    if not request.user.is_authenticated:
        return []
    reach, work = reach_of(request), work_of(request)
    mine = (e for e in _ENTRIES.values() if not e.tasks)
    offered = [
        e for e in mine if reach.client and (not e.rights or reach.rights.intersection(e.rights))
    ]
    home = _HOME[:1] if staff.is_staff(request.user) else []  # type: ignore[arg-type]
    return sorted(offered + home + work)
