"""A language that a country's package brings from outside: pages, texts, papers and the API come in
it; run by `test_abroad`.
"""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pypdf import PdfReader

from guichet.channels.sms import notices
from guichet.channels.sms.encryption import unseal
from guichet.channels.sms.models import Outgoing
from guichet.domain.certificates import commands as certificates
from guichet.domain.contact import commands as contact
from guichet.domain.contributions.commands import run_bills
from guichet.domain.documents.composition import paper
from guichet.engine.perform import perform
from guichet.law import country
from guichet.lib import spelling
from guichet.lib.country_languages import languages
from guichet.lib.display import show_amount, show_day, show_month
from guichet.lib.plurals import counted
from guichet.lib.text import Words
from tests.browser import Browser
from tests.contract.fixtures import bodies, on_the_day, public_bodies_address, world
from tests.contract.world import NOW, PASSWORD, World

__all__ = ["bodies", "on_the_day", "public_bodies_address", "world"]


def test_the_country_brings_a_language() -> None:
    assert [one.code for one in country.locale.brings] == ["es"]
    assert languages() == ("ar", "en", "fr", "es")


def test_days_amounts_and_counts_are_written_as_the_language_does() -> None:
    assert show_day(date(2026, 11, 22), "es") == "22 de noviembre de 2026"
    assert show_month(date(2026, 11, 1), "es") == "noviembre de 2026"
    assert show_amount(1_234_500, "es") == "1.234,500"
    assert counted(1, "row", "es") == "1 fila" and counted(7, "row", "es") == "7 filas"


def test_what_it_lacks_is_english_in_the_terms_of_the_country() -> None:
    assert (
        Words(ar="أجر", en="So many riyals.", fr="Tant de riyals.").at("es") == "So many thalers."
    )
    assert spelling.money(2_000, "es") == "two thalers"


def test_pages_come_in_it(world: World) -> None:
    client = Browser(headers={"accept-language": "es"})
    door = client.get("/sign-in/").content.decode()
    assert '<html lang="es" dir="ltr"' in door and "Iniciar sesión" in door and ">Español<" in door
    assert "Forgotten your password?" in door  # has no message: English, and not the usual Arabic
    client.post("/sign-in/", {"username": world.account.username, "password": PASSWORD})
    client.post("/language/", {"language": "es", "next": "/"})
    form = client.get("/services/registry.register_worker/", follow=True).content.decode()
    assert "Dar de alta a un trabajador" in form
    wrong = client.post(
        "/services/registry.register_worker/", {"worker": "1", "step": "check"}
    ).content.decode()
    assert "no es un número de persona válido" in wrong


def test_who_chooses_it_is_told_in_it(world: World, tmp_path: Path, settings: Any) -> None:
    client = Browser()
    client.post("/sign-in/", {"username": world.account.username, "password": PASSWORD})
    client.post("/language/", {"language": "es", "next": "/"})
    world.account.refresh_from_db()
    assert world.account.language == "es"
    contact.register_mobile(world.account, country.locale.mobiles.made(7), now=NOW)
    notices.gather(NOW)
    number, billed_on = int(world.facts["establishment"]), datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
    run_bills(date(2026, 10, 1), billed_on, [number])
    notices.gather(billed_on)
    (told,) = [unseal(row.words or b"") for row in Outgoing.objects.filter(kind="bill-issued")]
    assert (
        told
        == f"Factura de octubre de 2026, establecimiento {number}: XXT 837,500. Pague antes del 15 de noviembre de 2026."
    )


def test_papers_and_systems_come_in_it(world: World, tmp_path: Path, settings: Any) -> None:
    settings.CERTIFICATE_KEYS = str(tmp_path / "certificates")
    certificates.create_root("Fund", NOW)
    certificates.issue_signer("Document signer", NOW)
    context = world.context("certificates.statement", "engine")
    answer = perform(
        "certificates.statement", {"establishment": world.facts["establishment"]}, context
    )
    pages = PdfReader(io.BytesIO(paper(answer.transaction, "es", NOW))).pages
    assert "Extracto de cuenta firmado" in " ".join(page.extract_text() for page in pages)
    said = Client(headers={"accept-language": "es"}).get("/api/v1/services").json()
    titles = {service["key"]: service["title"] for service in said["services"]}
    assert titles["registry.register_worker"] == "Dar de alta a un trabajador"


@pytest.mark.parametrize("language", ["ar", "en", "fr"])
def test_the_house_keeps_its_own(language: str) -> None:
    assert (
        Words(ar="الأول", en="Register a worker", fr="Le troisième").at(language)
        != "Dar de alta a un trabajador"
    )
