"""Every member of staff against every page and command: who does not hold its right finds it shut.

Complete by construction: pages come from the resolver, commands from the command line, roles from
the rights there are. A new page of the staff or a new command that declares no right fails here
first.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click
import pytest
from click.testing import CliRunner
from django.db import DatabaseError
from django.urls import URLPattern, URLResolver, get_resolver

from guichet.config.cli import main
from guichet.domain.identity import staff
from guichet.domain.identity.models import Account
from guichet.domain.identity.operators import ActsAs
from guichet.domain.identity.tests.staffing import every_case, member
from guichet.domain.reception import queue
from guichet.engine import scope, store
from guichet.engine.actor import Segment
from tests.doors.conftest import MARKS, Victim
from tests.doors.test_rows import bound
from tests.doors.test_shut_doors import _declared, _text

__all__ = ["bound"]

pytestmark = pytest.mark.django_db

DECIDE = staff.DECIDE
ROLES = ("", *staff.TASKS, DECIDE)  # the first: of the staff, without a right yet
# Commands of whoever runs the servers: they need the machine itself and its secrets, and act for
# nobody of the staff.
OPERATORS = {
    "assistant",  # for whom its token stands for
    "audit export",
    "audit seal",
    "audit take-over",
    "audit verify",
    "bank",
    "bill-run",
    "bulk",
    "ca add",
    "ca add-list",
    "ca client",
    "ca export",
    "ca list",
    "ca revoke",
    "ca root",
    "ca signer",
    "demo-data",
    "docs",
    "doctor",
    "key create",
    "law check",
    "messages compile",
    "messages extract",
    "rights begin",
    "rights list",
    "receipt verify",
    "reconcile",
    "roles",
    "run",
    "seed",
    "stop",
    "systems key",
    "systems keys",
    "voice phrases",
    "worker",
}


def _views(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[tuple[str, Any]]:
    for pattern in (resolver or get_resolver()).url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield route, pattern.callback
        else:
            yield from _views(pattern, route)


def _staff_pages() -> dict[str, frozenset[str]]:
    """The pages of the staff by route, and which rights each takes; none: any of the staff."""
    return {r: view.staff_tasks for r, view in _views() if hasattr(view, "staff_tasks")}


def _commands(command: click.Command, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    if not isinstance(command, click.Group):
        yield path
        return
    context = click.Context(command)
    for name in command.list_commands(context):
        found = command.get_command(context, name)
        if found is not None:
            yield from _commands(found, (*path, name))


def _found(path: tuple[str, ...]) -> click.Command:
    command: click.Command | None = main
    for name in path:
        assert isinstance(command, click.Group)
        command = command.get_command(click.Context(command), name)
    assert command is not None
    return command


def _role(role: str) -> Account:
    """Somebody of the staff with that right alone."""
    if role == staff.COUNTER:
        queue.add_branch(102, "فرع جدة", "Jeddah branch")
        return member("role", role, place=102)
    rights = every_case() if role == DECIDE else [role] if role else []
    return member("role", *(right for right in rights if right.startswith(role)))


def _enough(role: str, tasks: frozenset[str]) -> bool:
    return role in tasks or not tasks


def test_every_page_of_the_staffs_rooms_declares_its_right() -> None:
    pages = _staff_pages()
    modules = {view.__module__.rpartition(".")[0] for route, view in _views() if route in pages}
    beside = {
        r for r, view in _views() if view.__module__.rpartition(".")[0] in modules
    } - pages.keys()
    assert beside == set(), "decorate them with `needs` (guichet/channels/shared/staff.py)"
    assert {task for tasks in pages.values() for task in tasks} == {*staff.TASKS, DECIDE}


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role or "none")
def test_who_does_not_hold_its_right_finds_a_page_shut(role: str, victim: Victim) -> None:
    account, doors, pages = _role(role), _declared(), _staff_pages()
    client, wrong = victim.client(account), []
    for route, tasks in pages.items():
        door = doors[route][1]
        address = f"/{doors[route][0]}{door.path}".format_map(victim.facts)
        form = {name: text.format_map(victim.facts) for name, text in door.form.items()}
        for method, answer in (("GET", client.get(address)), ("POST", client.post(address, form))):
            shut = answer.status_code in (403, 405)
            if shut is _enough(role, tasks) and answer.status_code != 405:
                wrong.append(f"{method} {route}: {answer.status_code}")
    assert wrong == []


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role or "none")
def test_no_member_of_staff_sees_a_clients_data_on_a_page_of_clients(
    role: str, victim: Victim
) -> None:
    account, pages = _role(role), _staff_pages()
    acting, seen = victim.facts["establishment"], []
    for route, (prefix, door) in _declared().items():
        if route not in pages:
            client = victim.client(account, acting=acting)
            address = f"/{prefix}{door.path}{door.query}".format_map(victim.facts)
            page = _text(client.get(address))
            shown = [mark for mark in MARKS if mark in page]
            seen += [f"{route}: {shown}"] if shown else []
    assert seen == []


@pytest.mark.usefixtures("what_templates_were_given")
@pytest.mark.parametrize("role", ROLES, ids=lambda role: role or "none")
def test_the_menu_of_staff_leads_nowhere_that_is_shut(role: str, victim: Victim) -> None:
    client = victim.client(_role(role))
    landed = client.get("/", follow=True)
    assert landed.redirect_chain[-1][0] == "/office/", "staff land on their work"
    menu = [entry["url"] for entry in landed.context["menu"]]
    assert all(client.get(url).status_code == 200 for url in menu)
    clients = {"/workers/", "/account/", "/files/", "/systems/", "/transactions/", "/"}
    assert not clients & {url.partition("?")[0] for url in menu}, "nor what is for clients"
    tasks = {
        url
        for route, needed in _staff_pages().items()
        if _enough(role, needed)
        for url in [f"/{route}"]
    }
    assert set(menu) <= tasks


# What each role reads of the victim by the rules of rows alone, with every check of ours switched
# off.
_READ = (
    "registry_person",
    "contributions_bill",
    "ledger_entry",
    "payouts_order",
    "engine_submission",
)


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role or "none")
def test_the_database_shows_a_role_no_more_than_its_task(
    role: str, victim: Victim, bound: None
) -> None:
    store.execute("RESET ROLE")
    account = _role(role)
    store.execute("SET ROLE guichet_web")
    scope.enter(account.pk)
    assert store.value("SELECT current_user::text") == (scope.OFFICE if role else scope.WEB)
    counts = {table: store.value(f"SELECT count(*) FROM {table}") for table in _READ}
    if role in ("", staff.COUNTER, staff.ADMINISTER):
        assert not any(counts.values()), counts
    if role not in ("", staff.ADMINISTER):
        changed = (
            "UPDATE identity_rightproposal SET confirmed = true, closed_at = now()",
            'INSERT INTO identity_rightproposal (account_id, "right", place, origin, proposed_at, proposed_by_id)'
            f" VALUES ({account.pk}, 'administer', 1, 'proposed', now(), {account.pk})",
        )
        for statement in changed:
            with pytest.raises(DatabaseError), store.atomic():
                store.execute(statement)


def test_every_command_declares_who_may_or_is_the_operators() -> None:
    acting, others = set(), set()
    for path in _commands(main):
        judged = any(isinstance(p, ActsAs) for p in _found(path).params)
        (acting if judged else others).add(" ".join(path))
    assert others == OPERATORS, "say who acts with `acting` (guichet/domain/identity/operators.py)"
    assert {
        "payments bank-file",
        "payments bring-forward",
        "benefits run",
        "documents revoke",
    } <= acting


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role or "none")
def test_who_does_not_hold_its_right_runs_no_command(role: str) -> None:
    account, ran = _role(role), []
    for path in _commands(main):
        (option,) = [p for p in _found(path).params if isinstance(p, ActsAs)] or [None]
        if option is not None and not staff.covers([role], option.tasks):
            said = CliRunner().invoke(main, [*path, "--as", account.username])
            if said.exit_code != 1 or "You do not hold the right" not in said.output:
                ran.append(f"{path}: {said.output}")
    assert ran == []
    assert store.value("SELECT count(*) FROM engine_auditleaf WHERE kind = 'command'") == 0


def test_a_client_of_that_name_runs_no_command_and_who_may_is_on_record(victim: Victim) -> None:
    run = CliRunner().invoke
    denied = run(main, ["payments", "request-to-pay", "--as", victim.account.username])
    assert denied.exit_code == 1 and Segment.STAFF.value not in victim.account.segments
    who = member("accountant", staff.RECONCILE)
    assert run(main, ["payments", "request-to-pay", "--as", "accountant"]).exit_code == 0
    told = store.value("SELECT body::jsonb->>'by' FROM engine_auditleaf WHERE kind = 'command'")
    assert told == str(who.pk)
