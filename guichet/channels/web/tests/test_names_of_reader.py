"""A person's name stands in the script of who reads it: Arabic in Arabic, Latin elsewhere, and what
was signed is never told otherwise.
"""

from __future__ import annotations

import pytest

from guichet.channels.shared.answered_fields import shown
from guichet.channels.web.tests.conftest import REGISTER, Branch
from guichet.domain.identity.models import Account
from guichet.domain.identity.recorded_names import both_of, in_script
from guichet.engine.fields import Text
from guichet.engine.fields.scripts import of_reader, pairs
from guichet.engine.registry import service_of, services
from guichet.lib.text import LANGUAGES, Words

pytestmark = pytest.mark.django_db
ARABIC, LATIN = "نورة القحطاني", "Noura Al-Qahtani"
_TEXT = Text(Words(ar="ا", en="e", fr="f"))


def receipt_of(branch: Branch) -> str:
    sent = branch.client(language="ar").post(REGISTER, branch.joining(step="send"))
    return str(sent.headers["Location"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_receipt_names_who_asked_and_whom_it_is_about_in_the_readers_script(
    branch: Branch, language: str
) -> None:
    page = (
        branch.client(language=language).get(receipt_of(branch)).content.decode().split("<main")[1]
    )
    here, elsewhere = (ARABIC, LATIN) if language == "ar" else (LATIN, ARABIC)
    assert here in page and elsewhere not in page
    given = dict(service_of("registry.register_worker").outputs)
    assert {"name_ar", "name_latin"} <= set(given)
    assert page.count("<dt>الاسم") + page.count("<dt>Name") + page.count("<dt>Nom") == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_list_of_transactions_and_of_who_may_act_too(branch: Branch, language: str) -> None:
    receipt_of(branch)
    for path in ("/delegates/", "/security/", "/"):
        page = branch.client(language=language).get(path).content.decode()
        assert (LATIN if language == "ar" else ARABIC) not in page, path


def test_a_name_that_was_signed_is_told_as_it_was_once_the_account_has_another(
    branch: Branch,
) -> None:
    written = (branch.owner.pk, ARABIC)
    assert in_script([written], "en") == {written: LATIN}
    assert in_script([written], "ar") == {written: ARABIC}
    Account.objects.filter(pk=branch.owner.pk).update(
        name_ar="نورة العتيبي", name_latin="Noura Al-Otaibi"
    )
    assert in_script([written], "fr") == {written: ARABIC}


@pytest.mark.parametrize("written", [(None, "الراجحي"), (999_999_999, "أحد"), (1, "")])
def test_of_what_is_no_account_the_name_stays(
    branch: Branch, written: tuple[int | None, str]
) -> None:
    assert in_script([written], "en") == {written: written[1]}


def test_an_owner_is_registered_in_both_scripts(branch: Branch) -> None:
    assert both_of(branch.owner.pk, "x") == (ARABIC, LATIN)
    assert both_of(branch.rival.pk, "x") == ("Rival", "Rival")
    assert both_of(999_999_999, "x") == ("x", "x")


@pytest.mark.parametrize(
    ("language", "values", "left"),
    [
        ("ar", {"name_ar": "علي", "name_latin": "Ali"}, ["name_ar", "other"]),
        ("en", {"name_ar": "علي", "name_latin": "Ali"}, ["name_latin", "other"]),
        ("fr", {"name_ar": "علي", "name_latin": ""}, ["name_ar", "other"]),
        ("ar", {"name_latin": "Ali"}, ["name_latin", "other"]),
    ],
)
def test_of_two_scripts_one_is_shown(
    language: str, values: dict[str, str | None], left: list[str]
) -> None:
    fields = {"name_ar": _TEXT, "name_latin": _TEXT, "other": _TEXT}
    assert list(of_reader(fields, values, language)) == left


def test_no_page_of_a_service_shows_a_name_twice() -> None:
    both = [
        (s, arabic, latin)
        for s in services().values()
        for arabic, latin in pairs(s.outputs).items()
    ]
    assert len(both) >= 8
    for service, arabic, latin in both:
        values: dict[str, str | None] = {arabic: "علي", latin: "Ali"}
        for language, other in (("ar", "Ali"), ("en", "علي"), ("fr", "علي")):
            assert other not in [row.value for row in shown(service.outputs, values, language)], (
                service.key
            )
