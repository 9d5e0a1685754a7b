"""The page before signing: whom it is about, what stood there and what will, and what the month
costs, in words for one person.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from guichet.channels.web.tests.conftest import REGISTER, WAGE, Branch
from guichet.domain.registry.tests import seeds
from guichet.lib.text import LANGUAGES

pytestmark = pytest.mark.django_db
NAMES = {"ar": "محمد", "en": "Mohammed", "fr": "Mohammed"}
LATIN, ARABIC = re.compile(r">\s*Mohammed"), re.compile(r">\s*محمد")


def review(branch: Branch, path: str, language: str, **given: str) -> str:
    form = {
        "once": "x",
        "establishment": str(branch.establishment),
        "worker": str(branch.worker),
        "step": "check",
    }
    page = branch.client(language=language).post(path, form | given).content.decode()
    return page.split("<main")[1].split("</main>")[0]


def text_of(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def wage(branch: Branch, language: str, **given: str) -> str:
    return review(
        branch,
        WAGE,
        language,
        **({"month": f"{date.today():%Y-%m}", "basic": "9000", "housing": "2500"} | given),
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_change_of_wage_names_the_worker_in_the_readers_script(
    branch: Branch, language: str
) -> None:
    page = wage(branch, language)
    assert NAMES[language] in page
    assert bool(ARABIC.search(page)) is (language == "ar") and bool(LATIN.search(page)) is (
        language != "ar"
    )


def test_what_stood_there_stands_before_what_is_asked(branch: Branch) -> None:
    text = text_of(wage(branch, "en"))
    assert "Monthly basic wage before 8,000.00 SAR after 9,000.00 SAR" in text
    assert "Monthly housing allowance before 2,000.00 SAR after 2,500.00 SAR" in text
    assert "Basic wage before" not in text, "and not once more beside it"


def test_what_stays_is_told_as_what_it_is(branch: Branch) -> None:
    text = text_of(wage(branch, "en", housing=""))
    assert "Housing before 2,000.00 SAR" in text and "after 2,000.00" not in text


@pytest.mark.parametrize(
    ("language", "before", "after"),
    [
        (
            "en",
            "The month’s contribution before 2,150.00 SAR",
            "The month’s contribution after 2,472.50 SAR",
        ),
        ("fr", "Cotisation du mois avant 2 150,00 SAR", "Cotisation du mois après 2 472,50 SAR"),
        ("ar", "اشتراك الشهر قبل التغيير 2,150.00 ريال", "اشتراك الشهر بعد التغيير 2,472.50 ريال"),
    ],
)
def test_the_months_contribution_is_told_before_and_after(
    branch: Branch, language: str, before: str, after: str
) -> None:
    text = text_of(wage(branch, language))
    assert before in text and after in text, text


@pytest.mark.parametrize(
    ("language", "joins", "rises"),
    [
        ("en", "What changes the worker joins", "What changes the wage goes up"),
        ("fr", "Changement la personne entre", "Changement le salaire augmente"),
        ("ar", "التغيير يُسجَّل العامل", "التغيير يرتفع الأجر"),
    ],
)
def test_one_person_is_not_counted(branch: Branch, language: str, joins: str, rises: str) -> None:
    assert rises in text_of(wage(branch, language))
    new = branch.joining(step="check")
    joining = text_of(review(branch, REGISTER, language, **new))
    assert joins in joining
    for counted in ("Workers joining", "Wages going up", "Entrées", "عدد المنضمين"):
        assert counted not in joining


@pytest.mark.parametrize(
    "service",
    ["registry.end_engagement", "registry.transfer_worker", "registry.correct_engagement"],
)
def test_every_change_about_a_worker_names_them(branch: Branch, service: str) -> None:
    given = {
        "registry.end_engagement": {"ended_on": date.today().isoformat(), "reason": "resignation"},
        "registry.transfer_worker": {
            "target": str(branch.second),
            "moved_on": date.today().isoformat(),
        },
        "registry.correct_engagement": {
            "what": "wage",
            "month": f"{date.today():%Y-%m}",
            "basic": "9100",
        },
    }[service]
    page = review(branch, f"/services/{service}/", "en", **given)
    assert LATIN.search(page) and not ARABIC.search(page)


def test_a_corrected_day_stands_behind_the_one_that_was(branch: Branch) -> None:
    was, right = date.today() - timedelta(days=9), date.today() - timedelta(days=4)
    seeds.engage(branch.establishment, branch.newcomer, since=was)
    path, given = (
        "/services/registry.correct_engagement/",
        {"what": "started_on", "day": right.isoformat()},
    )
    text = text_of(review(branch, path, "en", worker=str(branch.newcomer), **given))
    assert re.search(f"before {was.day} {was:%B %Y} .+? after {right.day} {right:%B %Y}", text), (
        text
    )


def test_the_form_shows_the_wage_in_force(branch: Branch) -> None:
    client = branch.client()
    assert "&amp;wage" in client.get(WAGE).content.decode()
    where = f"/look-up/person/?field=worker&worker={branch.worker}&wage"
    assert (
        "Wage now: basic 8,000.00 SAR, housing 2,000.00 SAR"
        in client.get(f"{where}&establishment={branch.establishment}").content.decode()
    )
    for elsewhere in (str(branch.foreign), str(branch.second), "", "x", "9" * 40):
        assert (
            "Wage now" not in client.get(f"{where}&establishment={elsewhere}").content.decode()
        ), elsewhere
    stranger = branch.client(branch.rival).get(f"{where}&establishment={branch.establishment}")
    assert "Wage now" not in stranger.content.decode()
